"""The portal's only clock.

Everything that asks "what day is it" asks here, so that tests (and nothing else) can set it. A day
is a day in Latvia: at 00:30 on 1 January in Daugavpils it is still December in UTC.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

RIGA = ZoneInfo("Europe/Riga")

_set_to: datetime | None = None  # not a context variable: a test's server threads must see it too
_ahead = timedelta()  # of the machine's clock


def now() -> datetime:
    """The present moment in UTC, so that adding hours stays right when summer time begins or ends."""
    return _set_to or datetime.now(UTC) + _ahead


def today() -> date:
    """The calendar day in Latvia."""
    return day_of(now())


def local(moment: datetime) -> datetime:
    """An aware moment on the wall clock of Latvia."""
    return moment.astimezone(RIGA)


def day_of(moment: datetime) -> date:
    """The day in Latvia on which an aware moment falls."""
    return local(moment).date()


def moment_on(day: date, hour: time) -> datetime | None:
    """That hour on the wall clock of Latvia; None in the hour that summer time skips. Of two equal ones the first."""
    moment = datetime.combine(day, hour, RIGA)
    return moment if local(moment.astimezone(UTC)).time() == hour else None


@contextmanager
def frozen(moment: date | datetime) -> Iterator[datetime]:
    """For tests: stop the clock. A bare day means its noon; a naive time is Latvian time."""
    global _set_to  # noqa: PLW0603 - one clock for the whole process is the point
    before, _set_to = _set_to, _as_utc(moment)
    try:
        yield _set_to
    finally:
        _set_to = before


@contextmanager
def ticking_from(moment: date | datetime) -> Iterator[None]:
    """For tests: let the clock go on from a moment, so that a lease, say, runs out as it does on any day."""
    global _ahead  # noqa: PLW0603 - as above
    before, _ahead = _ahead, _as_utc(moment) - datetime.now(UTC)
    try:
        yield
    finally:
        _ahead = before


def _as_utc(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=RIGA)
    return moment.astimezone(UTC)
