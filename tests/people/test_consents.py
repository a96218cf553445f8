"""What somebody agreed to is proven by rows, each with its words; the columns that pages go by follow."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.models import (
    Consent,
    ConsentWording,
    Municipality,
    NoticeReading,
    Organisation,
    Person,
    PrivacyNotice,
    User,
)
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.people.services import correct_own_data, let_school_see_hours, person_of, read_notice
from darbigas_kopienas.values import clock
from tests.together import together_times

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 11)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(TODAY), override("en"):
        yield


@pytest.fixture
def teacher(janis: User, daugavpils: Municipality) -> Person:
    person = person_of(janis)
    person.organisation = Organisation.objects.create(kind="school", name_lv="Skola", municipality=daugavpils)
    person.save()
    return person


def wording(version: int, day: date, words: str = "New words", kind: str = SCHOOL_HOURS) -> ConsentWording:
    return ConsentWording.objects.create(
        kind=kind, version=version, text_lv=f"{words} lv", text_en=words, valid_from=day
    )


def told(person: Person) -> list[tuple[int | None, bool, bool]]:
    """Version of the words, whether it holds, whether it ended since the words changed; the first comes first."""
    rows = person.consents.select_related("wording").order_by("pk")
    return [(row.wording.version if row.wording else None, row.withdrawn_at is None, row.is_lapsed) for row in rows]


def test_agreeing_and_withdrawing_leave_rows(janis: User, teacher: Person) -> None:
    let_school_see_hours(by=janis, agrees=True)
    let_school_see_hours(by=janis, agrees=True)
    assert told(teacher) == [(None, True, False)]
    let_school_see_hours(by=janis, agrees=False)
    wording(1, TODAY)
    let_school_see_hours(by=janis, agrees=True)
    assert told(teacher) == [(None, False, False), (1, True, False)]


def test_another_school_ends_it(janis: User, teacher: Person) -> None:
    let_school_see_hours(by=janis, agrees=True)
    correct_own_data(by=janis, name="Jānis", organisation=None, language="lv")
    assert told(teacher) == [(None, False, False)]


def test_agreeing_to_newer_words_ends_the_older(janis: User, teacher: Person) -> None:
    let_school_see_hours(by=janis, agrees=True)
    wording(1, TODAY)
    let_school_see_hours(by=janis, agrees=True)
    assert told(teacher) == [(None, False, True), (1, True, False)]
    assert not Consent.objects.asked_anew().exists()  # they have answered


def test_words_of_the_day_count(teacher: Person) -> None:
    wording(1, TODAY)
    wording(2, TODAY + timedelta(days=1))
    yesterday = clock.now() - timedelta(days=1)
    given_consents.give(teacher, SCHOOL_HOURS, at=yesterday)
    assert told(teacher) == [(None, True, False)]
    assert given_consents.words_of(SCHOOL_HOURS) == "New words"
    assert given_consents.kinds()[SCHOOL_HOURS].usual_text == given_consents.usual_words(SCHOOL_HOURS)


def test_one_row_is_agreed_to_by_one_person(teacher: Person, ilze: User) -> None:
    given_consents.give(teacher, "some.kind", "some.row:7")
    given_consents.give(person_of(ilze), "some.kind", "some.row:7")
    assert list(Consent.objects.active().values_list("person", flat=True)) == [person_of(ilze).pk]
    given_consents.carry_over("some.kind", "some.row:7", "some.row:8")
    assert Consent.objects.active().get().row_pk == 8


def test_saying_no_answers_what_was_asked_anew(teacher: Person) -> None:
    given_consents.give(teacher, SCHOOL_HOURS)
    given_consents.end(teacher, SCHOOL_HOURS, lapsed=True)
    assert Consent.objects.asked_anew().count() == 1
    given_consents.end(teacher, SCHOOL_HOURS)
    assert not Consent.objects.asked_anew().exists()


def test_the_database_keeps_one_that_holds(teacher: Person) -> None:
    Consent.objects.create(person=teacher, kind=SCHOOL_HOURS)
    with pytest.raises(IntegrityError, match="people_consent_given_once"), transaction.atomic():
        Consent.objects.create(person=teacher, kind=SCHOOL_HOURS)
    with pytest.raises(IntegrityError, match="people_consent_withdrawn_after"), transaction.atomic():
        Consent.objects.update(withdrawn_at=clock.now() - timedelta(days=1))


def test_hours_that_the_school_saw_before_are_proven_once(janis: User, teacher: Person) -> None:
    since = let_school_see_hours(by=janis, agrees=True).school_sees_hours_since
    Consent.objects.all().delete()
    migration = import_module("darbigas_kopienas.people.migrations.0017_first_notice")
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(migration.SCHOOL_SEES_HOURS)
    assert (told(teacher), Consent.objects.get().given_at) == ([(None, True, False)], since)


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_consent(janis: User, teacher: Person) -> None:
    together_times(2, lambda: given_consents.give(teacher, SCHOOL_HOURS))
    assert told(teacher) == [(None, True, False)]


# -- the notice ------------------------------------------------------------------------------------
def version_two(day: date = TODAY) -> PrivacyNotice:
    return PrivacyNotice.objects.create(
        version=2, body_lv="Jauns", body_en="New", changes_lv="Kas jauns", changes_en="A change", valid_from=day
    )


def test_the_text_comes_with_the_portal() -> None:
    first = PrivacyNotice.objects.get()
    assert (first.version, "## Jūsu tiesības" in first.body_lv, "## Your rights" in first.body_en) == (1, True, True)
    assert PrivacyNotice.objects.current(date(2020, 1, 1)) == first


def test_somebody_is_told_of_a_change_until_they_have_read_it(janis: User) -> None:
    assert User.objects.get(pk=janis.pk).unread_notice is None
    second = version_two(TODAY + timedelta(days=1))
    assert User.objects.get(pk=janis.pk).unread_notice is None
    with clock.frozen(TODAY + timedelta(days=1)):
        unread = User.objects.get(pk=janis.pk).unread_notice
        assert unread is not None
        assert (unread.version, unread.changes, unread.valid_from) == (2, "A change", second.valid_from)
        read_notice(by=janis, notice=second)
        read_notice(by=janis, notice=second)
        assert User.objects.get(pk=janis.pk).unread_notice is None
    assert NoticeReading.objects.count() == 1


def test_nobody_is_told_where_there_is_no_notice(janis: User) -> None:
    PrivacyNotice.objects.all().delete()
    assert User(pk=janis.pk).unread_notice is None


def test_own_data_tell_of_both(janis: User, teacher: Person) -> None:
    words = wording(1, TODAY)
    let_school_see_hours(by=janis, agrees=True)
    Consent.objects.create(person=teacher, kind="of.a.room.that.is.gone")
    read_notice(by=janis, notice=PrivacyNotice.objects.get())
    tables = own_tables(janis)
    assert {(str(row[0]), row[1]) for row in tables["consents"].rows} == {
        ("My school sees my hours", words.text), ("of.a.room.that.is.gone", ""),
    }  # fmt: skip
    assert [row[0] for row in tables["notices_read"].rows] == [1]
