"""Allauth's pages of one's own account, where the portal asks for more than allauth does."""

from functools import wraps
from typing import Any

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import add_query_params
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse

from .models import User
from .requests import SignedInRequest


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """What the browser kept goes along: drafts and ticks that wait in it. Its pages it never kept (GuardMiddleware);
    the cookies of the language and the colours stay, which say nothing of whoever has left."""
    answer: HttpResponseBase = views.logout(request)
    if request.method == "POST":
        answer["Clear-Site-Data"] = '"storage"'
    return answer


@wraps(views.email)
@login_required
def email_addresses(request: SignedInRequest) -> HttpResponseBase:
    if request.method == "POST":
        _make_primary(request.user)
    answer: HttpResponseBase = views.email(request)
    if isinstance(answer, TemplateResponse) and answer.context_data is not None:
        addresses = answer.context_data["emailaddresses"]
        answer.context_data["is_one_of_several"] = len(addresses) > 1
        answer.context_data["has_unverified"] = any(not address.verified for address in addresses)
    return answer


def _make_primary(user: User) -> None:
    """An account made by an administrator has an address that allauth knows nothing of, and that the next to be added
    would silently replace."""
    if user.email and not EmailAddress.objects.filter(user=user, primary=True).exists():
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True})


@login_required
def password_set(request: SignedInRequest) -> HttpResponseBase:
    """Asked before the page is shown: allauth asks nothing here, and a password may not wait in the session."""
    try:
        is_due = not request.user.has_usable_password() and is_reauthentication_required(request, app="allauth.account")
    except ReauthenticationRequired:
        is_due = True
    if is_due:
        first: dict[str, Any] = get_adapter().get_reauthentication_methods(request.user)[0]
        return HttpResponseRedirect(add_query_params(first["url"], {REDIRECT_FIELD_NAME: request.path}))
    answer: HttpResponseBase = views.password_set(request)
    return answer
