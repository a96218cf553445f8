"""What a calendar program holds is replaced by whatever comes later: the old entry beside the new, for each change."""

import email
import email.policy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from icalendar import Calendar

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import calendar
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from seminars.plan import services as plan
from tests.builders import TODAY, open_seminar, register

NEW_DAY = date(2020, 6, 25)
Entry = dict[str, Any]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: Any) -> Activity:
    return open_seminar(ilze, in_daugavpils, capacity=2)


@pytest.fixture
def registration(janis: User, activity: Activity) -> Registration:
    who = services.Participant.signed_in(janis)
    return services.register(by=janis, activity=activity, participant=who, via=Registration.Via.SELF)


def entries(content: bytes) -> list[Entry]:
    """Each by its properties, as a program reads them."""
    read: Any = Calendar.from_ical(content).walk("VEVENT")
    return [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "dtstamp": event["DTSTAMP"].dt,
            "last-modified": event["LAST-MODIFIED"].dt,
            "status": str(event["STATUS"]),
            "shown": {name: event[name].to_ical() for name in ("SUMMARY", "DTSTART", "DTEND", "STATUS", "LOCATION",
                                                                "DESCRIPTION") if name in event},
        }
        for event in read
    ]  # fmt: skip


def of_place(registration: Registration) -> Entry:
    (entry,) = entries(calendar.file_of(Registration.objects.select_related("activity").get(pk=registration.pk)))
    return entry


def of_feed(user: User) -> Entry:
    (entry,) = entries(calendar.file_of_user(user))
    return entry


def of_public(activity: Activity) -> Entry:
    (entry,) = entries(calendar.file_of_activities([Activity.objects.get(pk=activity.pk)], name="Semināri"))
    return entry


def is_replaced(old: Entry, new: Entry) -> bool:
    """The same entry, later by every number that programs compare."""
    return old["uid"] == new["uid"] and all(old[name] < new[name] for name in ("sequence", "dtstamp", "last-modified"))


def _session(seminar: Seminar) -> Session:
    return seminar.activity.sessions.get()


def _moved(by: User, seminar: Seminar) -> None:
    session = _session(seminar)
    week = timedelta(days=7)
    plan.move_day(by=by, seminar=seminar, session=session, starts_at=session.starts_at + week,
                  ends_at=session.ends_at + week)  # fmt: skip


def _edited(**fields: Any) -> Callable[[User, Seminar], object]:
    return lambda by, seminar: plan.edit_seminar(by=by, seminar=seminar, **fields)


def _of_day(**fields: Any) -> Callable[[User, Seminar], object]:
    return lambda by, seminar: plan.move_day(by=by, seminar=seminar, session=_session(seminar), **fields)


def _postponed(until: date | None) -> Callable[[User, Seminar], object]:
    return lambda by, seminar: plan.postpone_seminar(by=by, seminar=seminar, reason="Slimība", until=until)


CHANGES: dict[str, tuple[Callable[[User, Seminar], object], str, bool]] = {
    # what is done, the status afterwards, whether strangers see it in the public feed
    "title": (_edited(title_lv="Ģimene un skola"), "CONFIRMED", True),
    "title in English": (_edited(title_en="Family and school"), "CONFIRMED", False),
    "place": (_edited(place="Rīgas iela 2"), "CONFIRMED", True),
    "place of the day": (_of_day(place="Rīgas iela 2, zāle"), "CONFIRMED", True),
    "link": (_of_day(mode="hybrid", online_url="https://example.lv/a"), "CONFIRMED", False),
    "day": (_moved, "CONFIRMED", True),
    "to a known day": (_postponed(NEW_DAY), "CONFIRMED", True),
    "to a day not known": (_postponed(None), "TENTATIVE", True),
    "online": (lambda by, seminar: plan.move_seminar_online(by=by, seminar=seminar, reason="Pandēmija",
                                                            online_url="https://example.lv/a"),
               "CONFIRMED", False),
    "cancelled": (lambda by, seminar: plan.cancel_seminar(by=by, seminar=seminar, reason="Slimība"),
                  "CANCELLED", True),
}  # fmt: skip


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_every_change_replaces_the_entry_that_is_held(
    change: str, ilze: User, janis: User, activity: Activity, registration: Registration
) -> None:
    do, status, is_public = CHANGES[change]
    place, feed, public = of_place(registration), of_feed(janis), of_public(activity)
    do(ilze, Seminar.objects.select_related("activity").get(activity=activity))
    for old, new in ((place, of_place(registration)), (feed, of_feed(janis)), (public, of_public(activity))):
        assert is_replaced(old, new), (old, new)
        assert new["status"] == status
    assert (public["shown"] != of_public(activity)["shown"]) == is_public


def test_moved_after_its_day_was_not_known_it_is_confirmed_again(ilze: User, activity: Activity) -> None:
    seminar = Seminar.objects.select_related("activity").get(activity=activity)
    plan.postpone_seminar(by=ilze, seminar=seminar, reason="Slimība")
    unknown = of_public(activity)
    _moved(ilze, seminar)
    known = of_public(activity)
    assert (unknown["status"], known["status"], is_replaced(unknown, known)) == ("TENTATIVE", "CONFIRMED", True)


def test_what_no_calendar_shows_leaves_the_entry_alone(
    ilze: User, janis: User, activity: Activity, registration: Registration
) -> None:
    before = of_feed(janis), of_public(activity)
    plan.edit_seminar(by=ilze, seminar=activity.seminar, description_lv="Par visu", audience_lv="Skolotājiem")
    _of_day(hours=3)(ilze, activity.seminar)
    services.change(by=ilze, registration=registration, school="1. vidusskola")
    assert (of_feed(janis), of_public(activity)) == before


def test_a_place_from_asking_to_giving_back_and_anew(ilze: User, janis: User, activity: Activity) -> None:
    """The entry of one activity has one name, whichever registration it is of."""
    services.set_up(by=ilze, activity=activity, needs_approval=True)
    who = services.Participant.signed_in(janis)
    held: list[Entry] = []

    def note(status: str) -> None:
        held.append(of_feed(janis))
        assert held[-1]["status"] == status
        assert all(is_replaced(old, new) for old, new in pairwise(held))

    first = services.register(by=janis, activity=activity, participant=who, via=Registration.Via.SELF)
    note("TENTATIVE")
    services.refuse(by=ilze, registration=first, reason="Domāts pedagogiem")
    note("CANCELLED")
    services.take_back_refusal(by=ilze, registration=first)
    note("TENTATIVE")
    services.approve(by=ilze, registration=first)
    note("CONFIRMED")
    services.cancel_registration(by=janis, registration=first, ending=Registration.Ending.SELF)
    note("CANCELLED")
    services.set_up(by=ilze, activity=activity, needs_approval=False)
    services.register(by=janis, activity=activity, participant=who, via=Registration.Via.SELF)
    note("CONFIRMED")


def test_numbers_never_fall_whoever_writes_the_rows(activity: Activity, registration: Registration) -> None:
    """A row that was read before another's change, and statements that go past the services."""
    stale_session, stale = activity.sessions.get(), Registration.objects.get(pk=registration.pk)
    Session.objects.filter(activity=activity).update(place="Cita zāle")
    Registration.objects.filter(pk=registration.pk).update(state="cancelled", ending="self")
    held = of_place(registration)
    stale_session.hours = 2
    stale_session.save()
    stale.state, stale.ending, stale.sequence = "cancelled", "self", 0
    stale.save()
    assert of_place(registration)["sequence"] >= held["sequence"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE participation_registration SET sequence = 0")
        cursor.execute("UPDATE activities_session SET sequence = 0")
    assert of_place(registration)["sequence"] >= held["sequence"]


# -- by mail -------------------------------------------------------------------------------------------
def _last_calendar(template: str) -> tuple[str, Any]:
    OutgoingMail.objects.exclude(template=template).delete()
    OutgoingMail.objects.update(due_at=clock.now())
    outbox.outbox.clear()
    assert mailing.send_due() == 1
    raw: Any = email.message_from_bytes(outbox.outbox[-1].message().as_bytes(), policy=email.policy.default)
    (part,) = raw.iter_attachments()
    return str(part["Content-Type"]), Calendar.from_ical(part.get_content())


@pytest.mark.parametrize("ending", ["self", "organiser", "not_confirmed"])
def test_the_mail_of_a_place_given_back_takes_the_entry_out(ending: str, ilze: User, activity: Activity) -> None:
    registration = register(by=VISITOR, activity=activity, via="guest", name="Jana", email="jana@example.com")
    header, held = _last_calendar("registration_confirmed")
    (old,) = entries(held.to_ical())
    assert (str(held["METHOD"]), old["status"]) == ("PUBLISH", "CONFIRMED")
    assert ("method=PUBLISH" in header.replace('"', ""), header.count("charset")) == (True, 1)
    if ending == "not_confirmed":
        Registration.objects.update(confirm_by=clock.now())
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            services.sweep(by=SYSTEM)
    else:
        services.cancel_registration(by=ilze, registration=registration, ending=ending)
    occasion = {"self": "cancelled", "organiser": "removed", "not_confirmed": "unopened"}[ending]
    header, out = _last_calendar(f"registration_{occasion}")
    (new,) = entries(out.to_ical())
    assert (str(out["METHOD"]), new["status"], is_replaced(old, new)) == ("CANCEL", "CANCELLED", True)
    assert ("method=CANCEL" in header.replace('"', ""), header.count("charset")) == (True, 1)
    (event,) = out.walk("VEVENT")
    assert str(event["ORGANIZER"]) == "mailto:ilze@example.lv"


def test_the_mail_of_a_cancelled_seminar_takes_the_entry_out(ilze: User, activity: Activity) -> None:
    register(by=VISITOR, activity=activity, via="guest", name="Jana", email="jana@example.com")
    _header, held = _last_calendar("registration_confirmed")
    plan.cancel_seminar(by=ilze, seminar=activity.seminar, reason="Slimība")
    _header, out = _last_calendar("registration_called_off")
    assert str(out["METHOD"]) == "CANCEL"
    assert is_replaced(entries(held.to_ical())[0], entries(out.to_ical())[0])


def test_what_has_no_days_brings_no_calendar(ilze: User, activity: Activity) -> None:
    register(by=VISITOR, activity=activity, via="guest", name="Jana", email="jana@example.com")
    activity.sessions.all().delete()
    mailing.send_due()
    assert outbox.outbox[-1].attachments == []


def test_a_day_is_changed_behind_the_lock_of_its_activity(ilze: User, activity: Activity) -> None:
    """Else whoever changes the whole, and whoever changes its day, could wait for each other."""
    seen: list[str] = []

    def note(run: Any, sql: str, *rest: object) -> Any:
        seen.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(note):
        activities.edit_session(by=ilze, activity=activity, session=activity.sessions.get(), place="Zāle")
    locked = [sql.split(" FROM ")[1].split('"')[1] for sql in seen if "FOR NO KEY UPDATE" in sql]
    assert locked[:2] == ["activities_activity", "activities_session"]
