"""Forms that carry a device's answer about a passkey; `static/js/passkeys.js` fills them in."""

from typing import Any

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.values.form_fields import LineField, TitleField
from darbigas_kopienas.web.security_log import Event, Outcome, note

from . import passkeys
from .models import User

LONGEST_NAME = 60
NO_ANSWER = _("The device gave no answer. Try once more, or choose another way.")


class AnswerField(forms.Field):
    widget = forms.HiddenInput
    default_error_messages = {"required": NO_ANSWER}

    def to_python(self, value: object) -> passkeys.Answer | None:
        return passkeys.read(str(value)) if value else None


class AddPasskeyForm(forms.Form):
    """The device has made the passkey by the time that this is sent, so a name is shortened or given, never refused."""

    name = LineField(label=pgettext_lazy("thing", "Name"), required=False)
    credential = AnswerField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        proposed = get_adapter().generate_authenticator_name(user, Authenticator.Type.WEBAUTHN)
        super().__init__(*args, **{**kwargs, "initial": {"name": proposed}})

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:LONGEST_NAME].strip() or str(self.initial["name"])

    def clean_credential(self) -> passkeys.Answer:
        answer: passkeys.Answer = self.cleaned_data["credential"]
        passkeys.require_new(self.user, answer)
        return answer


class RenamePasskeyForm(allauth.EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    name = TitleField(label=pgettext_lazy("thing", "Name"), max_length=LONGEST_NAME)


class SecondStepForm(forms.Form):
    """After a password or a mailed code: tries are counted for the account, as those of an app's codes are."""

    credential = AnswerField()
    is_anew = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> Authenticator:
        forget_tries = check_rate_limit(self.user)
        try:
            authenticator = passkeys.require_known(self.user, self.cleaned_data["credential"])
        except passkeys.PasskeyRefused:
            signals.authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user,
                authenticator=Authenticator(type=Authenticator.Type.WEBAUTHN),
                reauthentication=self.is_anew,
            )
            raise
        forget_tries()
        return authenticator

    def save(self) -> None:
        post_authentication(context.request, self.cleaned_data["credential"], reauthenticated=self.is_anew)


class ReauthenticateByPasskeyForm(SecondStepForm):
    is_anew = True


class SignInByPasskeyForm(forms.Form):
    """Tries are counted for no account: whose it is says whoever sends it, and could so lock anybody out."""

    credential = AnswerField()
    remember = forms.BooleanField(required=False)

    def clean_credential(self) -> Authenticator:
        answer = self.cleaned_data["credential"]
        owner = passkeys.owner_named_in(answer)
        try:
            return passkeys.require_known(owner, answer)
        except passkeys.PasskeyRefused:
            note(Event.SIGN_IN, Outcome.FAILED, user=owner.pk if owner else None, method="passkey")
            raise
