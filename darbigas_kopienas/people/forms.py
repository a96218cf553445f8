"""Signing in: one form, two ways. With a password one is in at once, without it a code comes by e-mail.

Wherever allauth asks for an address, it is read as everywhere else: in its one form.
"""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values.form_fields import EmailField


class OneForm(forms.Form):
    """Reads addresses by our own field; label, widget and the rest stay allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.EmailField):
                own_field = EmailField(label=field.label, required=field.required, help_text=field.help_text)
                own_field.widget = field.widget
                self.fields[name] = own_field


class SignInForm(OneForm, allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    """People sign up without a password, so allauth's own form would leave the field out for everybody."""

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.help_text = _("Leave it empty, and a code comes to your e-mail instead.")
        for own_field in self.fields.values():  # the label says it; a placeholder would say it twice
            if isinstance(own_field.widget, forms.TextInput):
                own_field.widget.attrs.pop("placeholder", None)


class SignUpForm(OneForm, allauth.SignupForm):  # type: ignore[misc]  # allauth has no types
    pass


class MailedCodeForm(OneForm, allauth.RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    pass


class AddAddressForm(OneForm, allauth.AddEmailForm):  # type: ignore[misc]  # allauth has no types
    pass


class ChangeAddressForm(OneForm, allauth.ChangeEmailForm):  # type: ignore[misc]  # allauth has no types
    pass


class ForgottenPasswordForm(OneForm, allauth.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    pass
