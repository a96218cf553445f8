from collections.abc import Callable
from datetime import date
from typing import Any

import vobject
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.people.models import User
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import at
from tests.seminars.conftest import Maker

As = Callable[[User | None], Client]
FEED = reverse("seminars:seminar_feed")


def events(content: bytes) -> list[Any]:
    return list(getattr(vobject.readOne(content.decode()), "vevent_list", []))


def test_feed_tells_what_is_announced_and_nothing_else(as_: As, ilze: User, plan: Maker) -> None:
    plan(title_lv="Atklāts", mode="online")
    plan(title_lv="Melnraksts", is_published=False)
    Session.objects.update(online_url="https://meet.example.lv/abc")
    for who in (None, ilze):
        content = as_(who).get(FEED).content
        assert [event.summary.value for event in events(content)] == ["Atklāts"]
        assert b"meet.example.lv" not in content


def test_feed_is_filtered_as_the_list(as_: As, plan: Maker) -> None:
    plan(title_lv="Puķes")
    plan(title_lv="Koki", audience_group="mixed")
    assert [event.summary.value for event in events(as_(None).get(f"{FEED}?topic=koki").content)] == ["Koki"]
    assert [event.summary.value for event in events(as_(None).get(f"{FEED}?audience=mixed").content)] == ["Koki"]
    assert [event.summary.value for event in events(as_(None).get(f"{FEED}?place=rezeknes-novads").content)] == []


def test_a_moved_day_raises_the_sequence(as_: As, ilze: User, seminar: Seminar) -> None:
    address = reverse("seminars:seminar_calendar", args=[seminar.pk])
    (before,) = events(as_(None).get(address).content)
    session = seminar.activity.sessions.get()
    services.move_day(
        by=ilze,
        seminar=seminar,
        session=session,
        starts_at=at(date(2020, 6, 25), 11),
        ends_at=at(date(2020, 6, 25), 15),
    )
    (after,) = events(as_(None).get(address).content)
    assert (before.uid.value, after.uid.value) == (after.uid.value, before.uid.value)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert (after.dtstart.value.hour, after.dtstart.value.day) == (11, 25)


def test_draft_is_nobodys_calendar_but_the_colleagues(as_: As, ilze: User, karlis: User, plan: Maker) -> None:
    address = reverse("seminars:seminar_calendar", args=[plan(is_published=False).pk])
    assert [as_(who).get(address).status_code for who in (None, karlis, ilze)] == [404, 404, 200]
