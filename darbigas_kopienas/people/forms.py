"""Signing in: one form, two ways. With a password one is in at once, without it a code comes by e-mail."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """People sign up without a password, so allauth's own form would leave the field out for everybody."""

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.help_text = _("Leave it empty, and a code comes to your e-mail instead.")
        for own_field in self.fields.values():  # the label says it; a placeholder would say it twice
            if isinstance(own_field.widget, forms.TextInput):
                own_field.widget.attrs.pop("placeholder", None)
