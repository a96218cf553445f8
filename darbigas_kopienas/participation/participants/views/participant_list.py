"""The organiser's list of those registered: found, sorted, decided about."""

import re

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.forms import answer_form, attempt
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.participation.enrolment.lookup import activity_for_staff
from darbigas_kopienas.participation.participants import services
from darbigas_kopienas.participation.participants.filters import ACTIVE, RegistrationFilter
from darbigas_kopienas.participation.participants.forms import DecideForm, ParticipantForm
from darbigas_kopienas.participation.participants.resources import column_choices
from darbigas_kopienas.participation.participants.totals import facts_of, numbers_by_state, totals_of
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.clashes import mark_clashes
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.participation.registration.services import Participant, register
from darbigas_kopienas.participation.registration.unreachable import mark_unreachable
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.shared_statements import SharedRows
from darbigas_kopienas.values import clock

PER_PAGE = 50
MOST = 900  # decided about at once: Django reads a thousand fields of a form, and some are others
NUMBER = re.compile(r"[0-9]{1,18}")
State = Registration.State


@login_required
@require_GET
def registration_list(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    return _list_page(request, activity)


def filtered(request: SignedInRequest, activity: Activity) -> RegistrationFilter:
    """The list with the filter of the address."""
    rows = Registration.objects.for_staff(request.user).filter(activity=activity)
    return RegistrationFilter(request.GET, queryset=rows, request=request, activity=activity)


def _list_page(request: SignedInRequest, activity: Activity, refused: DecideForm | None = None) -> HttpResponse:
    """A refused deed is said above the list, with 422 and everything chosen kept."""
    user, scope = request.user, activity.scope
    chosen = filtered(request, activity)
    by_state = numbers_by_state(activity)
    may_manage = may(user, Permission.MANAGE_REGISTRATIONS, scope)
    rows = _rows(chosen, user)
    page = page_of(request, rows, PER_PAGE, number=None if chosen.is_filtered else sum(by_state.values()))
    ((seats_left, has_letters, has_clashes, has_refused),) = facts_of.rows(activity.pk, clock.today())
    if has_clashes:
        mark_clashes(page, activity, user)
    if has_refused:
        mark_unreachable(list(page))
    all_asked = _all_asked(chosen.rows(), by_state) if may_manage else []
    context = {
        "activity": activity,
        "filter": chosen,
        "form": refused,
        "page_obj": page,
        "ticked": set(request.POST.getlist("registration")),
        "states": _state_tabs(request, by_state, chosen.chosen("state")),
        "seats": _seats(activity, by_state, seats_left),
        "is_filtered": chosen.is_filtered,
        "emptied": _emptied(chosen),
        "number_of_all": sum(by_state.values()),
        "all_asked": all_asked[:MOST],
        "more_ask": len(all_asked) > MOST,
        "may_manage": may_manage,
        "batches": mails.batches_of(activity) if may_manage and has_letters else [],
        "may_see_mail": may(user, Permission.SEE_MAIL, scope),
        "may_export": may(user, Permission.EXPORT, scope),
        "query": request.GET.urlencode(),
        "columns": column_choices(activity),
    }
    return render(request, "participation/participants/registration_list.html", context, status=422 if refused else 200)


def _rows(chosen: RegistrationFilter, user: User) -> RegistrationQuerySet | SharedRows[Registration, User]:
    """As the list shows them; where nothing is looked for, by a statement that colleagues share."""
    chosen.require_known()
    activity = chosen.activity

    def shown(anybody: User) -> RegistrationQuerySet:
        rows: RegistrationQuerySet = chosen.narrow(Registration.objects.for_staff(anybody).filter(activity=activity))
        return rows.with_rank().select_related("municipality")

    if chosen.is_filtered:
        return shown(user)
    return SharedRows(f"registrations of {activity.pk} by {chosen.sorted_by}", user, activity.programme_id, shown)


def _all_asked(rows: RegistrationQuerySet, by_state: dict[str, int]) -> list[int]:
    """Those of the whole filtered list who wait for approval: what one press approves is what was shown.

    One more than may be decided about at once where more wait: then the button says that it approves the first.
    """
    if not by_state.get(State.ASKED):
        return []
    return list(rows.filter(state=State.ASKED).order_by("created_at", "pk").values_list("pk", flat=True)[: MOST + 1])


def _emptied(chosen: RegistrationFilter) -> str:
    """What a filter says that leaves nobody: after the last was decided about, that the work is done."""
    if [name for name in chosen.filters if chosen.chosen(name)] != ["state"]:
        return _("Nothing matches these filters")
    return _("Nobody waits for approval") if chosen.chosen("state") == State.ASKED else _("Nobody is in this state")


def _seats(activity: Activity, by_state: dict[str, int], left: object) -> dict[str, object]:
    taken = by_state.get(State.CONFIRMED, 0) + by_state.get(State.OFFERED, 0)
    enrolment = getattr(activity, "enrolment", None)
    capacity = enrolment.capacity if enrolment is not None else None
    return {"taken": taken, "capacity": capacity, "left": left, "waiting": by_state.get(State.WAITING, 0),
            "asked": by_state.get(State.ASKED, 0), "offered": by_state.get(State.OFFERED, 0)}  # fmt: skip


def _state_tabs(request: SignedInRequest, by_state: dict[str, int], chosen: str) -> list[dict[str, object]]:
    """Links by state, each with its number; the other filters stay, the page starts again."""
    active = sum(number for state, number in by_state.items() if state not in {State.CANCELLED, State.REFUSED})
    offered = [("", _("All"), sum(by_state.values())), (ACTIVE, _("Valid"), active)]
    offered += [(state.value, str(state.label), by_state[state]) for state in State if by_state.get(state)]
    tabs = []
    for value, label, number in offered:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("state", None)
        if value:
            query["state"] = value
        tabs.append(
            {"label": label, "number": number, "url": f"?{query.urlencode()}", "is_here": value == chosen}
        )  # fmt: skip
    return tabs


@login_required
@require_POST
def registration_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve, refuse or cancel those ticked in the list; the filter stays in the address."""
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    rows = Registration.objects.for_staff(request.user).filter(activity=activity, pk__in=_numbers(request))
    chosen = {row.pk: row for row in rows}
    for registration in chosen.values():
        registration.activity = activity
    form = DecideForm(request.POST, registrations=chosen)
    if not form.is_valid():
        return _list_page(request, activity, form)
    action, reason = form.cleaned_data["deed"], form.cleaned_data["reason"]
    query = request.GET.urlencode()
    outcome = attempt(
        request,
        form,
        lambda: services.decide(by=request.user, registrations=form.chosen, action=action, reason=reason),
        name=f"decide:{pk}",
        done=lambda decided: _message(action, decided),
        to=reverse("participation:registration_list", args=[pk]) + (f"?{query}" if query else ""),
    )
    return outcome if isinstance(outcome, HttpResponse) else _list_page(request, activity, form)


def _numbers(request: SignedInRequest) -> list[int]:
    return [int(number) for number in request.POST.getlist("registration")[:MOST] if NUMBER.fullmatch(number)]


def _message(action: str, outcome: services.Decided) -> str:
    words = {
        "approve": ngettext("%(n)s registration approved.", "%(n)s registrations approved.", outcome.done),
        "refuse": ngettext("%(n)s registration refused.", "%(n)s registrations refused.", outcome.done),
        "cancel": ngettext("%(n)s registration cancelled.", "%(n)s registrations cancelled.", outcome.done),
    }
    said = [words[action] % {"n": outcome.done}]
    if outcome.waiting:
        sentence = ngettext(
            "%(n)s of them is on the waiting list: all seats are taken.",
            "%(n)s of them are on the waiting list: all seats are taken.",
            outcome.waiting,
        )
        said.append(sentence % {"n": outcome.waiting})
    if outcome.left:
        sentence = ngettext("%(n)s was left as it is.", "%(n)s were left as they are.", outcome.left)
        said.append(sentence % {"n": outcome.left})
    return " ".join(said)


@login_required
@require_http_methods(["GET", "POST"])
def registration_add(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.MANAGE_REGISTRATIONS)
    form = ParticipantForm(request.POST or None, initial={"language": "lv"})
    return answer_form(
        request,
        form,
        lambda: _register(request.user, activity, form),
        template="participation/participants/registration_add.html",
        context={"activity": activity, "cancel_url": reverse("participation:registration_list", args=[pk])},
        done=_("The participant is registered."),
        to=lambda made: reverse("participation:registration_detail", args=[pk, made.pk]),
    )


def _register(user: User, activity: Activity, form: ParticipantForm) -> Registration:
    fields = {name: form.cleaned_data[name] for name in ("name", "email", "school", "group")}
    return register(
        by=user, activity=activity, participant=Participant(**fields), language=form.cleaned_data["language"]
    )


@login_required
@require_GET
def registration_totals(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_for_staff(request, pk, Permission.SEE_REGISTRATIONS)
    return render(
        request,
        "participation/participants/registration_totals.html",
        {"activity": activity, "totals": totals_of(activity)},
    )
