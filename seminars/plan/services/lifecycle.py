"""What becomes of a seminar: held, postponed, moved online, cancelled. Everybody registered is told, once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.differences import Announced, announced
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock, formats
from seminars.plan.errors import NoSuchHour, NotBegun
from seminars.seminar.models import Seminar


@transaction.atomic
def publish_seminars(*, by: Actor, seminars: Iterable[Seminar]) -> None:
    """Show each of them to everybody, all or none. Raises PermissionDenied."""
    for seminar in seminars:
        require(by, Permission.WRITE_SEMINAR, seminar.scope)
        activities.publish(by=by, activity=seminar.activity)


@transaction.atomic
def mark_seminar_held(
    *, by: Actor, seminar: Seminar, held_on: date, counts: Mapping[str, int] | None = None
) -> Seminar:
    """It happened; `counts` are people whose names were not taken, by group.

    Raises PermissionDenied, NotBegun, WrongTransition, DayInFuture, PeriodClosed, NegativeCount.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    if seminar.activity.may_become("held") and held_on <= clock.today() and not seminar.activity.has_begun:
        raise NotBegun(_("The seminar has not begun yet, so it cannot be marked as held."), code="not_begun")
    activities.mark_held(by=by, activity=seminar.activity, held_on=held_on)
    if counts:
        participation.count_heads(by=by, activity=seminar.activity, counts=counts)
    return seminar


@transaction.atomic
def postpone_seminar(*, by: Actor, seminar: Seminar, reason: str, until: date | None = None) -> Seminar:
    """To another first day, the days after it as far behind as they were; or (None) to a day not known yet.

    Registrations stand, and their deadlines move along. Raises PermissionDenied, WrongTransition, ReasonMissing,
    OutsideProgramme, PeriodClosed, StillReliedOn, NoSuchHour.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    before = announced(seminar.activity)
    activities.postpone(by=by, activity=seminar.activity, reason=reason, until=until)
    if until is not None:
        _shift_days(by, seminar, until)
    _notify(by, seminar, "moved", before)
    return seminar


@transaction.atomic
def move_seminar_online(*, by: Actor, seminar: Seminar, reason: str, online_url: str = "") -> Seminar:
    """Same days, no longer in the same room; the link is for those who are registered.

    Raises PermissionDenied, WrongTransition, ReasonMissing, PeriodClosed, StillReliedOn.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    before = announced(seminar.activity)
    activities.move_online(by=by, activity=seminar.activity, reason=reason)
    if online_url:
        for session in seminar.activity.sessions.filter(state="moved_online"):
            activities.edit_session(by=by, activity=seminar.activity, session=session, online_url=online_url)
    _notify(by, seminar, "moved", before)
    return seminar


@transaction.atomic
def cancel_seminar(*, by: Actor, seminar: Seminar, reason: str) -> Seminar:
    """It will not happen. It stays in sight as cancelled, so nobody comes in vain.

    Raises PermissionDenied, WrongTransition, ReasonMissing, PeriodClosed, StillReliedOn.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    activities.cancel(by=by, activity=seminar.activity, reason=reason)
    _notify(by, seminar, "called_off")
    return seminar


@transaction.atomic
def set_seminar_back(*, by: Actor, seminar: Seminar, reason: str) -> Seminar:
    """It was marked as held by mistake and is planned again; nobody is written to.

    Raises PermissionDenied, WrongTransition, ReasonMissing, PeriodClosed, StillReliedOn.
    """
    require(by, Permission.WRITE_SEMINAR, seminar.scope)
    activities.set_back(by=by, activity=seminar.activity, reason=reason)
    return seminar


def moment(day: date, hour: Any) -> datetime:
    """That hour on the wall clock. Raises NoSuchHour in the one that summer time skips."""
    moment_then = clock.moment_on(day, hour)
    if moment_then is None:
        sentence = _("On %(day)s there is no %(hour)s: the clocks go forward.")
        raise NoSuchHour(sentence % {"day": formats.day(day), "hour": formats.hour(hour)}, code="no_such_hour")
    return moment_then


def shifted(at: datetime, by: timedelta) -> datetime:
    """As many days later on the wall clock, whatever the clock did in between. Raises NoSuchHour."""
    local = clock.local(at)
    return moment(local.date() + by, local.time())


def _shift_days(by: Actor, seminar: Seminar, until: date) -> None:
    waiting = list(seminar.activity.sessions.filter(state="postponed"))
    delta = until - min((clock.day_of(session.starts_at) for session in waiting), default=until)
    for session in waiting:
        activities.edit_session(
            by=by,
            activity=seminar.activity,
            session=session,
            starts_at=shifted(session.starts_at, delta),
            ends_at=shifted(session.ends_at, delta),
        )
    enrolment = participation.set_up(by=by, activity=seminar.activity)  # as it stands now, locked
    days = {name: getattr(enrolment, name) for name in ("closes_on", "changes_until")}
    moved = {name: day + delta for name, day in days.items() if day is not None}
    participation.set_up(by=by, activity=seminar.activity, **moved)


def _notify(by: Actor, seminar: Seminar, occasion: str, before: Announced | None = None) -> None:
    last_change = seminar.activity.turns.order_by("-pk").values_list("pk", flat=True)[0]
    repeat_key = f"turn{last_change}"
    mails.notify_all(activity=seminar.activity, occasion=occasion, by=by, repeat_key=repeat_key, before=before)
