"""The page behind the link of the first start."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.broken_links import UsedFirstLink
from darbigas_kopienas.pages.forms import attempt
from darbigas_kopienas.people.first_sign_in import sign_in_new
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import FIRST_LINK
from darbigas_kopienas.programme.models import Membership, Programme

from . import first_start as service
from .forms import FirstStartForm

REFUSED = 422


@sensitive_post_parameters("password", "password_again")
@never_cache
@require_http_methods(["GET", "POST"])
def first_start(request: HttpRequest, token: str) -> HttpResponse:
    only = service.require_good(token)
    if (way := _take_over(request, only)) is not None:
        return way
    form = FirstStartForm(request.POST if request.method == "POST" else None, only=only)
    begun: list[Membership] = []
    if request.method == "POST":
        outcome = attempt(request, form, lambda: begun.append(_begin(form)), to=lambda _none: _overview(begun[0]))
        if isinstance(outcome, HttpResponse):
            # when all is stored: whatever breaks here, the account can sign in
            return sign_in_new(request, begun[0].user, to=_overview(begun[0])) if begun else outcome
    status = REFUSED if request.method == "POST" else 200
    context = {
        "form": form,
        "only": only,
        "begun": None if only else service.unconfirmed_start(),
        "may_take_over": only is not None and service.may_take_over(request.user),
    }
    return render(request, "administration/programme/first_start.html", context, status=status)


def _take_over(request: HttpRequest, only: Programme | None) -> HttpResponse | None:
    """By the button for whoever has signed in; None where it was not pressed."""
    user = request.user
    if only is None or not isinstance(user, User) or "take_over" not in request.POST:
        return None

    def take_over() -> Membership:
        try:
            return service.take_over(by=FIRST_LINK, user=user, programme=only)
        except service.AlreadySetUp as error:
            raise UsedFirstLink from error

    outcome = attempt(request, forms.Form(request.POST), take_over, to=_overview)
    return outcome if isinstance(outcome, HttpResponse) else None


def _begin(form: FirstStartForm) -> Membership:
    typed = form.cleaned_data
    about = {"name": typed["name"], "email": typed["email"], "password": typed["password"]}
    language = (get_language() or "lv")[:2]
    try:
        if form.only is not None:
            return service.begin_anew(by=FIRST_LINK, **about, language=language, programme=form.only)
        return service.begin(by=FIRST_LINK, **about, language=language, programme=form.chosen, fields=form.new)
    except service.AlreadySetUp as error:
        raise UsedFirstLink from error


def _overview(membership: Membership) -> str:
    return reverse("administration:programme_overview", args=[membership.programme_id])
