"""Likely duplicates: compared side by side, merged or told apart, and what was merged undone."""

from collections.abc import Callable, Sequence
from typing import TypedDict, TypeVar

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.organisations.rules import organisations_seen_by
from darbigas_kopienas.administration.people.register.people import SEE, WRITE, people_within
from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import page_of, require_known
from darbigas_kopienas.people.models import Organisation, Person
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.models import Programme

from . import services
from .comparison import WHY, Fact, facts_of_organisations, facts_of_people
from .decided import about, decided_of, said_to_be_two
from .followers import followers_of, moved_by
from .forms import DecisionForm, OrganisationDecisionForm
from .likely import LikelyPair, likely_organisations, likely_people
from .models import Duplicate
from .rules import ranked

R = TypeVar("R", Person, Organisation)
MOST_SHOWN = 50  # pairs of a kind: when these are decided, the others follow
PER_PAGE = 25


def _list_url(programme: Programme) -> str:
    return reverse("administration:duplicate_list", args=[programme.pk])


# -- the list ----------------------------------------------------------------------------------------------
class Section(TypedDict):
    """The likely pairs of a kind; `number` of them all."""

    pairs: "Sequence[LikelyPair[Person]] | Sequence[LikelyPair[Organisation]]"
    number: int
    page: str


@login_required
@require_GET
def duplicate_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    require_known(request.GET, {"page": None})
    programme = programme_with(request, programme_pk, WRITE)
    people = likely_people(request.user, programme)
    organisations = likely_organisations(request.user, programme)
    page = page_of(request, decided_of(request.user, programme), PER_PAGE)
    context = {
        "programme": programme,
        "people": Section(pairs=people[:MOST_SHOWN], number=len(people), page="administration:duplicate_compare"),
        "organisations": Section(
            pairs=organisations[:MOST_SHOWN],
            number=len(organisations),
            page="administration:duplicate_compare_organisations",
        ),
        "page_obj": page,
    }
    return render(request, "administration/people/duplicate_list.html", context)


# -- two side by side --------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def duplicate_compare(request: SignedInRequest, programme_pk: int, first: int, second: int) -> HttpResponse:
    """Of people which one stays is no choice."""
    programme = programme_with(request, programme_pk, WRITE)
    writable = people_within(request.user, programme, SEE, WRITE).select_related("organisation", "entered_for", "user")
    pair = _both(writable, first, second)
    target, other, why = ranked(*pair)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    return _answer(
        request,
        programme,
        form,
        (target, other),
        merge=lambda: services.merge_people(
            by=request.user, programme=programme, first=pair[0], second=pair[1], note=form.cleaned_data["note"]
        ),
        facts=facts_of_people(request.user, programme, target, other),
        context={"why_target": WHY[why], "followers": followers_of(request.user, other)[other.pk]},
    )


@login_required
@require_http_methods(["GET", "POST"])
def duplicate_compare_organisations(
    request: SignedInRequest, programme_pk: int, first: int, second: int
) -> HttpResponse:
    programme = programme_with(request, programme_pk, WRITE)
    writable = organisations_seen_by(request.user, programme, WRITE).select_related("municipality")
    pair = _both(writable, first, second)
    form = OrganisationDecisionForm(request.POST if request.method == "POST" else None, first=pair[0], second=pair[1])

    def merge() -> Duplicate:
        target, other = form.target_first
        return services.merge_organisations(
            by=request.user, programme=programme, target=target, other=other, note=form.cleaned_data["note"]
        )

    facts = facts_of_organisations(request.user, programme, *pair)
    return _answer(request, programme, form, pair, merge=merge, facts=facts, context={})


def _answer(
    request: SignedInRequest,
    programme: Programme,
    form: DecisionForm,
    pair: tuple[Person, Person] | tuple[Organisation, Organisation],
    *,
    merge: Callable[[], Duplicate],
    facts: list[Fact],
    context: dict[str, object],
) -> HttpResponse:
    first, second = pair

    def decide() -> Duplicate:
        if form.tells_apart:
            return services.tell_apart(by=request.user, programme=programme, first=first, second=second)
        return merge()

    before = list(about(decided_of(request.user, programme), *pair)[:MOST_SHOWN])
    kind = "people" if isinstance(first, Person) else "organisations"
    return answer_form(
        request,
        form,
        lambda: _said_on_the_page(decide),
        template=f"administration/people/duplicate_compare_{kind}.html",
        context={
            "programme": programme,
            "first": first,
            "second": second,
            "facts": facts,
            "before": before,
            "apart": said_to_be_two(before, *pair),
            "list_url": _list_url(programme),
            **context,
        },
        done=_decided,
        to=_list_url(programme),
    )


def _said_on_the_page(action: Callable[[], Duplicate]) -> Duplicate:
    """Whoever keeps one register reads on the page that the two reach into another's, and what they typed stays."""
    try:
        return action()
    except PermissionDenied as error:
        raise ValidationError(str(error) or _("Your role in this programme does not allow this.")) from error


def _both(writable: "QuerySet[R]", first: int, second: int) -> tuple[R, R]:
    rows = writable.in_bulk([first, second])
    if len(rows) < len({first, second}) or first == second:
        raise Http404
    return rows[first], rows[second]


def _decided(duplicate: object) -> str:
    if isinstance(duplicate, Duplicate) and duplicate.state == Duplicate.State.DIFFERENT:
        return _("Noted: they are two. This pair is not offered any more.")
    return _("Merged. If it was a mistake, it can be undone here.")


# -- undoing -----------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def duplicate_undo(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    """Asks first. Of two that were told apart there is nothing to undo."""
    programme = programme_with(request, programme_pk, WRITE)
    merged = decided_of(request.user, programme).exclude(state=Duplicate.State.DIFFERENT)
    duplicate: Duplicate = get_object_or_404(merged, pk=pk)
    return answer_form(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: _said_on_the_page(
            lambda: services.undo_merge(by=request.user, programme=programme, duplicate=duplicate)
        ),
        template="administration/people/duplicate_undo.html",
        context={
            "programme": programme,
            "duplicate": duplicate,
            "moved": moved_by(request.user, duplicate) if duplicate.is_undoable else [],
            "list_url": _list_url(programme),
        },
        done=_("The merging is undone: there are two again."),
        to=_list_url(programme),
    )
