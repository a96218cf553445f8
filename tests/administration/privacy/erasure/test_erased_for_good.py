"""Who was erased is offered nowhere, is nobody's duplicate, and is not written anew by a colleague."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.administration.models import Duplicate, ErasureRequest
from darbigas_kopienas.administration.people.duplicates import services as duplicates
from darbigas_kopienas.administration.people.duplicates.errors import DataErased
from darbigas_kopienas.administration.people.register import services as register
from darbigas_kopienas.administration.people.register.people import people_of, people_to_export, people_to_write
from darbigas_kopienas.administration.privacy.erasure.preview import preview_of
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import carry_out
from darbigas_kopienas.administration.privacy.erasure.services.requests import note_request, refuse_request
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.anonymous import anonymise
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import Answer
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Consent, Municipality, Person, User
from darbigas_kopienas.people.services import AccountErased, name_account, person_of, person_of_address
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from seminars.certificates import services as certificates
from seminars.certificates.errors import NotEntitled
from seminars.models import Certificate
from tests.administration.people.conftest import Maker, make, person, seat, summer
from tests.administration.privacy.erasure.conftest import ADDRESS, MAIDEN, NAME, Known
from tests.builders import TODAY, issue, signing
from tests.cast import make_user

__all__ = ["make", "summer"]  # fixtures
As = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def erased(marta: User, daugavpils: Municipality) -> Person:
    who = person("Anna Kalna", "anna.kalna@example.lv", entered_for=daugavpils)
    carry_out(by=marta, request=ErasureRequest.objects.create(person=who, is_own=False, note="Zvans."))
    who.refresh_from_db()
    return who


def test_nobody_answers_their_own_request(marta: User, programme: Programme) -> None:
    own = ErasureRequest.objects.create(person=person_of(marta))
    for answer in (carry_out, lambda **given: refuse_request(**given, reason="Nē.")):
        with pytest.raises(PermissionDenied):
            answer(by=marta, request=own)
    own.refresh_from_db()
    assert own.is_open


def test_the_register_offers_nobody_erased(erased: Person, marta: User, programme: Programme, as_: As) -> None:
    for listed in (people_of, people_to_export, people_to_write):
        assert not listed(marta, programme).filter(pk=erased.pk).exists()
    assert as_(marta).get(reverse("administration:person_detail", args=[programme.pk, erased.pk])).status_code == 404


def test_a_colleague_writes_no_name_into_an_emptied_row(
    erased: Person, marta: User, ilze: User, programme: Programme
) -> None:
    for by in (marta, ilze):
        with pytest.raises(register.NotTheirsAlone):
            register.edit_person(
                by=by, programme=programme, person=erased, name="Anna Kalna", email="anna.kalna@example.lv", school=None
            )
    with pytest.raises(PermissionDenied):
        note_request(by=marta, programme=programme, person=erased, note="Vēlreiz.")


@pytest.mark.parametrize("is_first", [True, False])
def test_whoever_was_erased_is_merged_with_nobody(
    erased: Person, marta: User, programme: Programme, daugavpils: Municipality, *, is_first: bool
) -> None:
    other = person("Zane Liepa", "zane.liepa@example.lv", entered_for=daugavpils)
    first, second = (erased, other) if is_first else (other, erased)
    with pytest.raises(DataErased):
        duplicates.merge_people(by=marta, programme=programme, first=first, second=second, note="Viena")
    assert Person.objects.filter(pk__in=[erased.pk, other.pk]).count() == 2


def test_what_was_merged_before_erasing_is_not_parted_again(
    make: Maker, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    """The rows would be two people in every count, of whom nobody could say who they are."""
    one, other = (person(name, entered_for=daugavpils) for name in ("Anna Kalna", "Anna Kalna-Liepa"))
    seat(other, make(), email="x@example.lv")
    merged = duplicates.merge_people(by=marta, programme=programme, first=one, second=other, note="Viena")
    carry_out(by=marta, request=ErasureRequest.objects.create(person=Person.objects.get()))
    with pytest.raises(DataErased):
        duplicates.undo_merge(by=marta, programme=programme, duplicate=merged)
    assert Duplicate.objects.get().state == Duplicate.State.MERGED
    assert set(Registration.objects.values_list("person", flat=True)) == {merged.target_person_id}


def test_whoever_comes_with_the_address_again_is_a_fresh_person(erased: Person) -> None:
    fresh = person_of_address(email="anna.kalna@example.lv", name="Anna Kalna")
    assert (fresh.pk != erased.pk, fresh.name) == (True, "Anna Kalna")
    assert Person.objects.get(pk=erased.pk).name == ERASED


def test_a_new_account_of_the_address_is_a_fresh_person(erased: Person) -> None:
    assert person_of(make_user("anna.kalna@example.lv", "Anna Kalna")).pk != erased.pk


def test_an_account_that_was_erased_meanwhile_is_not_named(marta: User) -> None:
    """The request had read the account before; its sender says what they are called after."""
    user = make_user("zane@example.lv", "")
    read_before = User.objects.get(pk=user.pk)
    erase(marta, person_of(user))
    with pytest.raises(AccountErased):
        name_account(user=read_before, name="Zane Liepa")
    assert User.objects.get(pk=user.pk).name == ""
    assert not Person.with_merged.exclude(name=ERASED).exists()


def test_a_consent_of_this_moment_ends_too(marta: User, daugavpils: Municipality) -> None:
    """Clocks of two machines differ by moments; the database wants no consent that ends before it was given."""
    who = person("Anna Kalna", entered_for=daugavpils)
    Consent.objects.create(person=who, kind=SCHOOL_HOURS, given_at=clock.now() + timedelta(seconds=2))
    erase(marta, who)
    assert Consent.objects.get().withdrawn_at is not None


def test_what_stands_of_them_with_others_goes_too(known: Known, marta: User, daugavpils: Municipality) -> None:
    """In columns that are erased of each person themselves, and so are looked through for nobody else."""
    said, other = f"Kopā ar {NAME}, {ADDRESS}", person("Anna Kalna", entered_for=daugavpils)
    row = ErasureRequest.objects.create(
        person=other, is_own=False, note=said, stays={"lv": [{"text": said, "why": "x", "until": "", "url": ""}]}
    )
    place = Registration.objects.filter(person=known.namesake).earliest("pk")
    Answer.objects.create(question=Answer.objects.get().question, registration=place, value=said)
    invited = Invitation.objects.create(
        activity=known.coming, name="Anna", email="a@example.lv", words=said, invited_by=marta
    )
    Registration.objects.filter(name="Gaida Rindā").update(reason=said)
    erase(marta, known.person)
    row.refresh_from_db()
    invited.refresh_from_db()
    texts = [row.note, row.stays["lv"][0]["text"], invited.words, Registration.objects.get(name="Gaida Rindā").reason]
    texts.append(Answer.objects.get(registration=place).value)
    assert set(texts) == {f"Kopā ar {ERASED}, {ERASED}"}


# -- certificates ----------------------------------------------------------------------------------
def erase(by: User, who: Person) -> None:
    carry_out(by=by, request=ErasureRequest.objects.create(person=who))


def test_no_paper_is_issued_to_nobody(known: Known, marta: User, ilze: User) -> None:
    """Of somebody who was there, and has none that is valid."""
    certificates.revoke(by=ilze, certificate=known.certificate, reason="Kļūda")
    erase(marta, known.person)
    with clock.frozen(TODAY), pytest.raises(NotEntitled):
        issue(ilze, known.run, registrations=[known.certificate.registration_id])


def test_a_paper_of_the_erased_is_not_replaced(known: Known, marta: User, ilze: User) -> None:
    erase(marta, known.person)
    paper = Certificate.objects.get(pk=known.certificate.pk)
    with clock.frozen(TODAY), pytest.raises(NotEntitled):
        certificates.replace(by=ilze, certificate=paper, reason="Kļūda", signing=signing(clock.today()))


def test_papers_whose_places_tell_nobody_any_more_are_named(known: Known, marta: User, programme: Programme) -> None:
    """Names of places go by themselves some years after the programme; a paper keeps its holder. Whoever is erased
    after that may be one of those called so, and nobody can tell which."""
    anonymise(Registration.objects.filter(activity__programme=programme))
    texts = [str(row.text) for row in preview_of(known.person).remainders]
    numbers = Certificate.objects.filter(holder__in=[NAME, MAIDEN]).values_list("number", flat=True)
    assert len(numbers) == 4
    assert all(any(number in text for text in texts) for number in numbers)
