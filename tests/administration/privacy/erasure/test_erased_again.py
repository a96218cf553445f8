"""A backup older than an erasure is restored: whoever was erased since is erased again, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.administration.privacy.erasure.register.file import read, register_path
from darbigas_kopienas.administration.privacy.erasure.services import again as services
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import carry_out, empty_rows
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.erasure import ERASED, stand_in
from darbigas_kopienas.people.models import Municipality, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import PartyContact, Programme
from darbigas_kopienas.values import clock
from tests.administration.privacy.erasure.conftest import Known
from tests.administration.privacy.erasure.lost import NOTHING, Lose, again, everything, losing, registered
from tests.administration.privacy.erasure.people_who_ask import asked, person
from tests.administration.privacy.erasure.test_erasing import figures, rows_of, traces_in
from tests.cast import make_user

pytestmark = pytest.mark.django_db
DONE = ErasureRequest.State.DONE


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BACKUP_DIR = tmp_path / "backups"
    return tmp_path / "backups"


@pytest.fixture
def lose(django_capture_on_commit_callbacks: Any) -> Lose:
    return losing(django_capture_on_commit_callbacks)


@pytest.fixture
def anna() -> Iterator[Person]:
    with clock.frozen(clock.now()):  # else the last digits of a moment would have to be compared
        yield person("Anna Kalna", "anna.kalna@example.lv")


def name_of(who: Person) -> str:
    return Person.with_merged.get(pk=who.pk).name


# -- all of it -------------------------------------------------------------------------------------
def test_no_trace_comes_back_and_every_figure_stays(known: Known, marta: User, lose: Lose) -> None:
    before, namesake = figures(), rows_of(known.namesake)
    with lose():
        first = carry_out(by=marta, request=known.asked()).erased
    assert traces_in(everything())
    assert again() == services.ErasedAgain(people=1, documents=0, unknown=0, obstacles=())
    of_namesake = [known.namesake.email, namesake[2][0]["number"]]
    after = everything()
    assert [line for line in traces_in(after) if not any(mark in line for mark in of_namesake)] == []
    assert (figures(), rows_of(known.namesake)) == (before, namesake)
    assert not OutgoingMail.objects.filter(template="erasure_done").exists()
    request = ErasureRequest.objects.get()
    assert (request.state, request.answered_at, request.is_own) == (DONE, clock.now(), False)
    assert request.erased == first
    (entry,) = Entry.objects.filter(verb="person.erased_again")
    assert (entry.actor_id, entry.object_id, entry.programme_id) == (
        None,
        str(known.person.pk),
        known.run.scope.programme_id,
    )
    assert entry.changes == {**request.erased, "on": str(clock.day_of(clock.now() - timedelta(days=1)))}
    assert (again(), everything()) == (NOTHING, after)


def test_a_request_that_waited_in_the_backup_is_answered(anna: Person, marta: User, lose: Lose) -> None:
    request = asked(anna)
    with lose():
        carry_out(by=marta, request=request)
    request.refresh_from_db()
    assert request.is_open
    assert again().people == 1
    request.refresh_from_db()
    (line,), _unreadable = read([register_path()])
    assert (request.state, request.answered_at) == (DONE, line.at)
    assert (request.is_own, request.note, request.asked_by) == (True, "", None)
    assert ErasureRequest.objects.count() == 1


# -- who it is -------------------------------------------------------------------------------------
def test_whoever_is_younger_than_the_backup_is_counted(marta: User, lose: Lose) -> None:
    with lose():
        carry_out(by=marta, request=asked(person("Anna Kalna")))
    assert again() == services.ErasedAgain(people=0, documents=0, unknown=1, obstacles=())


def test_somebody_else_with_the_number_of_an_erased_one_stays(marta: User, lose: Lose) -> None:
    """After the first restore numbers are given anew. A later restore has the lines of the time that was lost, too."""
    with lose(), clock.frozen(clock.now() - timedelta(days=2)):
        lost = person("Anna Kalna")
        user = make_user("anna.kalna@example.lv", "Anna Kalna")
        User.objects.filter(pk=user.pk).update(joined_at=clock.now())
        Person.objects.filter(pk=lost.pk).update(user=user)
        carry_out(by=marta, request=asked(lost))
    other = Person.objects.create(
        pk=lost.pk, name="Zane Liepa", user=User.objects.create_user("z@example.lv", pk=user.pk)
    )
    before = everything()
    assert again() == services.ErasedAgain(people=0, documents=0, unknown=1, obstacles=())
    assert everything() == before
    registered(other)
    assert (again().people, name_of(other)) == (1, ERASED)


def test_two_rows_that_were_merged_since_are_erased_both(
    anna: Person, marta: User, programme: Programme, daugavpils: Municipality, lose: Lose
) -> None:
    married = person("Anna Kalna-Liepa", entered_for=daugavpils)
    Person.objects.filter(pk=anna.pk).update(entered_for=daugavpils)
    with lose():
        duplicates.merge_people(by=marta, programme=programme, first=anna, second=married, note="Viena")
        carry_out(by=marta, request=asked(anna))
    assert again() == services.ErasedAgain(people=1, documents=0, unknown=0, obstacles=())
    assert (name_of(anna), name_of(married)) == (ERASED, ERASED)


def test_whoever_was_merged_with_another_by_mistake_is_left_to_a_colleague(anna: Person) -> None:
    """The merging was undone after the backup, and only one of the two was erased."""
    other = person("Anna Kalna")
    Person.objects.filter(pk=other.pk).update(merged_into=anna)
    registered(other)
    assert again().obstacles == (
        f"Person {other.pk} was erased, but in the backup it is merged with others who were not ([{anna.pk}]): "
        f"undo the merging, then erase person {other.pk} again.",
    )
    assert (name_of(anna), name_of(other)) == ("Anna Kalna", "Anna Kalna")
    registered(anna)  # both were, one after the other
    assert (again().people, name_of(anna), name_of(other)) == (1, ERASED, ERASED)


@pytest.mark.parametrize("has_row", [True, False])
def test_an_account_whose_person_was_made_since(marta: User, lose: Lose, *, has_row: bool) -> None:
    user = make_user("zane@example.lv", "Zane Liepa")
    if has_row:
        registered(account=user)
        person_of(user)
    else:
        with lose():
            carry_out(by=marta, request=asked(person_of(user)))
    assert again() == services.ErasedAgain(people=1, documents=0, unknown=0, obstacles=())
    user.refresh_from_db()
    assert (user.email, user.name, user.is_active) == (stand_in(user.pk), "", False)
    assert Person.objects.get().name == ERASED
    assert again() == NOTHING


# -- what a person has to do -----------------------------------------------------------------------
def test_what_hinders_is_said_and_the_next_is_erased(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    zane, empty = person("Zane Liepa"), empty_rows
    registered(anna)
    registered(zane)

    def refuse_first(subject: Any) -> dict[str, int]:
        if anna.pk in subject.people:
            raise ValidationError("Anna Kalna")
        return empty(subject)

    monkeypatch.setattr(services, "empty_rows", refuse_first)
    assert again() == services.ErasedAgain(
        people=1, documents=0, unknown=0,
        obstacles=(f"Person {anna.pk} could not be erased again (ValidationError): erase them by hand.",),
    )  # fmt: skip
    assert (name_of(anna), name_of(zane)) == ("Anna Kalna", ERASED)


def test_a_contact_that_was_replaced_since_has_to_be_again(anna: Person, programme: Programme) -> None:
    party = programme.parties.get(role="funder")
    PartyContact.objects.create(programme=programme, party=party, name=anna.name, email=anna.email)
    registered(anna)
    said = (
        f"Person {anna.pk} is erased again, but: Contact of “{party.organisation.name_en}”: name somebody else first."
    )
    assert again() == services.ErasedAgain(people=1, documents=0, unknown=0, obstacles=(said,))


# -- the registers ---------------------------------------------------------------------------------
def test_no_register_is_said(tmp_path: Path) -> None:
    assert again(tmp_path / "none").obstacles == (
        "No register of erasures (erased.jsonl) lies there, so nobody was erased again.",
    )


def test_the_portal_has_all_the_lines_afterwards(anna: Person, folder: Path, tmp_path: Path, settings: Any) -> None:
    registered(anna)
    beside = tmp_path / "usb" / "erased.jsonl"
    folder.rename(beside.parent)
    assert again(beside, register_path(), beside).people == 1
    assert register_path().read_bytes() == beside.read_bytes()
    settings.BACKUP_DIR = beside  # a file, no folder
    assert again(beside).obstacles == (f"{beside / 'erased.jsonl'} cannot be written: put the old register there.",)
