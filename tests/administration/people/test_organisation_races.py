"""Two who enter the same organisation at one moment, on connections of their own."""

from collections.abc import Callable
from typing import Any

import pytest

from darbigas_kopienas.administration.people.organisations import likeness, services
from darbigas_kopienas.people.models import Organisation, User
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
