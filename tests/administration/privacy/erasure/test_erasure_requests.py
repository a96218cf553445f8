"""Requests to be erased: who asks, notes, withdraws and refuses, and who sees which."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.errors import (
    AlreadyAnswered,
    AskedAlready,
    BadDay,
    NoReason,
    NotInReach,
)
from darbigas_kopienas.administration.privacy.erasure.models import due_after
from darbigas_kopienas.administration.privacy.erasure.services import requests
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.home.my_tasks import due_of
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Municipality, Person, User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.people.services import AccountErased, person_of
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.people.conftest import place
from tests.administration.privacy.erasure.people_who_ask import answered, asked, other_programme, person
from tests.cast import make_user

pytestmark = pytest.mark.django_db
State = ErasureRequest.State
TODAY = date(2020, 6, 10)


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def verbs(row: ErasureRequest) -> list[tuple[str, int | None, int | None]]:
    entries = Entry.objects.of(row).order_by("pk")
    return [(entry.verb, entry.actor_id, entry.programme_id) for entry in entries]


# -- asking ------------------------------------------------------------------------------------------------
def test_whoever_has_an_account_asks_and_asking_twice_changes_nothing(janis: User, programme: Programme) -> None:
    first = requests.ask_erasure(by=janis)
    assert (first.person, first.is_own, first.asked_by, first.state) == (person_of(janis), True, janis, State.ASKED)
    assert requests.ask_erasure(by=janis) == first
    assert ErasureRequest.objects.count() == 1
    assert verbs(first) == [("erasure.asked", janis.pk, programme.pk)]


def test_a_request_noted_of_a_merged_row_is_the_one_that_waits(janis: User) -> None:
    kept = person_of(janis)
    other = person("Kalniņš Jānis", merged_into=kept)
    noted = asked(other, is_own=False, note="Pa tālruni.")
    assert requests.ask_erasure(by=janis) == noted
    assert list(ErasureRequest.objects.own(janis)) == [noted]
    assert (noted.who, noted.target) == (kept.name, kept)


def test_whoever_was_erased_meanwhile_asks_nothing(janis: User, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = person("dati dzēsti")
    monkeypatch.setattr(requests, "person_of", lambda _user: gone)
    with pytest.raises(AccountErased):
        requests.ask_erasure(by=janis)
    assert not ErasureRequest.objects.exists()


def test_after_an_answer_it_may_be_asked_anew(janis: User) -> None:
    answered(person_of(janis))
    assert requests.ask_erasure(by=janis).is_open


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2020, 6, 10), date(2020, 7, 10)),
        (date(2020, 1, 31), date(2020, 2, 29)),
        (date(2021, 1, 31), date(2021, 2, 28)),
        (date(2020, 12, 31), date(2021, 1, 31)),
        (date(2020, 11, 30), date(2020, 12, 30)),
    ],
)
def test_the_answer_is_due_within_a_month(on: date, due: date) -> None:
    with clock.frozen(on):
        assert due_after(clock.now()) == due


def test_days_are_left_and_then_it_is_late(janis: User) -> None:
    row = requests.ask_erasure(by=janis)
    assert (row.due_on, row.days_left, row.days_late) == (date(2020, 7, 10), 30, 0)
    with clock.frozen(date(2020, 7, 13)):
        assert (row.days_left, row.days_late) == (-3, 3)


# -- noting ------------------------------------------------------------------------------------------------
def test_a_coordinator_notes_who_asked_by_letter(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    zane = person("Zane Liepa", entered_for=daugavpils)
    row = requests.note_request(
        by=marta, programme=programme, person=zane, note="  Vēstule  pa pastu ", asked_on=TODAY - timedelta(days=5)
    )
    assert (row.is_own, row.note, row.asked_by) == (False, "Vēstule pa pastu", marta)
    assert clock.day_of(row.asked_at) == TODAY - timedelta(days=5)
    assert row.due_on == date(2020, 7, 5)
    assert verbs(row) == [("erasure.noted", marta.pk, programme.pk)]
    with pytest.raises(AskedAlready):
        requests.note_request(by=marta, programme=programme, person=zane, note="Vēlreiz.")


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=367)])
def test_a_day_ahead_or_long_ago_is_refused(
    marta: User, programme: Programme, daugavpils: Municipality, day: date
) -> None:
    zane = person("Zane Liepa", entered_for=daugavpils)
    with pytest.raises(BadDay):
        requests.note_request(by=marta, programme=programme, person=zane, note="Vēstule.", asked_on=day)


def test_how_it_was_asked_is_said(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    zane = person("Zane Liepa", entered_for=daugavpils)
    with pytest.raises(NoReason):
        requests.note_request(by=marta, programme=programme, person=zane, note=" \u200b ")
    row = requests.note_request(by=marta, programme=programme, person=zane, note="Zvans.", asked_on=TODAY)
    assert row.asked_at == clock.now()


@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "emma", "olga", "janis", "admin"])
def test_nobody_else_notes_or_refuses(
    request: pytest.FixtureRequest, name: str, programme: Programme, daugavpils: Municipality
) -> None:
    user: User = request.getfixturevalue(name)
    zane = person("Zane Liepa", entered_for=daugavpils)
    row = asked(zane)
    with pytest.raises(PermissionDenied):
        requests.note_request(by=user, programme=programme, person=zane, note="Zvans.")
    with pytest.raises(PermissionDenied):
        requests.refuse_request(by=user, request=row, reason="Nē.")
    with pytest.raises(PermissionDenied):
        requests.withdraw_request(by=user, request=row)


def test_of_the_erased_and_of_whom_the_coordinator_does_not_see_nothing_is_noted(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    for who in (person("Nekur Nav"), person(ERASED, entered_for=daugavpils)):
        with pytest.raises(NotInReach):
            requests.note_request(by=marta, programme=programme, person=who, note="Zvans.")


# -- withdrawing and refusing ------------------------------------------------------------------------------
def test_a_request_is_withdrawn_while_it_waits(janis: User, marta: User, programme: Programme) -> None:
    row = requests.ask_erasure(by=janis)
    requests.withdraw_request(by=janis, request=row)
    row.refresh_from_db()
    assert (row.state, row.answered_by, row.answered_at) == (State.WITHDRAWN, janis, clock.now())
    assert verbs(row)[-1] == ("erasure.withdrawn", janis.pk, programme.pk)
    with pytest.raises(AlreadyAnswered):
        requests.withdraw_request(by=janis, request=row)
    with pytest.raises(AlreadyAnswered):
        requests.refuse_request(by=marta, request=row, reason="Par vēlu.")


def test_it_is_refused_once_and_with_a_reason(janis: User, marta: User, programme: Programme) -> None:
    row = requests.ask_erasure(by=janis)
    with pytest.raises(NoReason):
        requests.refuse_request(by=marta, request=row, reason="  ")
    requests.refuse_request(by=marta, request=row, reason="Likums liek glabāt.")
    row.refresh_from_db()
    assert (row.state, row.reason, row.answered_by) == (State.REFUSED, "Likums liek glabāt.", marta)
    assert verbs(row)[-1] == ("erasure.refused", marta.pk, programme.pk)
    with pytest.raises(AlreadyAnswered):
        requests.refuse_request(by=marta, request=row, reason="Otrreiz.")
    with pytest.raises(AlreadyAnswered):
        requests.withdraw_request(by=janis, request=row)


def test_the_coordinator_of_another_grant_refuses_nothing_here(janis: User) -> None:
    _other, velta = other_programme()
    row = requests.ask_erasure(by=janis)
    with pytest.raises(NotInReach):
        requests.refuse_request(by=velta, request=row, reason="Nē.")


# -- who sees which ----------------------------------------------------------------------------------------
def seen(user: User) -> set[str]:
    return {row.who for row in ErasureRequest.objects.visible_to(user)}


def test_a_place_an_entry_or_a_role_says_whose_request_it_is(
    marta: User, ilze: User, janis: User, programme: Programme, daugavpils: Municipality, in_daugavpils: Scope,
    components: dict[str, Component],
) -> None:  # fmt: skip
    _other, velta = other_programme()
    guest = person("Viesis Viens", "viesis@example.lv")
    place(marta, in_daugavpils, components["1"], guest)
    people = [guest, person("Ierakstīta Ieva", entered_for=daugavpils), person_of(janis), person("Nekur Nav")]
    for row in people:
        asked(row)
    assert seen(marta) == {"Viesis Viens", "Ierakstīta Ieva", "Jānis Kalniņš", "Nekur Nav"}
    assert seen(velta) == {"Nekur Nav"}
    assert seen(janis) == {"Jānis Kalniņš"}
    assert seen(ilze) == set()
    assert list(ErasureRequest.objects.visible_to(None)) == []


def test_whoever_is_nowhere_concerns_every_programme(programme: Programme, marta: User) -> None:
    _other, velta = other_programme()
    zane = make_user("zane@example.lv", "Zane")
    row = requests.ask_erasure(by=zane)
    assert verbs(row) == [("erasure.asked", zane.pk, None)]
    for user in (marta, velta):
        assert list(ErasureRequest.objects.to_answer_by(user)) == [row]
    requests.refuse_request(by=velta, request=row, reason="Likums liek glabāt.")


def test_what_was_merged_away_is_seen_where_the_other_is(marta: User, programme: Programme, janis: User) -> None:
    _other, velta = other_programme()
    asked(person("Kalniņš", merged_into=person_of(janis)))
    assert seen(marta) == {"Jānis Kalniņš"}
    assert seen(velta) == set()


# -- told elsewhere ----------------------------------------------------------------------------------------
def test_requests_that_wait_stand_in_the_tasks_with_the_nearest_day(
    marta: User, ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    def tasks(user: User) -> list[tuple[str, Any]]:
        return [(task.text, task.due_on) for task in due_of(user, programme).due if "erase" in task.text]

    assert tasks(marta) == []
    for days in (3, 9):
        early = clock.now() - timedelta(days=days)
        asked(person(f"Zane {days}", entered_for=daugavpils), asked_at=early)
    answered(person("Atbildēta", entered_for=daugavpils))
    with clock.frozen(TODAY + timedelta(days=1)):  # the statement is put together once a minute
        assert tasks(marta) == [("2 requests to erase data wait", date(2020, 7, 1))]
        assert tasks(ilze) == []


def test_ones_own_requests_stand_in_the_file_of_ones_data(janis: User, ilze: User) -> None:
    row = answered(person_of(janis))
    (told,) = own_tables(janis)["erasure_requests"].rows
    assert told == (row.asked_at, "", "refused", row.answered_at, "Likums liek glabāt.")
    assert own_tables(ilze)["erasure_requests"].rows == []


# -- what must never be ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "refused_erasure", "answered_at": None, "reason": "x"},
        {"state": "refused_erasure", "reason": ""},
        {"state": "asked_erasure"},
        {"is_own": False, "note": ""},
    ],
)
def test_the_database_refuses_what_is_half_answered(wrong: dict[str, Any]) -> None:
    zane: Person = person("Zane Liepa")
    with pytest.raises(IntegrityError), transaction.atomic():
        answered(zane, **wrong)
    asked(zane)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(zane)
