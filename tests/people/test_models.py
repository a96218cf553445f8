from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from darbigas_kopienas.people.admin import OrganisationAdmin
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.values.contacts import Contact
from tests.databases import EMPTY

pytestmark = pytest.mark.django_db


@pytest.mark.database(EMPTY)
def test_an_address_signs_in_once_in_any_case() -> None:
    User.objects.create_user("Ilze@Example.lv", None)
    assert User.objects.get().email == "ilze@example.lv"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ILZE@example.lv", password="x")])


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("", None)


def test_a_user_by_number_is_looked_for_among_those_asked(ilze: User, marta: User) -> None:
    """Those of a relation have a manager made of the same class."""
    group = Group.objects.create(name="x")
    group.user_set.add(marta)
    assert group.user_set.get(pk=marta.pk) == marta
    with pytest.raises(User.DoesNotExist):
        group.user_set.get(pk=ilze.pk)


def test_lists_sort_the_latvian_way() -> None:
    for name in ("Kļava", "Cukurs", "Ābele A", "Čaks", "Ķemme", "Abele Z"):
        Person.objects.create(name=name)
    assert list(Person.objects.values_list("name", flat=True)) == [
        "Ābele A", "Abele Z", "Cukurs", "Čaks", "Kļava", "Ķemme",
    ]  # fmt: skip


def test_one_person_for_each_verified_address_but_not_for_typed_ones() -> None:
    Person.objects.create(name="A", email="a@example.lv")
    Person.objects.create(name="B", email="a@example.lv")
    Person.objects.create(name="C", email="c@example.lv", email_verified_at="2020-01-01T00:00:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="D", email="C@example.lv", email_verified_at="2020-01-01T00:00:00Z")
    assert [person.has_verified_email for person in Person.objects.order_by("name")] == [False, False, True]


def test_a_municipality_is_valid_between_its_days(aglona: Municipality) -> None:
    aglona.valid_to = date(2021, 6, 30)
    assert [aglona.is_valid_on(day) for day in (date(2021, 6, 30), date(2021, 7, 1))] == [True, False]


def test_the_same_name_twice_in_one_time_is_refused() -> None:
    Organisation.objects.create(kind="school", name_lv="1. skola")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind="school", name_lv="1. skola")
    Organisation.objects.create(kind="school", name_lv="1. skola", valid_from=date(2021, 7, 1))


def test_names_speak_the_reader_s_language(daugavpils: Municipality, admin: User) -> None:
    organisation = Organisation(kind="school", name_lv="Skola", name_en="School")
    person = Person(name="Anna")
    assert [str(row) for row in (daugavpils, organisation, person)] == ["Daugavpils", "Skola", "Anna"]
    assert (admin.get_full_name(), admin.get_short_name()) == ("Sistēmas pārvaldnieks", "Sistēmas")
    assert (User(email="x@y.lv").get_short_name(), str(User(email="x@y.lv"))) == ("x@y.lv", "x@y.lv")


@pytest.mark.django_db
def test_a_first_name_reaches_the_person_too() -> None:
    from darbigas_kopienas.people.services import name_account, person_of

    user = User.objects.create_user("jauna@example.lv", None)
    person = person_of(user)
    name_account(user=user, name=" Jānis  Kalniņš ")
    person.refresh_from_db()
    assert (user.name, person.name) == ("Jānis Kalniņš", "Jānis Kalniņš")


@pytest.mark.parametrize("words", ["Ķekavas", "kekavas", "K\u0327ekavas", "Pļavnieku", "ĶEKAVAS plavn"])
def test_organisation_is_found_in_the_admin_by_either_spelling(words: str) -> None:
    school = Organisation.objects.create(name_lv="Ķekavas Pļavnieku skola", kind="school")
    request = RequestFactory().get("/")
    rows, _may_repeat = OrganisationAdmin(Organisation, admin.site).get_search_results(
        request, Organisation.objects.all(), words
    )
    assert list(rows) == [school]


def test_contact_of_an_account_is_nobody_s_where_it_has_no_address(janis: User) -> None:
    assert contact_of_user(janis) == Contact(janis.email, janis.name)
    assert contact_of_user(User(email="", name="Jānis")) is None
    assert contact_of_user(None) is None
