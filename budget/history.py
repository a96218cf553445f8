"""Vēsture of an expense, as people say it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User

from .models import Expense

MOST = 30

SENTENCES: dict[str, Promise] = {
    "expense.added": _("Added"),
    "expense.edited": _("Changed"),
    "expense.submitted": _("Sent for approval"),
    "expense.returned": _("Returned with a comment"),
    "expense.booked": _("Approved and booked"),
    "expense.reversed": _("Reversed"),
    "expense.paid": _("Payment recorded"),
}


@dataclass(frozen=True)
class Told:
    """One deed for the page's history."""

    at: datetime
    verb: str
    sentence: str | Promise
    actor_name: str


def history_of(expense: Expense) -> list[Told]:
    """The latest deeds, newest first, with who did them: one statement."""
    names = User.objects.filter(pk=OuterRef("actor_id")).values("name")[:1]
    rows = Entry.objects.of(expense).annotate(actor_name=Subquery(names)).values_list("at", "verb", "actor_name")
    return [Told(at, verb, SENTENCES.get(verb, verb), name or "") for at, verb, name in rows[:MOST]]
