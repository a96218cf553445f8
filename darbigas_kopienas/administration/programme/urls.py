from django.urls import path
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.facts.urls import fact_urls

from . import milestone_views, views
from .kinds import KINDS

urlpatterns = [
    path("", views.set_up, name="set_up"),
    path("<int:programme_pk>/", views.programme_overview, name="programme_overview"),
    *fact_urls(KINDS),
    path(_("<int:programme_pk>/milestones/<int:pk>/done/"), milestone_views.milestone_done, name="milestone_done"),
]
