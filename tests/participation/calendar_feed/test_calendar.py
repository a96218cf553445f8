"""Feeds and files of what somebody is registered for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.services import add_session, cancel, plan
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.letters import Letter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import CalendarFeed, Registration
from darbigas_kopienas.participation.registration import calendar, links
from darbigas_kopienas.participation.registration.mails import compose
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from tests.builders import register

As = Callable[[User | None], Client]
DAY = date(2020, 6, 18)


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.frozen(date(2020, 6, 10)) as moment:
        yield moment


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    made = plan(by=ilze, scope=in_daugavpils, component=components["1"], kind="seminar", title_lv="Stādi",
                starts_on=DAY, is_public=True, place="Mezgls")  # fmt: skip
    for day in (DAY, DAY + timedelta(days=1)):
        starts = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        add_session(by=ilze, activity=made, starts_at=starts, ends_at=starts + timedelta(hours=4), mode="hybrid")
    Session.objects.update(online_url="https://meet.example.lv/abc")
    services.set_up(by=ilze, activity=made, capacity=1)
    return made


def events(content: bytes) -> list[Any]:
    return list(getattr(vobject.readOne(content.decode()), "vevent_list", []))


def registered(user: User, activity: Activity) -> Registration:
    who = services.Participant.signed_in(user)
    return services.register(by=user, activity=activity, participant=who, via=Registration.Via.SELF)


def test_place_gives_every_session_with_the_link_to_join(as_: As, janis: User, activity: Activity) -> None:
    registration = registered(janis, activity)
    address = reverse("participation:place_calendar", args=[signed_tokens.token(links.PLACE, registration.pk)])
    calendar_events = events(as_(None).get(address).content)
    assert [event.dtstart.value.hour for event in calendar_events] == [10, 10]
    assert {event.status.value for event in calendar_events} == {"CONFIRMED"}
    assert all("https://meet.example.lv/abc" in event.description.value for event in calendar_events)


@pytest.mark.parametrize("kind", [links.MAILED, links.INVITATION])
def test_another_link_is_not_the_place(as_: As, janis: User, activity: Activity, kind: str) -> None:
    registration = registered(janis, activity)
    address = reverse("participation:place_calendar", args=[signed_tokens.token(kind, registration.pk)])
    assert as_(None).get(address).status_code == 404


def test_whoever_waits_is_not_told_the_link(janis: User, ilze: User, activity: Activity) -> None:
    register(by=ilze, activity=activity, name="Anna")
    content = calendar.file_of(registered(janis, activity)).decode()
    assert "meet.example.lv" not in content
    assert {event.status.value for event in events(content.encode())} == {"TENTATIVE"}


def test_feed_shows_ones_own_and_nobody_elses(as_: As, janis: User, ilze: User, activity: Activity) -> None:
    registered(ilze, activity)
    as_(janis).post(reverse("participation:calendar_renew"))
    address = reverse("participation:calendar_feed", args=[CalendarFeed.objects.get(user=janis).token])
    assert events(as_(None).get(address).content) == []
    registered(janis, activity)
    answer = as_(None).get(address)
    assert len(events(answer.content)) == 2
    assert "ilze" not in answer.content.decode().lower()
    assert "ATTENDEE" not in answer.content.decode()
    assert as_(None).get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_feed_tells_what_was_given_back_and_what_was_cancelled(
    as_: As, janis: User, ilze: User, activity: Activity
) -> None:
    registration = registered(janis, activity)
    before = max(int(event.sequence.value) for event in events(calendar.file_of_user(janis)))
    cancel(by=ilze, activity=activity, reason="Pandēmija")
    calendar_events = events(calendar.file_of_user(janis))
    assert {event.status.value for event in calendar_events} == {"CANCELLED"}
    assert min(int(event.sequence.value) for event in calendar_events) > before
    services.cancel_registration(by=ilze, registration=registration)
    assert {event.status.value for event in events(calendar.file_of_user(janis))} == {"CANCELLED"}


def test_a_new_address_ends_the_old_one(as_: As, janis: User) -> None:
    me = as_(janis)
    me.post(reverse("participation:calendar_renew"))
    old = reverse("participation:calendar_feed", args=[CalendarFeed.objects.get().token])
    assert as_(None).get(old).status_code == 200
    me.post(reverse("participation:calendar_renew"))
    assert as_(None).get(old).status_code == 404
    page = me.get(reverse("participation:calendar_own")).content.decode()
    assert CalendarFeed.objects.get().token in page
    me.post(reverse("participation:calendar_end"))
    me.post(reverse("participation:calendar_end"))
    assert not CalendarFeed.objects.exists()
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="calendar.").order_by("pk")] == [
        "calendar.renewed", "calendar.renewed", "calendar.ended",
    ]  # fmt: skip


def test_feed_of_somebody_who_may_no_longer_sign_in_is_closed(as_: As, janis: User) -> None:
    feed = services.renew_feed(by=janis)
    User.objects.filter(pk=janis.pk).update(is_active=False)
    assert as_(None).get(reverse("participation:calendar_feed", args=[feed.token])).status_code == 404


def test_the_letter_brings_the_file(janis: User, activity: Activity) -> None:
    registered(janis, activity)
    letter = compose(OutgoingMail.objects.get(template="registration_confirmed"))
    assert isinstance(letter, Letter)
    (file,) = letter.attachments
    assert file["content_type"] == "text/calendar; method=PUBLISH"
    assert len(events(file["text"].encode())) == 2


def test_feed_asks_as_much_for_one_as_for_three(
    janis: User, ilze: User, activity: Activity, in_daugavpils: Scope, components: dict[str, Component],
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    registered(janis, activity)
    with django_assert_num_queries(2):
        calendar.file_of_user(janis)
    for number in range(2):
        more = plan(by=ilze, scope=in_daugavpils, component=components["1"], kind="seminar", title_lv=f"{number}",
                    starts_on=DAY, is_public=True)  # fmt: skip
        services.set_up(by=ilze, activity=more)
        registered(janis, more)
    with django_assert_num_queries(2):
        calendar.file_of_user(janis)


# -- where it is had -------------------------------------------------------------------------------
def test_feed_holds_no_link_that_acts_for_whoever_has_it(janis: User, activity: Activity) -> None:
    registration = registered(janis, activity)
    token = signed_tokens.token(links.PLACE, registration.pk)
    feed, file = calendar.file_of_user(janis).decode(), calendar.file_of(registration).decode()
    unfolded = [text.replace("\r\n ", "") for text in (feed, file)]
    assert [token in text for text in unfolded] == [False, True]
    assert reverse("seminars:own_list") in unfolded[0]


def test_page_gives_the_address_to_copy_and_to_open_and_stands_in_the_menu(as_: As, janis: User) -> None:
    feed, client = services.renew_feed(by=janis), as_(janis)
    page = client.get(reverse("participation:calendar_own")).content.decode()
    path = reverse("participation:calendar_feed", args=[feed.token])
    assert f'value="http://localhost:8000{path}" readonly' in page
    assert f'href="webcal://localhost:8000{path}"' in page
    assert {"Google", "iPhone", "Outlook"} - {word for word in ("Google", "iPhone", "Outlook") if word in page} == set()
    menu = client.get(reverse("home:my_tasks")).content.decode()
    assert f'href="{reverse("participation:calendar_own")}"' in menu
