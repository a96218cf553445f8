"""Calendar files (RFC 5545) that phones and office programs read. No models: a room gives events, bytes come back.

The same events give the same bytes, so an unchanged feed has an unchanged ETag. Nobody is named: no attendees, ever.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from . import clock
from .contacts import Contact

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)


class Method(StrEnum):
    """What a calendar program is to do with a file that comes by mail."""

    PUBLISH = "PUBLISH"  # show it
    CANCEL = "CANCEL"  # take it out

    @property
    def mail_content_type(self) -> str:
        """Without the charset, which whoever attaches a text adds."""
        return f"text/calendar; method={self}"


@dataclass(frozen=True)
class CalendarEvent:
    """One sitting. `key` names it for ever; `sequence` rises with every change; moments are aware.

    `stamped_at` has to rise with the sequence too: some programs look at it where two sequences are the same.
    """

    key: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False


def calendar_file(
    events: Iterable[CalendarEvent], *, name: str, method: Method = Method.PUBLISH, organiser: Contact | None = None
) -> bytes:
    """A whole calendar, hours on the wall clock of Latvia on both sides of its changes.

    `organiser` is whom programs name as its sender: in a file that comes by mail they ask for one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Darbigas kopienas//Portals//LV")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("x-wr-timezone", clock.RIGA.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add_component(_riga())
    for event in events:
        calendar.add_component(_event(event, organiser))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, organiser: Contact | None) -> Event:
    made = Event()
    made.add("uid", f"{event.key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.stamped_at)
    made.add("last-modified", event.stamped_at)
    made.add("dtstart", clock.local(event.starts_at))
    made.add("dtend", clock.local(event.ends_at))
    made.add("summary", _plain(event.title))
    for field, text in (("location", _plain(event.place)), ("description", event.description), ("url", event.url)):
        if text:
            made.add(field, text)
    if organiser is not None:
        made.add(
            "organizer", vCalAddress(f"mailto:{organiser.email}"), parameters={"CN": organiser.name or organiser.email}
        )
    status = "TENTATIVE" if event.is_tentative else "CONFIRMED"
    made.add("status", "CANCELLED" if event.is_cancelled else status)
    made.add("transp", "TRANSPARENT" if event.is_cancelled else "OPAQUE")
    return made


def _plain(text: str) -> str:
    """One line: a title with a line break in it must not begin a property of its own."""
    return " ".join(text.split())


def _riga() -> Timezone:
    """Both rules of the European Union in full, so a program without a table of zones reads the right hour."""
    zone = Timezone()
    zone.add("tzid", clock.RIGA.key)
    for part, begins, month, before, after, name in (
        (TimezoneDaylight(), datetime(2001, 3, 25, 3), 3, 2, 3, "EEST"),  # noqa: DTZ001 - the wall clock of the zone itself
        (TimezoneStandard(), datetime(2001, 10, 28, 4), 10, 3, 2, "EET"),  # noqa: DTZ001 - the same
    ):
        part.add("dtstart", begins)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def answer_calendar(request: HttpRequest, content: bytes, *, name: str) -> HttpResponseBase:
    """The file, or 304 where the asking program has these very bytes already."""
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"  # ask each time, take again only what changed
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return get_conditional_response(request, etag=etag, response=answer) or answer
