"""Before allauth's own, under the same names: which pages of the account the portal answers itself."""

from django.urls import path

from . import account_pages, reauthentication

urlpatterns = [
    path("logout/", account_pages.sign_out, name="account_logout"),
    path("email/", account_pages.email_addresses, name="account_email"),
    path("password/set/", account_pages.password_set, name="account_set_password"),
    path("reauthenticate/code/", reauthentication.ReauthenticateByCodeView.as_view(), name=reauthentication.PAGE),
]
