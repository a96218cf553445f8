"""Whom to write to about what one cannot put right oneself."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from darbigas_kopienas.home.data_contact import whom_to_write
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.contacts import portal_contact
from tests.builders import TODAY, register, taking

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def test_where_one_has_a_role_its_coordinator_is_asked_and_never_oneself(
    janis: User, ilze: User, marta: User, emma: User
) -> None:
    assert whom_to_write(janis).email == ilze.email
    assert whom_to_write(ilze).email == marta.email
    assert whom_to_write(emma).email == marta.email
    assert whom_to_write(marta) == portal_contact()


def test_where_one_took_part_last_comes_first(
    janis: User, karlis: User, marta: User, in_rezekne: Scope, components: dict[str, Component]
) -> None:
    activity = taking(marta, in_rezekne, components["1"])
    register(by=janis, activity=activity, via="self", name="Jānis", email=janis.email, person=person_of(janis))
    assert whom_to_write(janis).email == karlis.email


def test_without_a_place_and_a_role_the_portal_is_asked(db: None) -> None:
    assert whom_to_write(User.objects.create_user("jauna@example.lv", name="Jauna")) == portal_contact()


def test_page_names_the_contact(as_: As, janis: User, ilze: User) -> None:
    page = as_(janis).get("/lv/mani-dati/").content.decode()
    assert f'href="mailto:{ilze.email}"' in page
    assert ilze.name in page
