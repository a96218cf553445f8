"""Signing in: one form, two ways. With a password one is in at once, without it a code comes by e-mail."""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from . import attempts

TOO_MANY_CODES = ngettext_lazy(
    "As many codes have been sent to this address as may be. Try again in %(minutes)d minute, or sign in with a "
    "password.",
    "As many codes have been sent to this address as may be. Try again in %(minutes)d minutes, or sign in with a "
    "password.",
    "minutes",
)
TOO_MANY_LINKS = ngettext_lazy(
    "As many letters have been sent to this address as may be. Try again in %(minutes)d minute, or sign in with a code "
    "by e-mail.",
    "As many letters have been sent to this address as may be. Try again in %(minutes)d minutes, or sign in with a "
    "code by e-mail.",
    "minutes",
)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """People sign up without a password, so allauth's own form would leave the field out for everybody."""

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.help_text = _("Leave it empty, and a code comes to your e-mail instead.")
        for own_field in self.fields.values():  # the label says it; a placeholder would say it twice
            if isinstance(own_field.widget, forms.TextInput):
                own_field.widget.attrs.pop("placeholder", None)

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        """The same as asking for a code on its own page, and counted as that."""
        form = RequestCodeForm({"email": email or ""})
        if form.is_valid():
            self.user = form._user
        for error in form.errors.get("email", []):
            self.add_error("login", error)
        return dict(self.cleaned_data)


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Allauth counts by the address alone: whoever knows it could keep its owner from every code."""

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        made = attempts.attempt(context.request, "request_login_code", email)
        if made.is_refused:
            raise forms.ValidationError(TOO_MANY_CODES, code="too_many", params={"minutes": made.minutes})
        users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        self._user = users[0] if users else None
        return email


class RequestLinkForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """For a new password; counted as codes are, before allauth asks who it is."""

    def clean_email(self) -> str:
        made = attempts.attempt(context.request, "request_password_link", str(self.cleaned_data["email"]))
        if made.is_refused:
            raise forms.ValidationError(TOO_MANY_LINKS, code="too_many", params={"minutes": made.minutes})
        return str(super().clean_email())
