"""Where one's account is open, and how it is closed there: without a password, in one tap."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from darbigas_kopienas.pages.forms import answer_button
from darbigas_kopienas.people import signed_in_browsers as browsers
from darbigas_kopienas.people.account_pages import sign_out
from darbigas_kopienas.people.models import User


@login_required
@never_cache
@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    rows = browsers.signed_in_browsers(cast("User", request.user), this=request.session.session_key)
    return render(request, "account/signed_in.html", {"browsers": rows})


@login_required
@require_POST
def end(request: HttpRequest, mark: UUID) -> HttpResponseBase:
    """One of one's own; of anybody else's the answer is the one for a browser that is not there."""
    user = cast("User", request.user)
    key = browsers.key_of(user, mark)
    if key is None:
        raise Http404
    if key == request.session.session_key:
        return sign_out(request)
    return answer_button(
        request,
        lambda: browsers.end(user, key),
        done=_("That browser is signed out."),
        to=reverse("account_signed_in"),
    )


@login_required
@require_POST
def end_elsewhere(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    return answer_button(
        request,
        lambda: browsers.end_elsewhere(request, user),
        done=_("All other browsers are signed out."),
        to=reverse("account_signed_in"),
    )


@login_required
@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponseBase:
    """Here too, so a second tap finds nobody signed in."""
    browsers.end_everywhere(User.objects.filter(pk=cast("User", request.user).pk))
    return sign_out(request)
