"""A second letter about an expense that lies: once at those who may approve it, once at whoever has to correct it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

from .mails import approvers_of
from .models import Expense

REMINDER = "expense_reminder"


@dataclass(frozen=True, slots=True)
class Lies:
    """Since which act an expense lies in its state, how long before a reminder, and what its reader has to do."""

    verb: str
    days: int
    permission: Permission
    page: str


LIES = {
    # A week: whoever approves once a week has had their day.
    Expense.State.SUBMITTED: Lies("expense.submitted", 7, Permission.APPROVE_EXPENSE, "budget:expense_detail"),
    # Two: a copy may have to be asked of the supplier first.
    Expense.State.RETURNED: Lies("expense.returned", 14, Permission.ADD_EXPENSE, "budget:expense_edit"),
}


def remind(*, by: Actor) -> int:
    """One reminder for each time that an expense is handed in or returned; returns how many letters were written."""
    return sum(_remind(expense, by=by) for state in LIES for expense in _to_be_reminded_of(state))


def _to_be_reminded_of(state: str) -> "QuerySet[Expense, Any]":
    """In the state for long enough, with `entry`, the one that brought it there, and nobody reminded since."""
    pk, lies = Cast(OuterRef("pk"), CharField()), LIES[Expense.State(state)]
    label = Expense._meta.label_lower
    entries = Entry.objects.filter(object_label=label, object_id=pk, verb=lies.verb).order_by("-at", "-pk")
    last = {"since": Subquery(entries.values("at")[:1]), "entry": Subquery(entries.values("pk")[:1])}
    about = Concat(Value(f"{label}:"), pk)
    reminded = OutgoingMail.objects.filter(about=about, template=REMINDER, created_at__gte=OuterRef("since"))
    rows: QuerySet[Expense, Any] = (
        Expense.objects.filter(state=state).annotate(**last).select_related("added_by").order_by("pk")
    )
    return rows.filter(~Exists(reminded), since__lte=clock.now() - timedelta(days=lies.days))  # type: ignore[misc]  # annotated


@transaction.atomic
def _remind(expense: Any, *, by: Actor) -> int:
    people = approvers_of(expense) if expense.state == Expense.State.SUBMITTED else [expense.added_by]
    return sum(_write(expense, person, by=by) for person in people)


def _write(expense: Any, to: User, *, by: Actor) -> bool:
    with suppress(mailing.BadAddress):  # a damaged address stops nobody else's
        mailing.queue_to(
            to,
            by=by,
            template=REMINDER,
            context={"expense": expense.pk, "entry": expense.entry},
            unique_key=f"{REMINDER}:{expense.pk}:{expense.entry}:{to.pk}",
            scope=expense.scope,
            about=expense,
        )
        return True
    return False


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where somebody has acted meanwhile, or the person has no longer to do with it."""
    expense = Expense.objects.filter(pk=mail.context.get("expense")).first()
    if expense is None:
        return NoLetter(Reason.GONE)
    lies = LIES.get(Expense.State(expense.state))
    entry = Entry.objects.of(expense).filter(verb=lies.verb).first() if lies is not None else None
    if lies is None or entry is None or entry.pk != mail.context.get("entry"):
        return NoLetter(Reason.CHANGED)
    if not may(mail.user, lies.permission, expense.scope):
        return NoLetter(Reason.NO_RIGHT)
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + reverse(lies.page, args=[expense.pk])
    return Letter(
        context={
            "expense": expense,
            "is_waiting": expense.state == Expense.State.SUBMITTED,
            "since": entry.at,
            "expense_url": url,
        },
        contact=contact_of_user(User.objects.filter(pk=entry.actor_id or 0).first()),
    )
