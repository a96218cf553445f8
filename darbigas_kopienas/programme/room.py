"""What the floor of the programme says to the others (rooms.py)."""

from collections.abc import Iterator
from typing import Any

from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import User
from darbigas_kopienas.rooms import CountedTask, Menu, MenuLine, Room, State, Task, TaskList

from . import own_data
from .access import Permission, may
from .days_in_use import DaysInUse
from .erasure import ERASURE
from .models import Closing, Period, Reopening
from .scoping import Scope
from .task_counts import number_of


def _reopenings_asked(user: User, programme_id: int) -> BaseExpression | None:
    if not may(user, Permission.CLOSE_PERIOD, Scope(programme_id)):
        return None
    return number_of(Reopening.objects.unanswered().exclude(asked_by=user))


def _reopening_task(number: Any) -> Task:
    text = ngettext("%(n)d request to open a closed period", "%(n)d requests to open a closed period", number)
    return Task(text % {"n": number}, reverse("programme:closing_list"), _("Look at the requests"))


def _days_in_use(programme_id: int) -> Iterator[DaysInUse]:
    periods = Period.objects.filter(programme=programme_id)
    yield from DaysInUse.of(_("reporting periods"), periods, "starts_on", "ends_on")


def _final_days(programme_id: int) -> Iterator[DaysInUse]:
    for closing in Closing.objects.filter(programme=programme_id).order_by("starts_on", "pk"):
        yield DaysInUse(_("closings of periods"), closing.starts_on, closing.ends_on)


ROOM = Room(
    name="programme",
    erasure=ERASURE,
    verbs={
        "school_contact.granted": _("school’s contact named"),
        "school_contact.ended": _("school’s contact ended"),
        "period.closed": _("period closed"),
        "period.reopening_asked": _("asked to open the period"),
        "period.reopened": _("period opened again"),
        "period.reopening_declined": _("period stays closed"),
        "membership.granted": _("role given"),
        "membership.changed": _("role changed"),
        "membership.ended": _("role ended"),
    },
    states={
        "planned": State(_("planned"), "info", "ring"),
        "signed": State(_("signed"), "good", "check"),
        "ended": State(_("ended"), "", "square"),
        "open": State(_("open"), "good", "dot"),
        "closed": State(_("closed"), "", "square"),
        "opened": State(pgettext_lazy("reopening", "opened"), "good", "dot"),
    },
    menu=[
        MenuLine(
            Menu.PERSONAL,
            _("Schools’ contacts"),
            "programme:school_contact_list",
            order=30,
            icon="building",
            permissions=frozenset({Permission.INVITE}),
        ),
        MenuLine(
            Menu.PERSONAL,
            _("History"),
            "programme:history_list",
            order=35,
            icon="history",
            permissions=frozenset({Permission.SEE_AUDIT}),
        ),
    ],
    counted_tasks={"reopenings": CountedTask(TaskList.WAITING, 50, _reopenings_asked, _reopening_task)},
    own_data=own_data.gather,
    # In two parts of one grant at once: one of the rows is superfluous, and agreements may hang on it.
    references=[Reference("programme.Party", "organisation", scope="", is_fact=True, once=("programme", "role"))],
    days_in_use=_days_in_use,
    final_days=_final_days,
)
