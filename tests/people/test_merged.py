"""Whoever proves the address of somebody who was merged is the one who is kept."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from darbigas_kopienas.participation.registration import prepared
from darbigas_kopienas.people import services
from darbigas_kopienas.people.models import Organisation, Person, User
from darbigas_kopienas.values import clock
from tests.unprepared import forget

pytestmark = pytest.mark.django_db


def person(address: str = "", **more: Any) -> Person:
    return Person.objects.create(name="Anna", email=address, email_verified_at=clock.now() if address else None, **more)


def merged(address: str, target: Person) -> Person:
    return person(address, merged_into=target)


def test_the_address_leads_to_the_kept_one(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, services)
    target = person()
    merged("old@example.lv", target)
    assert services.verified_person("OLD@example.lv") == target
    assert services.person_of_address(email="old@example.lv", name="Anna") == target
    monkeypatch.setattr(services, "TRIES", 0)  # as where others were first every time
    assert services.person_of_address(email="old@example.lv", name="Anna") == target


def test_the_account_is_the_kept_one_s(janis: User) -> None:
    target = person("other@example.lv")
    merged(janis.email, target)
    assert services.person_of(janis) == target
    target.refresh_from_db()
    assert target.user == janis


def test_the_account_of_a_kept_one_who_has_another_is_a_person_of_its_own(janis: User, ilze: User) -> None:
    target = person(user=ilze)
    merged(janis.email, target)
    his = services.person_of(janis)
    assert (his != target, his.email, his.has_verified_email) == (True, janis.email, False)


def test_whoever_was_merged_since_they_were_read_takes_no_account(janis: User) -> None:
    """The caller asks anew, and finds who is kept."""
    target, reader = person(), person(janis.email)
    Person.objects.filter(pk=reader.pk).update(merged_into=target)
    assert services._locked_person(reader) == reader
    with pytest.raises(IntegrityError, match="merged_has_no_account"), transaction.atomic():
        Person.with_merged.filter(pk=reader.pk).update(user=janis)
    assert services.person_of(janis) == target


def test_the_name_of_a_merged_school_is_the_kept_one_s(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, prepared)
    target = Organisation.objects.create(kind="school", name_lv="Daugavpils 3. vidusskola", name_en="School 3")
    about: dict[str, Any] = {"kind": "school", "merged_into": target}
    Organisation.objects.create(name_lv="3. vsk", name_en="Daugavpils 3. vidusskola", **about)
    assert prepared.known_school("3. VSK") == target
    assert prepared.known_school("daugavpils 3. vidusskola") == target
    Organisation.objects.create(kind="school", name_lv="Trešā", name_en="3. vsk")
    assert prepared.known_school("3. vsk") is None


# -- what the database refuses -------------------------------------------------------------------------------
@pytest.mark.parametrize("model", [Person, Organisation])
def test_nobody_leads_on_to_a_third(model: Any) -> None:
    first, second, third = (
        model.objects.create(**({"name": name} if model is Person else {"name_lv": name, "kind": "ngo"}))
        for name in "abc"
    )
    rows = model.with_merged
    rows.filter(pk=first.pk).update(merged_into=second)
    for row, target in ((second, third), (third, first), (first, first)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=row.pk).update(merged_into=target)
    rows.filter(pk=first.pk).update(merged_into=third)
    rows.filter(pk=first.pk).update(merged_into=None)
    rows.filter(pk=second.pk).update(merged_into=third)
    assert rows.get(pk=second.pk).merged_into == third


def test_whoever_signs_in_is_not_merged(janis: User) -> None:
    with pytest.raises(IntegrityError, match="merged_has_no_account"), transaction.atomic():
        Person.objects.filter(pk=person(user=janis).pk).update(merged_into=person())
