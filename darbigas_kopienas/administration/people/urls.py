from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path("", include("darbigas_kopienas.administration.people.organisations.urls")),
    path("", include("darbigas_kopienas.administration.people.register.urls")),
    path("", include("darbigas_kopienas.administration.people.duplicates.urls")),
    path(_("<int:programme_pk>/organisations/<int:pk>/"), views.organisation_edit, name="organisation_edit"),
    path(_("<int:programme_pk>/municipalities/"), views.municipality_list, name="municipality_list"),
    path(_("<int:programme_pk>/municipalities/add/"), views.municipality_add, name="municipality_add"),
    path(_("<int:programme_pk>/municipalities/<int:pk>/"), views.municipality_edit, name="municipality_edit"),
]
