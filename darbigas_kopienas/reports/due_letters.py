"""Letters to those who submit reports: that the funder's report is due soon, and that its day has passed."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.colleagues import holders_of
from darbigas_kopienas.programme.models import Period
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

from .models import Report

DUE, OVERDUE = "report_due", "report_overdue"
# Days before the report's day: time to gather what is missing, and to submit it. A reminder that could not be
# written on its day is written on the next, so a portal that stood still for a day loses none.
DAYS_BEFORE = (14, 3)
# The day after, then each week; whoever has had four knows it.
DAYS_BETWEEN, MOST_TIMES = 7, 4


@dataclass(frozen=True, slots=True)
class Reminder:
    """One of the period's reminders, to one person."""

    period: Period
    due_on: date
    template: str
    step: int
    to: User

    @property
    def key(self) -> str:
        """With the day: where it is moved, they are reminded of the new one."""
        return f"{self.template}:{self.period.pk}:{self.due_on}:{self.step}:{self.to.pk}"


def periods_without_report() -> QuerySet[Period]:
    """Over, and no report of the whole programme submitted for exactly their days."""
    submitted = Report.objects.filter(
        programme=OuterRef("programme"),
        municipality__isnull=True,
        state=Report.State.SUBMITTED,
        starts_on=OuterRef("starts_on"),
        ends_on=OuterRef("ends_on"),
    )
    return Period.objects.filter(~Exists(submitted), ends_on__lt=clock.today())


def remind(*, by: Actor) -> int:
    """Each reminder once, one a day for a period and a person at most; returns how many letters were written."""
    reminders = _reminders()
    used = set(mailing.used_keys(reminder.key for reminder in reminders))
    return sum(_write(reminder, by=by) for reminder in reminders if reminder.key not in used)


def _reminders() -> list[Reminder]:
    """Those whose day it is, written already or not."""
    today, people = clock.today(), cache(lambda programme: list(holders_of(Permission.SUBMIT_REPORT, programme)))
    first = today - timedelta(days=DAYS_BETWEEN * MOST_TIMES)
    periods = periods_without_report().filter(due_on__gte=first, due_on__lte=today + timedelta(days=max(DAYS_BEFORE)))
    return [
        Reminder(period, due_on, *_step((due_on - today).days), person)
        for period in periods.order_by("due_on", "pk")
        if (due_on := period.due_on) is not None
        for person in people(period.programme_id)
    ]


def _step(days_left: int) -> tuple[str, int]:
    """Which reminder it is: the nearest that has come, by its days before; once late, the weeks gone by."""
    if days_left >= 0:
        return DUE, min(days for days in DAYS_BEFORE if days_left <= days)
    return OVERDUE, (-days_left - 1) // DAYS_BETWEEN


def _write(reminder: Reminder, *, by: Actor) -> bool:
    with suppress(mailing.BadAddress):  # a damaged address stops nobody else's
        mailing.queue_to(
            reminder.to,
            by=by,
            template=reminder.template,
            context={"period": reminder.period.pk, "due_on": reminder.due_on.isoformat()},
            unique_key=reminder.key,
            scope=Scope(reminder.period.programme_id),
        )
        return True
    return False


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the report was submitted meanwhile, its day moved or passed, or somebody else sees to it."""
    period = Period.objects.filter(pk=mail.context.get("period")).first()
    if period is None:
        return NoLetter(Reason.GONE)
    if period.due_on is None or period.due_on.isoformat() != mail.context.get("due_on"):
        return NoLetter(Reason.CHANGED)
    if not periods_without_report().filter(pk=period.pk).exists():
        return NoLetter(Reason.ANSWERED)
    if not may(mail.user, Permission.SUBMIT_REPORT, Scope(period.programme_id)):
        return NoLetter(Reason.NO_RIGHT)
    if mail.template == DUE and period.due_on < clock.today():
        return NoLetter(Reason.OVER)
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("reports:report_list")
    return Letter(context={"period": period, "address": address})
