"""Beside allauth's pages of the account, and called as they are: in which browsers it is open."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import account_sessions as views

urlpatterns = [
    path(_("signed-in/"), views.signed_in, name="account_signed_in"),
    path(_("signed-in/sign-out-elsewhere/"), views.end_elsewhere, name="account_signed_in_end_elsewhere"),
    path(_("signed-in/sign-out-everywhere/"), views.end_everywhere, name="account_signed_in_end_everywhere"),
    path(_("signed-in/<uuid:mark>/end/"), views.end, name="account_signed_in_end"),
]
