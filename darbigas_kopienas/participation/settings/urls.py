from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("participants/<int:pk>/settings/"), views.enrolment_edit, name="enrolment_edit"),
]
