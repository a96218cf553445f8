"""Allauth's pages of second factors, where the portal asks for more than allauth does: which one has to stay, what is
said of an answer that does not fit, and what lies on which page."""

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from . import second_factor, sessions

STAYS = "cannot_delete_authenticator"


class FactorsView(base.IndexView):  # type: ignore[misc]  # allauth is not typed
    """Where each role but the teacher's is sent until it has a passkey or an app."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        is_asked = user.needs_second_factor and not user.has_second_factor
        return {**context, "is_asked": is_asked, "is_required": is_asked and settings.SECOND_FACTOR_REQUIRED}


index = FactorsView.as_view()


@login_required
def to_index(_request: HttpRequest) -> HttpResponse:
    """The passkeys stand there, beside the others."""
    return redirect("mfa_index")


class AddPasskeyView(webauthn.AddWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    """Always one that signs in by itself: kept on the device, its person verified. Allauth would ask which."""

    @transaction.atomic
    def form_valid(self, form: BaseForm) -> HttpResponse:
        second_factor.lock(self.request.user)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        return {**context, "options": auth.begin_registration(self.request.user, True)["publicKey"]}


class RenamePasskeyView(webauthn.EditWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("The passkey has a new name."))
        return answer

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer


class RemovePasskeyView(webauthn.RemoveWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        second_factor.lock(request.user)  # type: ignore[arg-type]  # behind reauthentication
        try:
            answer: HttpResponseBase = super().post(request, *args, **kwargs)
        except Http404:  # pressed twice
            return redirect("mfa_index")
        return answer

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.object):
            answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
            return answer
        flows.remove_authenticator(self.request, self.object)
        return redirect("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        adapter = get_adapter()
        may_go = adapter.can_delete_authenticator(self.object)
        return {**context, "stays": "" if may_go else adapter.error_messages[STAYS]}


class RemoveAppView(totp.DeactivateTOTPView):  # type: ignore[misc]  # allauth is not typed
    """Its form asks already whether the app may go."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        second_factor.lock(request.user)  # type: ignore[arg-type]  # behind reauthentication
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer


class SecondStepView(base.AuthenticateView):  # type: ignore[misc]  # allauth is not typed
    """Offers what somebody has: a passkey, an app, else one of the recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = set(second_factor.factors_of(self.stage.login.user).values_list("type", flat=True))
        return {
            **context,
            "options": context["js_data"]["request_options"]["publicKey"],
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        }


class ReauthenticateByPasskeyView(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Allauth leads to signing in, and from there to where one wanted to go, without a word."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super(webauthn.ReauthenticateWebAuthnView, self).get_context_data(**kwargs)
        return {**context, "options": auth.begin_authentication(self.request.user)["publicKey"]}


@method_decorator(never_cache, name="dispatch")
class SignInByPasskeyView(webauthn.LoginWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    """Neither an address nor a password: the question is fetched by the button's script, the answer is sent here."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Counted too, which allauth does not: each question begins a session, which is a row."""
        refusal: HttpResponse | None = ratelimit.consume_or_429(
            request, app="allauth.mfa", action="webauthn_login", limit_get=True
        )
        if refusal is not None:
            return refusal
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def _redirect_to_pending_stage(self, _request: HttpRequest, _stage: LoginStage) -> None:
        """Who waits for a mailed code, or was asked for a second step, may take the passkey instead."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        clear_login(self.request)
        sessions.wish(self.request, is_remembered=form.cleaned_data["remember"])
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        for message in form.errors.get("credential", []):
            messages.error(self.request, str(message))
        following = self.request.POST.get(REDIRECT_FIELD_NAME)
        page = reverse("account_login")
        return redirect(add_query_params(page, {REDIRECT_FIELD_NAME: following}) if following else page)
