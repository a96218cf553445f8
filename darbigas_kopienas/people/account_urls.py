"""Before allauth's own, under the same names: which pages of the account the portal answers itself."""

from django.urls import path

from . import account_pages, passkey_pages, reauthentication

urlpatterns = [
    path("logout/", account_pages.sign_out, name="account_logout"),
    path("email/", account_pages.email_addresses, name="account_email"),
    path("password/set/", account_pages.password_set, name="account_set_password"),
    path("reauthenticate/code/", reauthentication.ReauthenticateByCodeView.as_view(), name=reauthentication.PAGE),
    path("2fa/", passkey_pages.index, name="mfa_index"),
    path("2fa/authenticate/", passkey_pages.SecondStepView.as_view(), name="mfa_authenticate"),
    path("2fa/totp/deactivate/", passkey_pages.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("2fa/webauthn/", passkey_pages.to_index, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", passkey_pages.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", passkey_pages.SignInByPasskeyView.as_view(), name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        passkey_pages.ReauthenticateByPasskeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", passkey_pages.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", passkey_pages.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
]
