"""What somebody's calendar shows of the activities they take part in."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.pages import page_of
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people import places
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.calendars import CalendarEvent, Method, calendar_file
from darbigas_kopienas.values.contacts import Contact

from . import links

PAST_DAYS = 180  # a feed tells of what is over for half a year


def events_of(activity: Activity, *, url: str = "", registration: Registration | None = None) -> list[CalendarEvent]:
    """Its sessions, cancelled ones too, so that calendars take them out. Sessions may have been fetched before.

    The link to join online is told only where the reader has a confirmed seat.
    """
    return [_event(activity, session, url, registration) for session in activity.sessions.all()]


def file_of(registration: Registration) -> bytes:
    """For the place page, which its holder alone reads: this activity with the link to one's own place."""
    own = _own_events(registration, url=links.place_url(registration))
    return calendar_file(own, name=str(registration.activity.title))


def attachments_of(registration: Registration, organiser: Contact) -> list[dict[str, str]]:
    """The same for an e-mail; of a place given back, or of what will not take place, it takes the entries out."""
    events = _own_events(registration, url=links.place_url(registration))
    if not events:
        return []
    method = Method.CANCEL if all(event.is_cancelled for event in events) else Method.PUBLISH
    content = calendar_file(events, name=str(registration.activity.title), method=method, organiser=organiser)
    return [{"name": "kalendars.ics", "content_type": method.mail_content_type, "text": content.decode()}]


def file_of_user(user: Reader) -> bytes:
    """Everything the person registered for, from half a year ago on; what they gave back as cancelled.

    An address of a feed is passed on and kept by other programs: it leads to the page where one signs in, and holds no
    link that acts for whoever has it.
    """
    since = clock.today() - timedelta(days=PAST_DAYS)
    own = (
        Registration.objects.own(user)
        .filter(activity__starts_on__gte=since)
        .select_related("activity__municipality")
        .prefetch_related("activity__sessions")
        .order_by("activity__starts_on", "pk")
    )
    my_places = settings.PUBLIC_URL + reverse("seminars:own_list")
    # Of several for one activity the one that stands, else the last: their entries have the same name.
    by_activity: dict[int, Registration] = {}
    for registration in own:
        before = by_activity.get(registration.activity_id)
        if before is None or registration.is_active or not before.is_active:
            by_activity[registration.activity_id] = registration
    return calendar_file(
        (event for registration in by_activity.values() for event in _own_events(registration, url=my_places)),
        name=_("Active Communities"),
    )


def file_of_activities(activities: Iterable[Activity], *, name: str) -> bytes:
    """What everybody may see; give them with their municipalities and sessions."""
    return calendar_file(
        (event for activity in activities for event in events_of(activity, url=_page(activity))), name=name
    )


def _own_events(registration: Registration, *, url: str) -> list[CalendarEvent]:
    return events_of(registration.activity, url=url, registration=registration)


def _event(activity: Activity, session: Session, url: str, registration: Registration | None) -> CalendarEvent:
    is_confirmed = registration is not None and registration.state == Registration.State.CONFIRMED
    is_open = registration is not None and registration.is_active and not is_confirmed
    state = str(registration.get_state_display()) if registration is not None and not is_confirmed else ""
    lines = [line for line in (capfirst(state), _online(session) if is_confirmed else "", url) if line]
    # The database raises both numbers with whatever is shown here, and neither ever falls.
    sequence = session.sequence + (registration.sequence if registration is not None else 0)
    return CalendarEvent(
        key=f"session-{session.pk}",
        sequence=sequence,
        stamped_at=activity.created_at + timedelta(seconds=sequence),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=f"{activity.title} ({state})" if is_open else str(activity.title),
        place=places.where(session.place or activity.place, activity.municipality),
        description="\n".join(lines),
        url=url,
        is_cancelled=State.CANCELLED in {session.state, activity.state} or bool(state and not is_open),
        is_tentative=is_open or session.state == State.POSTPONED,
    )


def _online(session: Session) -> str:
    return _("Join online: %(url)s") % {"url": session.online_url} if session.online_url else ""


def _page(activity: Activity) -> str:
    path = page_of(activity)
    return f"{settings.PUBLIC_URL}{path}" if path else ""
