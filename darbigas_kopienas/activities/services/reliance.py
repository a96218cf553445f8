"""What relies on an activity's having taken place, asked of the rooms that know."""

from django.core.exceptions import ValidationError

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.rooms import registered


class StillReliedOn(ValidationError):
    """Something relies on its having taken place; the sentences say what, and what to do first."""


def require_nothing_shows_it(activity: Activity, session: Session | None = None) -> None:
    """For what is still planned: nothing shows that it, or this session, took place. Raises StillReliedOn."""
    _require(activity, session, is_any=False)


def require_nothing_relies_on(activity: Activity) -> None:
    """For what is marked as held: neither evidence nor money nor a report knows it as held. Raises StillReliedOn."""
    _require(activity, None, is_any=True)


def _require(activity: Activity, session: Session | None, *, is_any: bool) -> None:
    reliances = [
        reliance
        for room in registered()
        if room.relies_on is not None
        for reliance in room.relies_on(activity, session)
        if is_any or reliance.shows_it
    ]
    if reliances:
        raise StillReliedOn([ValidationError(reliance.text, code="relied_on") for reliance in reliances])
