"""What somebody's calendar shows of the activities they take part in."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session, State
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people import places
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.calendars import CalendarEvent, calendar_file

from . import links

PAST_DAYS = 180  # a feed tells of what is over for half a year


def events_of(
    activity: Activity, *, url: str = "", state: str = "", is_registered: bool = False
) -> list[CalendarEvent]:
    """Its sessions, cancelled ones too, so that calendars take them out. Sessions may have been fetched before.

    The link to join online is told only where the reader has a confirmed seat.
    """
    return [
        _event(activity, session, url=url, state=state, is_registered=is_registered)
        for session in activity.sessions.all()
    ]


def file_of(registration: Registration) -> bytes:
    """For the letter and the place page: this activity with the link to one's own place."""
    return calendar_file(_own_events(registration), name=str(registration.activity.title))


def file_of_user(user: Reader) -> bytes:
    """Everything the person is registered for, from half a year ago on; what they gave back is left out."""
    since = clock.today() - timedelta(days=PAST_DAYS)
    own = (
        Registration.objects.own(user)
        .active()
        .filter(activity__starts_on__gte=since)
        .select_related("activity__municipality")
        .prefetch_related("activity__sessions")
        .order_by("activity__starts_on", "pk")
    )
    return calendar_file(
        (event for registration in own for event in _own_events(registration)), name=_("Active Communities")
    )


def file_of_activities(activities: Iterable[Activity], *, name: str) -> bytes:
    """What everybody may see; give them with their municipalities and sessions."""
    return calendar_file(
        (event for activity in activities for event in events_of(activity, url=_page(activity))), name=name
    )


def _own_events(registration: Registration) -> list[CalendarEvent]:
    is_confirmed = registration.state == Registration.State.CONFIRMED
    word = "" if is_confirmed else str(registration.get_state_display())
    url = links.place_url(registration)
    return events_of(registration.activity, url=url, state=word, is_registered=is_confirmed)


def _event(activity: Activity, session: Session, *, url: str, state: str, is_registered: bool) -> CalendarEvent:
    lines = [line for line in (state.capitalize(), _online(session) if is_registered else "", url) if line]
    return CalendarEvent(
        key=f"session-{session.pk}",
        sequence=session.sequence,
        stamped_at=activity.created_at + timedelta(seconds=session.sequence),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=f"{activity.title} ({state})" if state else str(activity.title),
        place=places.where(session.place or activity.place, activity.municipality),
        description="\n".join(lines),
        url=url,
        is_cancelled=State.CANCELLED in {session.state, activity.state},
        is_tentative=bool(state) or State.POSTPONED in {session.state, activity.state},
    )


def _online(session: Session) -> str:
    return _("Join online: %(url)s") % {"url": session.online_url} if session.online_url else ""


def _page(activity: Activity) -> str:
    path = page_of(activity)
    return f"{settings.PUBLIC_URL}{path}" if path else ""
