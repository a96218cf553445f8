from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns: list[URLPattern] = [
    path(_("participants/<int:pk>/invitations/"), views.invitation_list, name="invitation_list"),
    path(_("participants/<int:pk>/invitations/add/"), views.invitation_add, name="invitation_add"),
    path(_("participants/<int:pk>/invitations/remind/"), views.invitation_remind, name="invitation_remind"),
    path(_("invitation/<str:token>/"), views.invitation_answer, name="invitation_answer"),
]
