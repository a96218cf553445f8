"""What each letter says in both languages, and that none leaves when it is no longer true."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services, tasks
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import MAILED_LINK, SYSTEM, VISITOR
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, open_seminar, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    activity = open_seminar(ilze, in_daugavpils, capacity=2, confirm_hours=24)
    activity.sessions.update(online_url="https://sanaksme.example.lv/j/1")
    return activity


def guest(activity: Activity, number: int = 1, **given: Any) -> Registration:
    who = {"name": f"Anna {number}", "email": f"a{number}@example.lv", **given}
    return register(by=VISITOR, activity=activity, via="guest", **who)


STATES: dict[str, dict[str, Any]] = {
    "asked": {"state": "asked"},
    "confirmed": {},
    "waiting": {"state": "waiting", "waiting_no": 7},
    "offered": {"state": "offered", "offer_until": "soon"},
    "refused": {"state": "refused", "reason": "Domāts pedagogiem."},
    "cancelled": {"state": "cancelled", "ending": "self"},
    "lapsed": {"state": "cancelled", "ending": "offer_lapsed"},
    "unopened": {"state": "cancelled", "ending": "not_confirmed"},
    "removed": {"state": "cancelled", "ending": "organiser", "reason": "Kļūda sarakstā."},
}


def put(registration: Registration, **fields: Any) -> Registration:
    if fields.get("offer_until"):
        fields["offer_until"] = clock.now() + timedelta(hours=24)
    for name, value in fields.items():
        setattr(registration, name, value)
    registration.save()
    return registration


def sent(registration: Registration, occasion: str, **more: Any) -> list[Any]:
    """The letter of that occasion alone, when it leaves."""
    OutgoingMail.objects.all().delete()
    mails.notify(registration, occasion, by=SYSTEM, **more)
    mailing.send_due()
    return list(outbox.outbox)


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize(
    "occasion", sorted(set(mails.OCCASIONS) - {"message", "new_address"})
)  # tried below and elsewhere
def test_letter_of_every_occasion(occasion: str, language: str, activity: Activity, ilze: User) -> None:
    registration = put(guest(activity, language=language), **STATES.get(occasion, {}))
    if occasion == "called_off":
        activities.cancel(by=ilze, activity=activity, reason="Slimība")
    repeat_key = mails.repeat_key_of(activity.sessions.get().starts_at) if occasion == "reminder" else "1"
    (letter,) = sent(registration, occasion, repeat_key=repeat_key)
    title = {"lv": "Ģimenes un skola", "en": "Families and school"}[language]
    html = letter.alternatives[0][0]
    assert title in letter.subject
    assert title in letter.body
    assert f'<html lang="{language}">' in html
    assert letter.extra_headers["Content-Language"] == language
    for text in (letter.body, html):
        assert "{{" not in text
        assert "{%" not in text
        assert ("Slimība" in text, "None" in text) == (occasion == "called_off", False)
    word = {"lv": "vieta", "en": "place"}[language]
    is_over = occasion in {"cancelled", "lapsed", "unopened", "removed", "refused", "called_off"}
    assert (f"http://localhost:8000/{language}/{word}/" in letter.body) != is_over
    assert (f"/{language}/{'seminari' if language == 'lv' else 'seminars'}/" in letter.body) == is_over


@pytest.mark.parametrize(("language", "word"), [("lv", "jauna-adrese"), ("en", "new-address")])
def test_letter_to_an_address_that_nobody_has_confirmed(language: str, word: str, activity: Activity) -> None:
    registration = guest(activity, language=language)
    OutgoingMail.objects.all().delete()
    mails.notify_new_address(registration, "new@example.lv", by=SYSTEM, repeat_key="1")
    mailing.send_due()
    (letter,) = outbox.outbox
    assert letter.to == ["new@example.lv"]
    assert f"http://localhost:8000/{language}/{word}/" in letter.body
    assert ("/vieta/" in letter.body, "/place/" in letter.body, registration.email in letter.body) == (False,) * 3


def test_every_letter_is_translated() -> None:
    """A sentence that is the same in both languages was forgotten."""
    import polib

    from scripts import messages

    po = polib.pofile(str(messages.CATALOGUE))
    known = {entry.msgid for entry in po if entry.translated() and not entry.fuzzy}
    assert "You have a seat: %(title)s" in known


@pytest.mark.parametrize(("state", "is_there"), [("confirmed", True), ("waiting", False), ("asked", False)])
def test_online_link_only_for_the_confirmed(state: str, is_there: bool, activity: Activity) -> None:
    registration = put(guest(activity), **STATES[state])
    (letter,) = sent(registration, state)
    assert ("sanaksme.example.lv" in letter.body) == is_there


def test_guest_gets_the_mailed_link_with_its_deadline_until_it_is_opened(activity: Activity) -> None:
    registration = guest(activity)
    (letter,) = sent(registration, "confirmed")
    assert "/lv/apstiprinat/" in letter.body
    assert "Līdz 11.06.2020\u00a012.00 apstipriniet" in letter.body
    services.open_mailed_link(by=MAILED_LINK, registration=registration)
    outbox.outbox.clear()
    registration.refresh_from_db()
    (letter,) = sent(registration, "link", repeat_key="1")
    assert "/lv/apstiprinat/" not in letter.body


def test_guest_without_a_deadline_is_told_what_the_link_is_for(activity: Activity) -> None:
    registration = put(guest(activity), confirm_by=None)
    (letter,) = sent(registration, "confirmed")
    assert (
        "Lai stundas ieskaitītu un dokumentus izsniegtu tieši Jums, apstipriniet, ka šī adrese ir Jūsu:" in letter.body
    )


def test_place_in_line_is_that_of_the_moment_of_sending(activity: Activity, ilze: User) -> None:
    for number in (8, 9):
        guest(activity, number)
    waiting = [guest(activity, number) for number in range(1, 4)]
    services.cancel_registration(by=ilze, registration=waiting[0])
    (letter,) = sent(waiting[2], "waiting")
    assert "Gaidīšanas sarakstā Jūsu kārtas numurs ir 2." in letter.body


# -- no longer true --------------------------------------------------------------------------------
@pytest.mark.parametrize("occasion", sorted(mails.OCCASIONS))
def test_letter_that_became_untrue_is_dropped(occasion: str, activity: Activity) -> None:
    untrue = "confirmed" if STATES.get(occasion, {}).get("state") in {"cancelled", "refused"} else "cancelled"
    if occasion in {"asked", "waiting", "offered"}:
        untrue = "confirmed"
    registration = put(guest(activity), **STATES[untrue])
    assert sent(registration, occasion, repeat_key="1") == []
    assert OutgoingMail.objects.get().state == "dropped"


def test_letters_of_a_cancelled_activity_are_dropped_but_the_one_that_says_so(activity: Activity, ilze: User) -> None:
    registration = guest(activity)
    assert sent(registration, "called_off", repeat_key="1") == []
    activities.cancel(by=ilze, activity=activity, reason="Slimība")
    assert sent(registration, "confirmed") == []
    assert sent(registration, "moved", repeat_key="1") == []
    assert len(sent(registration, "called_off", repeat_key="2")) == 1


def test_nobody_is_told_of_a_seat_at_what_is_over(activity: Activity, ilze: User) -> None:
    registration = guest(activity)
    Registration.objects.update(confirm_by=None)
    with clock.frozen(activity.sessions.get().ends_at):
        assert sent(registration, "confirmed") == []
    activities.mark_held(by=ilze, activity=activity, held_on=TODAY)
    assert sent(registration, "moved", repeat_key="1") == []
    activity.sessions.all().delete()
    assert sent(registration, "confirmed") == []
    assert OutgoingMail.objects.get().why_not == "termiņš līdz tam jau bija pagājis"


@pytest.mark.parametrize("when", ["over", "held", "cancelled"])
def test_link_comes_afterwards_too_and_speaks_of_nothing_to_come(when: str, activity: Activity, ilze: User) -> None:
    registration = guest(activity)
    Registration.objects.update(confirm_by=None)
    if when == "cancelled":
        activities.cancel(by=ilze, activity=activity, reason="Slimība")
    with clock.frozen(activity.sessions.get().ends_at):
        if when == "held":
            activities.mark_held(by=ilze, activity=activity, held_on=clock.today())
        (letter,) = sent(registration, "link", repeat_key="1")
    assert "/lv/vieta/" in letter.body
    assert "Ja nevarat ierasties" not in letter.body


def test_offer_that_lapsed_is_not_told(activity: Activity) -> None:
    registration = put(guest(activity), **STATES["offered"])
    OutgoingMail.objects.all().delete()
    mails.notify(registration, "offered", by=SYSTEM)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert mailing.send_due() == 0


def test_letter_of_a_registration_that_is_gone_is_dropped(activity: Activity) -> None:
    registration = guest(activity)
    Registration.objects.all().delete()
    assert sent(registration, "confirmed") == []


def test_nobody_without_an_address_is_written_to(activity: Activity, ilze: User) -> None:
    register(by=ilze, activity=activity, name="Bez adreses")
    assert not OutgoingMail.objects.exists()


def test_nothing_is_told_twice(activity: Activity) -> None:
    registration = guest(activity)
    for _time in range(3):
        mails.notify(registration, "confirmed", by=SYSTEM)
        mails.notify(registration, "link", by=SYSTEM, repeat_key="10")
    mailing.send_due()
    mailing.send_due()
    assert len(outbox.outbox) == 2


# -- reminders -------------------------------------------------------------------------------------
def move(activity: Activity, days: int) -> None:
    for session in Session.objects.filter(activity=activity):
        Session.objects.filter(pk=session.pk).update(
            starts_at=session.starts_at + timedelta(days=days), ends_at=session.ends_at + timedelta(days=days)
        )


def reminders() -> int:
    return OutgoingMail.objects.filter(template="registration_reminder").count()


@pytest.mark.parametrize(("hours", "letters"), [(50, 0), (47, 1), (25, 1), (23, 0)])
def test_confirmed_are_reminded_one_to_two_days_before(hours: int, letters: int, activity: Activity) -> None:
    for number in range(1, 4):  # the third waits
        guest(activity, number)
    Registration.objects.update(confirm_by=None)
    with clock.frozen(activity.sessions.get().starts_at - timedelta(hours=hours)):
        assert services.remind(by=SYSTEM) == letters * 2
        assert services.remind(by=SYSTEM) == 0
    assert reminders() == letters * 2


def test_reminded_again_only_for_another_start(activity: Activity) -> None:
    guest(activity)
    starts = activity.sessions.get().starts_at
    with clock.frozen(starts - timedelta(hours=40)):
        tasks.remind()
        move(activity, 7)
        mailing.send_due()
        assert OutgoingMail.objects.get(template="registration_reminder").state == "dropped"
        assert services.remind(by=SYSTEM) == 0
    with clock.frozen(starts + timedelta(days=7, hours=-40)):
        assert services.remind(by=SYSTEM) == 1
        mailing.send_due()
    assert [letter.subject for letter in outbox.outbox if "Atgādinājums" in letter.subject] == [
        "Atgādinājums: Ģimenes un skola"
    ]


def test_fresh_registrations_addressless_and_called_off_are_not_reminded(activity: Activity, ilze: User) -> None:
    starts = activity.sessions.get().starts_at
    register(by=ilze, activity=activity, name="Bez adreses")
    with clock.frozen(starts - timedelta(hours=40)):
        registration = register(by=ilze, activity=activity, name="Jauna", email="jauna@example.lv")
        assert services.remind(by=SYSTEM) == 0
    Registration.objects.filter(pk=registration.pk).update(created_at=clock.now())
    activities.cancel(by=ilze, activity=activity, reason="Slimība")
    with clock.frozen(starts - timedelta(hours=40)):
        assert services.remind(by=SYSTEM) == 0


def test_link_is_sent_again_once_an_hour_to_its_owner_only(activity: Activity, ilze: User) -> None:
    registration = guest(activity)
    for _time in range(2):
        services.send_link_again(by=VISITOR, activity=activity, email=" A1@example.lv")
        services.send_link_again(by=VISITOR, activity=activity, email="cita@example.lv")
    letters = OutgoingMail.objects.filter(template="registration_link")
    assert [letter.to_email for letter in letters] == [registration.email]
    with clock.frozen(clock.now() + timedelta(hours=1)):
        services.send_link_again(by=VISITOR, activity=activity, email="a1@example.lv")
    assert letters.all().count() == 2
