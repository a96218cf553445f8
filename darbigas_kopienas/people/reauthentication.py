"""Whoever changes how one signs in says once more who they are, also with neither a password nor a second factor.

Allauth asks for a password or a second factor, and asks nothing where somebody has neither. Most people here have
neither: their mailbox is what signs them in, so a code goes there. It is offered instead of a password too, which could
be replaced by a letter to the same mailbox; never instead of a second factor.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from darbigas_kopienas.web.security_log import Event, Outcome, note

from .models import User

SESSION_KEY = "reauthentication_code"
PAGE = "account_reauthenticate_code"


def may_use_mailed_code(user: User) -> bool:
    return bool(user.email) and not is_mfa_enabled(user)


def by_passkey_first(user: User, methods: list[dict[str, str]]) -> list[dict[str, str]]:
    """Allauth asks for a code first, which whoever has no app would have to take from the recovery codes."""
    words = {"mfa_reauthenticate:webauthn": _("Use a passkey")}
    named = [{**row, "description": words.get(row["id"], row["description"])} for row in methods]
    last = () if is_mfa_enabled(user, [Authenticator.Type.TOTP]) else ("mfa_reauthenticate",)
    return sorted(named, key=lambda row: row["id"] in last)


def is_recent(request: HttpRequest) -> bool:
    """Whether the person of this session has said anew who they are. Signing in, however lately, is not that."""
    again = [row for row in get_authentication_records(request, request.user) if row.get("reauthenticated")]
    return bool(again) and time.time() - again[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


class MailedCode(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth is not typed
    """A code on its way to the account's address: for this session and person, three minutes and three tries."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            state=state,
            user=request.user,
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
        )

    @classmethod
    def initiate(cls, request: HttpRequest) -> None:
        user = request.user
        assert isinstance(user, User)  # noqa: S101  (behind login_required)
        code = cls(request, {**cls.initial_state(user, user.email), "code": get_adapter().generate_login_code()})
        code.send()
        code.persist()

    @classmethod
    def resume(cls, request: HttpRequest) -> "MailedCode | None":
        """None where there is none, it is too old, or it went to an address that is the account's no longer."""
        state = request.session.get(SESSION_KEY)
        if not state or state["email"] != getattr(request.user, "email", None):
            return None
        code: MailedCode | None = cls(request, state).abort_if_invalid()
        return code

    def send(self) -> None:
        get_adapter().send_mail("account/email/reauthentication_code", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(SESSION_KEY, None)


@method_decorator([never_cache, login_required], name="dispatch")
class ReauthenticateByCodeView(BaseReauthenticateView):  # type: ignore[misc]  # allauth is not typed
    """First a button that sends the code, then the field for it. What waited for it goes on afterwards, as typed."""

    form_class = ConfirmLoginCodeForm
    template_name = "account/reauthenticate_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.code = MailedCode.resume(request)
        if request.POST.get("action") == "send":
            return self._send()
        if self.code is None:
            messages.error(request, _("The code is no longer valid. Have a new one sent."))
            return self._to_this_page()
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def _send(self) -> HttpResponse:
        if ratelimit.consume(self.request, action="reauthentication_code", user=self.request.user):
            MailedCode.initiate(self.request)
        else:
            note(Event.LOCK_OUT, Outcome.REFUSED, action="reauthentication_code")
            messages.error(self.request, _("Three codes have been sent within a minute. Wait a minute and try again."))
        return self._to_this_page()

    def _to_this_page(self) -> HttpResponse:
        return HttpResponseRedirect(self.passthrough_next_url(reverse(PAGE)))

    def get_form_kwargs(self) -> dict[str, Any]:
        code = self.code if self.request.method == "POST" else None
        return {**super().get_form_kwargs(), "code": code.code if code else None}

    def form_valid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        if self.code is not None:
            self.code.abort()
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        note(Event.REAUTHENTICATION, Outcome.FAILED, method="code")
        if self.code is not None and not self.code.record_invalid_attempt():
            messages.error(self.request, _("The code was entered wrongly three times. Have a new one sent."))
            return self._to_this_page()
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "is_sent": MailedCode.resume(self.request) is not None, "email": self.request.user.email}
