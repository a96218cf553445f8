"""Signing in: one form, two ways. With a password one is in at once, without it a code comes by e-mail.

Wherever allauth asks for an address, it is read as everywhere else: in its one form.
"""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.mfa.adapter import get_adapter as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from darbigas_kopienas.values.form_fields import EmailField
from darbigas_kopienas.web.security_log import Event, note

from . import attempts, sessions
from .sign_in_events import number_of

TOO_MANY_CODES = ngettext_lazy(
    "The maximum number of codes has already been sent to this address. Try again in %(minutes)d minute, or sign "
    "in with a password.",
    "The maximum number of codes has already been sent to this address. Try again in %(minutes)d minutes, or sign "
    "in with a password.",
    "minutes",
)
TOO_MANY_LINKS = ngettext_lazy(
    "The maximum number of e-mails has already been sent to this address. Try again in %(minutes)d minute, or sign "
    "in with a code by e-mail.",
    "The maximum number of e-mails has already been sent to this address. Try again in %(minutes)d minutes, or "
    "sign in with a code by e-mail.",
    "minutes",
)


class OneForm(forms.Form):
    """Reads addresses by our own field; label, widget and the rest stay allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.EmailField):
                own_field = EmailField(label=field.label, required=field.required, help_text=field.help_text)
                own_field.widget = field.widget
                self.fields[name] = own_field


class RememberField(forms.BooleanField):
    """Off unless it is ticked: a school's computer is used by many."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Remember this device"),
            required=False,
            help_text=_(
                "You stay signed in after the browser is closed, for 12 hours at most. Leave it empty on a computer "
                "that others use too."
            ),
        )


class SignInForm(OneForm, allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    """People sign up without a password, so allauth's own form would leave the field out for everybody.

    The button for a code sends the same form, so the address that was typed is not asked for twice.
    """

    remember = RememberField()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        sessions.wish(request, is_remembered=self.cleaned_data["remember"])
        answer: HttpResponse = super().login(request, redirect_url)
        return answer

    def clean_password(self) -> str:
        return "" if "by_code" in self.data else str(self.cleaned_data.get("password") or "")

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.help_text = ""  # the way to a new password stands below

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        """The same as asking for a code on its own page, and counted as that."""
        form = RequestCodeForm({"email": email or ""})
        if form.is_valid():
            self.user = form._user
        for error in form.errors.get("email", []):
            self.add_error("login", error)
        return dict(self.cleaned_data)


class RequestCodeForm(OneForm, allauth.RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Allauth counts by the address alone: whoever knows it could keep its owner from every code."""

    remember = RememberField()

    def clean(self) -> dict[str, object]:
        sessions.wish(context.request, is_remembered=bool(self.cleaned_data.get("remember")))
        return self.cleaned_data

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        made = attempts.attempt(context.request, "request_login_code", email)
        if made.is_refused:
            raise forms.ValidationError(TOO_MANY_CODES, code="too_many", params={"minutes": made.minutes})
        users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        self._user = users[0] if users else None
        note(Event.SIGN_IN_CODE, user=self._user.pk if self._user else None, change="asked")
        return email


class RequestLinkForm(OneForm, allauth.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """For a new password; counted as codes are, before allauth asks who it is."""

    def clean_email(self) -> str:
        made = attempts.attempt(context.request, "request_password_link", str(self.cleaned_data["email"]))
        if made.is_refused:
            raise forms.ValidationError(TOO_MANY_LINKS, code="too_many", params={"minutes": made.minutes})
        note(Event.PASSWORD, user=number_of(str(self.cleaned_data["email"])), change="asked")
        return str(super().clean_email())


class FirstFactorForm(totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """Allauth takes the code by which two-step sign-in was switched on once more, to sign in."""

    def clean_code(self) -> str:
        code = str(super().clean_code())
        if not TOTP(Authenticator(user=self.user))._mark_code_used(code):
            raise factors().validation_error("incorrect_code")
        return code


class SignUpForm(OneForm, allauth.SignupForm):  # type: ignore[misc]  # allauth has no types
    pass


class AddAddressForm(OneForm, allauth.AddEmailForm):  # type: ignore[misc]  # allauth has no types
    pass


class ChangeAddressForm(OneForm, allauth.ChangeEmailForm):  # type: ignore[misc]  # allauth has no types
    pass
