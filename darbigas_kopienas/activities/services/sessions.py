"""Deeds on the sittings of an activity. The database raises a sitting's `sequence` with what calendars show of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.audit.changes import compared
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.programme.access import require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.services import require_open
from darbigas_kopienas.values import clock

from .reliance import require_nothing_shows_it
from .rights import to_write

# What a calendar shows of a sitting, or needs to bring somebody there.
IN_CALENDARS = frozenset({"starts_at", "ends_at", "place", "mode", "online_url"})
OF_SESSION = IN_CALENDARS | {"hours", "break_minutes"}


class LastDay(ValidationError):
    """An activity keeps one day at least; without any it is cancelled as a whole."""


@transaction.atomic
def add_session(
    *,
    by: Actor,
    activity: Activity,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    mode: str = "in_person",
    online_url: str = "",
    hours: Decimal | None = None,
    break_minutes: int = 0,
) -> Session:
    """One sitting. Raises PermissionDenied, PeriodClosed for its local day, ValidationError when it does not end after
    its start."""
    require(by, to_write(activity.kind), activity.scope)
    _require_order(starts_at, ends_at, break_minutes)
    require_open(activity.scope, kind=ClosingKind.ACTIVITIES, on=clock.day_of(starts_at))
    session = Session.objects.create(
        activity=activity,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place or activity.place,
        mode=mode,
        online_url=online_url,
        hours=hours,
        break_minutes=break_minutes,
    )
    record(by=by, verb="session.added", obj=session, scope=activity.scope, changes={"activity": activity.pk})
    return session


@transaction.atomic
def edit_session(*, by: Actor, activity: Activity, session: Session, **fields: Any) -> set[str]:
    """Move or correct a sitting; returns the names of what changed. A postponed one with a new time is planned again.

    Raises PermissionDenied, PeriodClosed for the old day and for the new one, StillReliedOn where people were there and
    the new day is to come, ValidationError (held, cancelled, order).
    """
    require(by, to_write(activity.kind), activity.scope)
    unknown = set(fields) - OF_SESSION
    if unknown:
        raise TypeError(f"not a field of a session: {sorted(unknown)}")
    locked_session = _locked_session(activity, session)
    _require_order(
        fields.get("starts_at", locked_session.starts_at),
        fields.get("ends_at", locked_session.ends_at),
        fields.get("break_minutes", locked_session.break_minutes),
    )
    before = {name: getattr(locked_session, name) for name in fields}
    differences = compared(locked_session, before, fields)
    changed = set(differences)
    if not changed:
        return changed
    if clock.day_of(fields.get("starts_at", locked_session.starts_at)) > clock.today():
        require_nothing_shows_it(activity, locked_session)
    for name in changed:
        setattr(locked_session, name, fields[name])
    if "starts_at" in changed:
        require_open(activity.scope, kind=ClosingKind.ACTIVITIES, on=clock.day_of(locked_session.starts_at))
        locked_session.state = State.PLANNED if locked_session.state == State.POSTPONED else locked_session.state
    locked_session.save()
    verb = "session.moved" if changed & {"starts_at", "ends_at"} else "session.edited"
    record(by=by, verb=verb, obj=locked_session, scope=activity.scope, changes=differences.stored)
    return changed


@transaction.atomic
def take_off_session(*, by: Actor, activity: Activity, session: Session) -> Session:
    """The sitting will not happen; it stays as cancelled, so that calendars learn of it.

    Raises PermissionDenied, PeriodClosed, LastDay, StillReliedOn, ValidationError (held, cancelled).
    """
    require(by, to_write(activity.kind), activity.scope)
    locked_session = _locked_session(activity, session)
    if not activity.sessions.exclude(state=State.CANCELLED).exclude(pk=locked_session.pk).exists():
        raise LastDay(_("This is the only day left. Cancel the whole activity instead."), code="last")
    require_nothing_shows_it(activity, locked_session)
    locked_session.state = State.CANCELLED
    locked_session.save(update_fields=["state"])
    record(by=by, verb="session.cancelled", obj=locked_session, scope=activity.scope, changes={"activity": activity.pk})
    return locked_session


def _locked_session(activity: Activity, session: Session) -> Session:
    Activity.objects.locked(activity.pk)  # first, as whoever changes the whole locks it
    # no_key: whoever ticks points at this row behind the lock of the seats, and must not wait for this one.
    locked_session = activity.sessions.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if locked_session.held_on is not None:
        raise ValidationError(_("A session that was held is not moved."), code="held")
    if locked_session.state == State.CANCELLED:
        raise ValidationError(_("A cancelled session is not changed any more."), code="cancelled")
    require_open(activity.scope, kind=ClosingKind.ACTIVITIES, on=clock.day_of(locked_session.starts_at))
    return locked_session


def _require_order(starts_at: datetime, ends_at: datetime, break_minutes: int) -> None:
    if ends_at <= starts_at:
        raise ValidationError(_("The end has to be after the start."), code="order")
    if ends_at - starts_at <= timedelta(minutes=break_minutes):
        sentence = _("The breaks have to be shorter than the session.")
        raise ValidationError({"break_minutes": sentence}, code="breaks")
