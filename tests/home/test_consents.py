"""New words are asked for anew on their day; one's own page of consents; the note and the versions of the notice."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from darbigas_kopienas.home.consent_letters import ask_anew
from darbigas_kopienas.home.lapsed_consents import LETTER, lapse_older_words
from darbigas_kopienas.home.tasks import lapse_consents
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import rendered
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import services as places
from darbigas_kopienas.participation.registration.consents import SHOWS_NAME
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.models import Consent, ConsentWording, Organisation, PrivacyNotice, User
from darbigas_kopienas.people.services import let_school_see_hours, person_of
from darbigas_kopienas.programme.actors import MAILED_LINK, SYSTEM, VISITOR
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import open_seminar, register

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
TODAY, CHANGE = date(2020, 6, 10), date(2020, 6, 12)
PAGE, TASKS, FRONT, NOTICE = "home:my_consents", "home:my_tasks", "home:front", "home:privacy"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(TODAY), override("en"):
        yield


def path(name: str, *args: object) -> str:
    with override("lv"):
        return reverse(name, args=args)


@pytest.fixture
def agreed(janis: User, daugavpils: Any) -> User:
    person = person_of(janis)
    person.organisation = Organisation.objects.create(kind="school", name_lv="Skola", municipality=daugavpils)
    person.save()
    let_school_see_hours(by=janis, agrees=True)
    return janis


def reworded(kind: str = SCHOOL_HOURS, version: int = 1, day: date = CHANGE) -> ConsentWording:
    words = {"text_lv": f"Vārdi {version}", "text_en": f"Words {version}"}
    return ConsentWording.objects.create(kind=kind, version=version, valid_from=day, **words)


def place_of(user: User, ilze: User, scope: Scope, *, day: date = date(2020, 6, 18)) -> Registration:
    activity = open_seminar(ilze, scope, day=day, capacity=9, shows_participants=True)
    person = person_of(user)
    return register(
        by=user, activity=activity, via="self", name=person.name, email=user.email, person=person, shows_name=True
    )


# -- on the day ------------------------------------------------------------------------------------
def test_on_the_day_older_consents_end_and_each_person_gets_one_letter(agreed: User) -> None:
    reworded()
    lapse_consents()
    assert Consent.objects.active().exists()  # the day has not come
    with clock.frozen(CHANGE):
        assert lapse_older_words(by=SYSTEM) == 1
        assert lapse_older_words(by=SYSTEM) == 0
    consent = Consent.objects.get()
    assert (consent.is_lapsed, consent.answered_at) == (True, None)
    assert person_of(agreed).school_sees_hours_since is None
    assert [mail.to_email for mail in OutgoingMail.objects.filter(template=LETTER)] == [agreed.email]


def test_of_a_place_only_what_was_agreed_to_in_older_words_ends(janis: User, ilze: User, in_daugavpils: Scope) -> None:
    older, over = place_of(janis, ilze, in_daugavpils), place_of(janis, ilze, in_daugavpils, day=date(2020, 6, 11))
    reworded(SHOWS_NAME)
    with clock.frozen(CHANGE):
        newer = place_of(janis, ilze, in_daugavpils, day=date(2020, 6, 19))
        lapse_older_words(by=SYSTEM)
        shows = dict(Registration.objects.values_list("pk", "shows_name"))
        asked = list(Consent.objects.asked_anew().values_list("about", flat=True))
    assert shows == {older.pk: False, over.pk: False, newer.pk: True}
    assert asked == [f"participation.registration:{older.pk}"]
    assert OutgoingMail.objects.filter(template=LETTER).count() == 1


def test_guests_are_asked_by_their_address_and_unknown_ones_once(ilze: User, in_daugavpils: Scope) -> None:
    activity = open_seminar(ilze, in_daugavpils, capacity=9, shows_participants=True)
    guests = [
        register(by=VISITOR, activity=activity, via="guest", name=name, email=f"{name}@example.lv", shows_name=True)
        for name in ("anna", "berta")
    ]
    assert not Consent.objects.exists()
    known = places.open_mailed_link(by=MAILED_LINK, registration=guests[0])
    assert Consent.objects.get().given_at == known.created_at
    reworded(SHOWS_NAME)
    with clock.frozen(CHANGE):
        lapse_older_words(by=SYSTEM)
        assert not Registration.objects.filter(shows_name=True).exists()
        Registration.objects.filter(pk=guests[1].pk).update(shows_name=True)  # with the new words before their eyes
        lapse_older_words(by=SYSTEM)
    assert Registration.objects.filter(shows_name=True).count() == 1
    assert [mail.to_email for mail in OutgoingMail.objects.filter(template=LETTER)] == ["anna@example.lv"]


def test_words_of_a_room_that_is_gone_ask_nobody(agreed: User) -> None:
    reworded("gone.kind")
    Consent.objects.create(person=person_of(agreed), kind="gone.kind")
    with clock.frozen(CHANGE):
        assert lapse_older_words(by=SYSTEM) == 0


def test_whoever_was_merged_gets_no_letter(agreed: User, ilze: User) -> None:
    other = person_of(agreed)
    other.user, other.merged_into = None, person_of(ilze)
    other.save()
    reworded()
    with clock.frozen(CHANGE):
        assert lapse_older_words(by=SYSTEM) == 1
    assert not OutgoingMail.objects.filter(template=LETTER).exists()


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_letter_says_the_new_words(agreed: User, language: str) -> None:
    agreed.language = language
    agreed.save()
    reworded()
    with clock.frozen(CHANGE):
        lapse_older_words(by=SYSTEM)
        mail = OutgoingMail.objects.get(template=LETTER)
        letter = ask_anew(mail)
        assert isinstance(letter, Letter)
        with override(language):
            _subject, text, _html = rendered(mail, letter)
    assert ("Vārdi 1" in text, "Words 1" in text) == (language == "lv", language == "en")


def test_the_letter_is_not_sent_where_it_would_not_be_true(agreed: User) -> None:
    first = reworded()
    with clock.frozen(CHANGE):
        lapse_older_words(by=SYSTEM)
        mail = OutgoingMail.objects.get(template=LETTER)
        let_school_see_hours(by=agreed, agrees=True)
        assert ask_anew(mail) == NoLetter("answered")
        reworded(version=2, day=CHANGE + timedelta(days=1))
    with clock.frozen(CHANGE + timedelta(days=1)):
        assert ask_anew(mail) == NoLetter("changed")
    mail.context = {"wording": first.pk + 99}
    assert ask_anew(mail) == NoLetter("gone")


# -- one's own page --------------------------------------------------------------------------------
def test_page_withdraws_and_agrees_again(as_: As, agreed: User) -> None:
    browser = as_(agreed)
    (part,) = [part for part in browser.get(path(PAGE)).context["shown"] if part.kind.key == SCHOOL_HOURS]
    assert (len(part.active), part.is_empty, part.may_agree) == (1, False, False)
    browser.post(path(PAGE), {"kind": SCHOOL_HOURS, "row": "", "agrees": "no"})
    assert person_of(agreed).school_sees_hours_since is None
    browser.post(path(PAGE), {"kind": SCHOOL_HOURS, "row": "", "agrees": "yes"})
    assert person_of(agreed).school_sees_hours_since is not None
    assert Consent.objects.count() == 2


def test_asked_anew_stands_in_my_tasks_and_on_the_page(as_: As, agreed: User) -> None:
    reworded()
    with clock.frozen(CHANGE):
        lapse_older_words(by=SYSTEM)
        browser = as_(agreed)
        assert path(PAGE) in browser.get(path(TASKS)).content.decode()
        shown = browser.get(path(PAGE)).context["shown"]
        assert [len(part.asked) for part in shown if part.kind.key == SCHOOL_HOURS] == [1]
        browser.post(path(PAGE), {"kind": SCHOOL_HOURS, "row": "", "agrees": "no"})
        assert path(PAGE) not in browser.get(path(TASKS)).content.decode()


def test_a_place_is_withdrawn_after_its_last_day_and_by_its_owner_alone(
    as_: As, janis: User, karlis: User, ilze: User, in_daugavpils: Scope
) -> None:
    place = place_of(janis, ilze, in_daugavpils)
    said = {"kind": SHOWS_NAME, "row": str(place.pk), "agrees": "no"}
    as_(karlis).post(path(PAGE), said)
    assert Registration.objects.get().shows_name
    with clock.frozen(date(2020, 6, 19)):
        as_(janis).post(path(PAGE), said)
    assert not Registration.objects.get().shows_name
    assert not Consent.objects.active().exists()
    Registration.objects.update(state="cancelled", ending="self")
    as_(janis).post(path(PAGE), {**said, "agrees": "yes"})
    assert not Registration.objects.get().shows_name


@pytest.mark.parametrize("said", [
    {"kind": "no.such"}, {"kind": SCHOOL_HOURS, "row": "1"}, {"kind": SHOWS_NAME, "row": ""},
    {"kind": SHOWS_NAME, "row": "²"}, {"kind": SHOWS_NAME, "row": "9" * 30},
])  # fmt: skip
def test_what_no_button_sends_is_not_found(as_: As, janis: User, said: dict[str, str]) -> None:
    assert as_(janis).post(path(PAGE), said).status_code == 404


def test_statements_stay_the_same(as_: As, agreed: User, ilze: User, in_daugavpils: Scope) -> None:
    browser, counts = as_(agreed), []
    for number in (1, 2):
        for index in range(number):
            place_of(agreed, ilze, in_daugavpils, day=date(2020, 6, 18) + timedelta(days=number * 3 + index))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path(PAGE)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_a_guest_signs_in_first(as_: As) -> None:
    assert as_(None).get(path(PAGE)).status_code == 302


# -- the notice ------------------------------------------------------------------------------------
def test_versions_are_public_and_the_note_goes_when_it_is_read(as_: As, janis: User) -> None:
    PrivacyNotice.objects.create(
        version=2, body_lv="# Jauns <script>x</script>", body_en="New", changes_lv="Kas jauns", changes_en="Changed",
        valid_from=TODAY,
    )  # fmt: skip
    page = as_(None).get(path(NOTICE)).content.decode()
    assert "Kas jauns" in page
    assert "<script>x" not in page
    assert "Jūsu tiesības" in as_(None).get(path("home:notice_version", 1)).content.decode()
    assert as_(None).get(path("home:notice_version", 7)).status_code == 404
    assert as_(None).get(path("home:notice_version", 99999999999)).status_code == 404
    browser = as_(janis)
    assert all("Kas jauns" in browser.get(path(name)).content.decode() for name in (FRONT, TASKS))
    assert browser.post(path("home:notice_read"), {"version": "²"}).status_code == 404
    browser.post(path("home:notice_read"), {"version": "2"})
    assert all("Kas jauns" not in browser.get(path(name)).content.decode() for name in (FRONT, TASKS))
