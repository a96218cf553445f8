"""Two who enter, or correct, the same organisation at one moment, on connections of their own."""

from collections.abc import Callable
from typing import Any

import pytest

from darbigas_kopienas.administration.people.duplicates.services import merge_organisations
from darbigas_kopienas.administration.people.organisations import likeness, services
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Programme
from tests.together import before_commit

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "40008000000"


def adding(marta: User, programme: Programme, name: str) -> Callable[[], Any]:
    given: Any = {"name_lv": name, "kind": "ngo", "registration_number": NUMBER, "is_another": True}
    return lambda: services.add_organisation(by=User.objects.get(pk=marta.pk), programme=programme, **given)


def test_the_second_of_a_number_is_refused(marta: User, programme: Programme) -> None:
    outcome = before_commit(adding(marta, programme, "Rīts"), adding(marta, programme, "Vakars"))
    assert isinstance(outcome, services.OrganisationKnown)
    assert Organisation.objects.filter(registration_number=NUMBER).count() == 1


def test_negative_control_without_the_lock_there_are_two(
    marta: User, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "hold_numbers", lambda: None)
    before_commit(adding(marta, programme, "Rīts"), adding(marta, programme, "Vakars"))
    assert Organisation.objects.filter(registration_number=NUMBER).count() == 2


def editing(by: User, programme: Programme, organisation: Organisation, **fields: Any) -> Callable[[], Any]:
    given: Any = {"name_lv": organisation.name_lv, "kind": organisation.kind, **fields}
    return lambda: services.edit_organisation(by=by, programme=programme, organisation=organisation, **given)


def test_whoever_corrects_one_that_is_being_merged_is_refused(
    marta: User, ilze: User, programme: Programme, spogi: Organisation, daugavpils: Municipality
) -> None:
    other = Organisation.objects.create(kind="school", name_lv="Špoģi", municipality=daugavpils)
    given: Any = {"by": marta, "programme": programme, "target": spogi, "other": other, "note": "Viena"}
    outcome = before_commit(lambda: merge_organisations(**given), editing(ilze, programme, other, address="Ielas 1"))
    assert isinstance(outcome, services.ForeignOrganisation)


def test_a_table_and_a_number_that_is_corrected_wait_for_one_another_in_one_order(
    marta: User, ilze: User, programme: Programme, spogi: Organisation
) -> None:
    """The table has the numbers, and comes to the row that is just being corrected."""

    before_commit(
        services.lock_register,
        editing(ilze, programme, spogi, registration_number=NUMBER),
        editing(marta, programme, spogi, address="Ielas 1"),
    )
    spogi.refresh_from_db()
    assert (spogi.address, spogi.registration_number) == ("Ielas 1", NUMBER)
