"""Closed periods: who has closed what, asking to open it, opening it for some days."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from darbigas_kopienas.pages.forms import attempt
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.closings import CutOff, requests_in
from darbigas_kopienas.rooms import registered

from . import services
from .access import Permission, may, require
from .choices import scopes_with
from .colleagues import openers_of
from .current import programme_where
from .forms import AskForm, ClosingForm, DeclineForm, OpenForm
from .models import Closing, Programme, Reopening
from .scoping import Scope

MOST_CUT_OFF = 100
PER_PAGE = 15  # each with a form of its own
Refused = tuple[object, forms.Form]
"""The closing or the request whose form was refused, and the form."""


def _closing_page(
    request: SignedInRequest,
    programme: Programme,
    form: ClosingForm | None = None,
    refused: Refused | None = None,
    cut_off: Sequence[CutOff] = (),
) -> HttpResponse:
    """A refused form stands at its row, with 422 and everything typed."""
    may_close = may(request.user, Permission.CLOSE_PERIOD, Scope(programme.pk))
    closings = Closing.objects.visible_to(request.user).filter(programme=programme).select_related("municipality")
    page = list_page(request, closings, PER_PAGE)
    requests = requests_in(programme.pk, request.user)
    scopes = scopes_with(request.user, Permission.ASK_CLOSING, programme)
    rows = [
        {
            "closing": closing,
            "ask": _form(refused, closing, AskForm, scopes=_covered(closing, scopes)),
            "requests": [
                {
                    "request": reopening,
                    "may_answer": may_close and reopening.state == "asked" and reopening.asked_by_id != request.user.pk,
                    "open": _form(refused, reopening, OpenForm),
                    "decline": _form(refused, reopening, DeclineForm),
                }
                for reopening in requests
                if reopening.closing_id == closing.pk
            ],
        }
        for closing in _with_refused(page, refused)
    ]
    context = {
        "programme": programme,
        "page_obj": page,
        "rows": rows,
        "form": (form or ClosingForm(programme=programme)) if may_close else None,
        "refused": refused[1] if refused else None,
        "cut_off": cut_off[:MOST_CUT_OFF],
        "cut_off_number": len(cut_off),
    }
    is_refused = refused is not None or (form is not None and form.is_bound)
    return render(request, "programme/closing_list.html", context, status=422 if is_refused else 200)


def _with_refused(page: Iterable[Closing], refused: Refused | None) -> list[Closing]:
    """The closing whose form was refused is shown, whichever page it is on."""
    about = getattr(refused[0], "closing", refused[0]) if refused else None
    shown = list(page)
    return [about, *shown] if isinstance(about, Closing) and about not in shown else shown


def _form(refused: Refused | None, row: Closing | Reopening, kind: type[forms.Form], **about: Any) -> forms.Form:
    if refused is not None and refused[0] == row and isinstance(refused[1], kind):
        return refused[1]
    return kind(auto_id=f"id_{kind.__name__.lower()}_{row.pk}_%s", **about)


def _covered(closing: Closing, scopes: dict[Scope, str]) -> dict[Scope, str]:
    """Of what the person may ask for, what this closing covers; the whole of it first."""
    covered = {scope: name for scope, name in scopes.items() if closing.covers(scope)}
    return dict(sorted(covered.items(), key=lambda item: item[0].municipality_id is not None))


@login_required
def closing_list(request: SignedInRequest) -> HttpResponse:
    """Closed periods; the programme coordinator closes here."""
    programme = programme_where(request, Permission.ASK_CLOSING)
    form = ClosingForm(request.POST or None, programme=programme)
    if request.method != "POST":
        return _closing_page(request, programme, form)
    require(request.user, Permission.CLOSE_PERIOD, Scope(programme.pk))
    cut_off = _cut_off(request.user, form) if form.is_valid() else []
    if cut_off and not form.cleaned_data["confirm"]:
        form.add_error("confirm", _("Look at what is unfinished in this period, and say that it may be closed."))
    outcome = attempt(
        request,
        form,
        lambda: services.close_period(by=request.user, **form.closing),
        done=_("The period is closed."),
        to=reverse("programme:closing_list"),
    )
    return outcome if isinstance(outcome, HttpResponse) else _closing_page(request, programme, form, cut_off=cut_off)


def _cut_off(user: User, form: ClosingForm) -> list[CutOff]:
    """Drafts and what waits for approval: nobody could finish them once the span is closed. Every room is asked."""
    about = form.closing
    return [
        waiting
        for room in registered()
        if room.cut_off is not None
        for waiting in room.cut_off(user, about["scope"], about["kind"], about["starts_on"], about["ends_on"])
    ]


@login_required
@require_POST
def closing_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """The first of the two people who open a period again."""
    closing = get_object_or_404(Closing.objects.visible_to(request.user).select_related("programme"), pk=pk)
    require(request.user, Permission.ASK_CLOSING, _any_scope(request, closing))
    scopes = _covered(closing, scopes_with(request.user, Permission.ASK_CLOSING, closing.programme))
    form = AskForm(request.POST, scopes=scopes, auto_id=f"id_askform_{pk}_%s")
    outcome = attempt(
        request,
        form,
        lambda: services.ask_reopening(
            by=request.user, closing=closing, reason=form.cleaned_data["reason"], scope=form.scope
        ),
        done=_asked,
        to=reverse("programme:closing_list"),
    )
    if isinstance(outcome, HttpResponse):
        return outcome
    return _closing_page(request, closing.programme, refused=(closing, form))


def _any_scope(request: SignedInRequest, closing: Closing) -> Scope:
    """Where this person may ask at all; the closing's own where nowhere, which is then refused."""
    scopes = scopes_with(request.user, Permission.ASK_CLOSING, closing.programme)
    return next(iter(_covered(closing, scopes)), closing.scope)


def _asked(reopening: Reopening) -> str:
    """What happened to the request, and no more than that."""
    number = openers_of(reopening).count()
    if not number:
        return _("The request is written down. Nobody but you may open periods now, so no e-mail was sent.")
    return ngettext(
        "The request is being sent by e-mail to the person who may open the period. You will get the answer.",
        "The request is being sent by e-mail to %(n)s people who may open the period. You will get the answer.",
        number,
    ) % {"n": number}


@login_required
@require_POST
def closing_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second of the two: for some days."""
    return _answer(request, pk, OpenForm, services.reopen_period, _("The period is open."))


@login_required
@require_POST
def closing_decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """The period stays closed."""
    return _answer(request, pk, DeclineForm, services.decline_reopening, _("The answer is being sent."))


def _answer(
    request: SignedInRequest, pk: int, kind: type[forms.Form], service: Callable[..., object], done: str
) -> HttpResponse:
    reopening = get_object_or_404(Reopening.objects.visible_to(request.user).select_related("programme"), pk=pk)
    require(request.user, Permission.CLOSE_PERIOD, Scope(reopening.programme_id))
    form = kind(request.POST, auto_id=f"id_{kind.__name__.lower()}_{pk}_%s")
    outcome = attempt(
        request,
        form,
        lambda: service(by=request.user, reopening=reopening, **form.cleaned_data),
        done=done,
        to=reverse("programme:closing_list"),
    )
    if isinstance(outcome, HttpResponse):
        return outcome
    return _closing_page(request, reopening.programme, refused=(reopening, form))
