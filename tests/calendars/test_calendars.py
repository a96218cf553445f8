"""Calendar files, read back with a parser that is not the one that wrote them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import RequestFactory

from darbigas_kopienas.values import clock
from darbigas_kopienas.values.calendars import CalendarEvent, answer_calendar, calendar_file


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.RIGA)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


SPRING, AUTUMN = (2027, 3, 28), (2026, 10, 25)
EVENT = CalendarEvent(
    key="session-7",
    sequence=2,
    stamped_at=at(2026, 9, 1, 12),
    starts_at=at(2026, 10, 24, 10),
    ends_at=at(2026, 10, 24, 14, 30),
    title="Ģimenes iesaiste, 1. diena",
    place="Smilšu iela 92; Daugavpils",
    description="Rindā\nsaite",
    url="https://portals.example.lv/lv/vieta/1.x/",
)


def read(content: bytes) -> list[Any]:
    return list(vobject.readOne(content.decode()).vevent_list)


def test_everything_is_read_back_by_another_parser() -> None:
    (event,) = read(calendar_file([EVENT], name="Mani"))
    assert event.uid.value == "session-7@localhost"
    assert event.sequence.value == "2"
    assert event.summary.value == EVENT.title
    assert event.location.value == EVENT.place
    assert event.description.value == EVENT.description
    assert event.status.value == "CONFIRMED"
    assert (event.dtstart.value, event.dtend.value) == (EVENT.starts_at, EVENT.ends_at)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_the_wall_clock_of_latvia_holds_on_both_sides_of_a_change(day: tuple[int, int, int], beside: int) -> None:
    """The zone that the file itself carries is used: the parser has no table of its own for this name."""
    starts = (at(*day, 10) + timedelta(days=beside)).replace(tzinfo=clock.RIGA)
    content = calendar_file([replace(EVENT, starts_at=starts, ends_at=starts + timedelta(hours=2))], name="Mani")
    renamed = content.replace(b"Europe/Riga", b"Latvian wall clock")
    (event,) = read(renamed)
    assert (event.dtstart.value.hour, event.dtstart.value.minute) == (10, 0)
    assert event.dtstart.value.utcoffset() == starts.utcoffset()


def test_a_moment_in_utc_is_told_on_the_wall_clock() -> None:
    (event,) = read(calendar_file([replace(EVENT, starts_at=at(2026, 10, 24, 10).astimezone(UTC))], name="M"))
    assert event.dtstart.value.hour == 10


def test_cancelled_stays_and_says_so() -> None:
    (event,) = read(calendar_file([replace(EVENT, is_cancelled=True, is_tentative=True)], name="Mani"))
    assert (event.status.value, event.transp.value) == ("CANCELLED", "TRANSPARENT")


def test_tentative_is_said() -> None:
    (event,) = read(calendar_file([replace(EVENT, is_tentative=True)], name="Mani"))
    assert event.status.value == "TENTATIVE"


def test_same_events_give_the_same_bytes() -> None:
    assert calendar_file([EVENT], name="Mani") == calendar_file([EVENT], name="Mani")


def test_text_never_begins_a_property_of_its_own() -> None:
    evil = "Nosaukums\r\nATTENDEE:mailto:x@example.lv\r\nBEGIN:VALARM"
    content = calendar_file([replace(EVENT, title=evil, place=evil, description=evil)], name=evil)
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith(("ATTENDEE", "BEGIN:VALARM"))] == []
    assert len(read(content)) == 1


def test_no_line_is_longer_than_75_bytes() -> None:
    content = calendar_file([replace(EVENT, title="Ģ" * 200)], name="Mani")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_an_unchanged_file_is_not_sent_again(rf: RequestFactory) -> None:
    content = calendar_file([EVENT], name="Mani")
    first = answer_calendar(rf.get("/"), content, name="mani")
    again = answer_calendar(rf.get("/", headers={"If-None-Match": first["ETag"]}), content, name="mani")
    changed = calendar_file([replace(EVENT, sequence=3)], name="Mani")
    other = answer_calendar(rf.get("/", headers={"If-None-Match": first["ETag"]}), changed, name="mani")
    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
