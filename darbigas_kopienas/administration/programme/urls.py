from django.urls import path

from darbigas_kopienas.programme.facts.urls import fact_urls

from . import views
from .kinds import KINDS

urlpatterns = [
    path("", views.set_up, name="set_up"),
    path("<int:programme_pk>/", views.programme_overview, name="programme_overview"),
    *fact_urls(KINDS),
]
