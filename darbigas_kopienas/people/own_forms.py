"""Which of allauth's forms are the portal's own, by allauth's names; for the settings, so nothing is loaded here."""

FORMS_OF_ACCOUNTS = {
    "login": "darbigas_kopienas.people.forms.SignInForm",
    "request_login_code": "darbigas_kopienas.people.forms.RequestCodeForm",
    "reset_password": "darbigas_kopienas.people.forms.RequestLinkForm",
    "signup": "darbigas_kopienas.people.forms.SignUpForm",
    "add_email": "darbigas_kopienas.people.forms.AddAddressForm",
    "change_email": "darbigas_kopienas.people.forms.ChangeAddressForm",
}
FORMS_OF_FACTORS = {
    "activate_totp": "darbigas_kopienas.people.forms.FirstFactorForm",
    "add_webauthn": "darbigas_kopienas.people.passkey_forms.AddPasskeyForm",
    "authenticate_webauthn": "darbigas_kopienas.people.passkey_forms.SecondStepForm",
    "edit_webauthn": "darbigas_kopienas.people.passkey_forms.RenamePasskeyForm",
    "login_webauthn": "darbigas_kopienas.people.passkey_forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "darbigas_kopienas.people.passkey_forms.ReauthenticateByPasskeyForm",
}
