"""Requests to be erased and whom they concern, made in one line, for the tests of their services, pages and letters."""

from datetime import date
from typing import Any

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.cast import join, make_user


def person(name: str, address: str = "", **more: Any) -> Person:
    return Person.objects.create(name=name, email=address, email_verified_at=clock.now() if address else None, **more)


def asked(person: Person, **more: Any) -> ErasureRequest:
    return ErasureRequest.objects.create(person=person, **more)


def answered(person: Person, state: str = "refused_erasure", **more: Any) -> ErasureRequest:
    given = {"state": state, "answered_at": clock.now(), "reason": "Likums liek glabāt.", **more}
    return ErasureRequest.objects.create(person=person, **given)


def other_programme() -> tuple[Programme, User]:
    """Another grant, and who coordinates it."""
    programme = Programme.objects.create(
        code="cita", name_lv="Cita", name_en="Another", starts_on=date(2019, 3, 1), ends_on=date(2021, 2, 28)
    )
    return programme, join(make_user("velta@example.lv", "Velta Vanaga"), programme, Role.PROGRAMME)


def letters_of(template: str) -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.filter(template=template).values_list("to_email", "language"))
