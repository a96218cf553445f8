"""Whoever proves an address becomes the person whom a colleague entered with it, if there is no doubt who it is."""

from typing import Any

import pytest
from django.db import transaction

from darbigas_kopienas.people import services
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.values import clock
from tests.together import together_times

pytestmark = pytest.mark.django_db
ADDRESS = "janis@example.lv"


@pytest.fixture
def entered(daugavpils: Municipality) -> Person:
    return Person.objects.create(name="Kalniņš Jānis", email=ADDRESS, entered_for=daugavpils)


def test_a_guest_who_opens_the_link_is_whom_a_colleague_entered(entered: Person, daugavpils: Municipality) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Saules iestāde")
    guest = services.person_of_address(email=ADDRESS, name="Jānis Kalniņš", organisation=school)
    assert guest == entered
    guest.refresh_from_db()
    assert (guest.has_verified_email, guest.organisation, guest.entered_for) == (True, school, daugavpils)
    assert services.person_of_address(email=ADDRESS, name="Cits Vārds") == entered


def test_the_school_that_a_colleague_wrote_stays(entered: Person) -> None:
    school, other = (Organisation.objects.create(kind="school", name_lv=name) for name in ("Saule", "Mēness"))
    Person.objects.filter(pk=entered.pk).update(organisation=school)
    made = services.person_of_address(email=ADDRESS, name="janis kalnins", organisation=other)
    assert (made, made.organisation) == (entered, school)


def test_an_account_is_whom_a_colleague_entered(entered: Person, janis: User, daugavpils: Municipality) -> None:
    made = services.person_of(janis)
    made.refresh_from_db()
    assert (made, made.user, made.has_verified_email) == (entered, janis, True)
    account = dict(own_tables(janis))["account"]
    assert dict(zip(account.keys, account.rows[0], strict=True))["entered_for"] == str(daugavpils)


def test_another_name_or_two_of_the_name_make_a_new_person(entered: Person) -> None:
    Person.objects.create(name="Anna Kalna", email="anna@example.lv")
    Person.objects.create(name="Kalna Anna", email="anna@example.lv")
    for email, name in ((ADDRESS, "Jana Kalniņa"), ("anna@example.lv", "Anna Kalna")):
        before = Person.objects.count()
        assert services.person_of_address(email=email, name=name).entered_for is None
        assert Person.objects.count() == before + 1


def test_whoever_was_merged_is_not_taken_up(entered: Person) -> None:
    other = Person.objects.create(name="Jānis Kalniņš")
    Person.objects.filter(pk=entered.pk).update(merged_into=other)
    assert services.person_of_address(email=ADDRESS, name="Jānis Kalniņš") not in {entered, other}


def test_an_address_that_somebody_else_reads_takes_up_nobody(entered: Person, janis: User, ilze: User) -> None:
    Person.objects.create(name="Ilze", email=ADDRESS, email_verified_at=clock.now(), user=ilze)
    made = services.person_of(janis)
    assert (made == entered, made.has_verified_email) == (False, False)


def test_nothing_more_is_asked_where_somebody_is_known_to_read_it(
    entered: Person, janis: User, django_assert_num_queries: Any
) -> None:
    services.person_of_address(email=ADDRESS, name="Jānis Kalniņš")
    with django_assert_num_queries(1):
        services.person_of_address(email=ADDRESS, name="Jānis Kalniņš")


@pytest.mark.django_db(transaction=True)
def test_links_opened_together_take_up_one(entered: Person) -> None:
    people = together_times(4, lambda: services.person_of_address(email=ADDRESS, name="Jānis Kalniņš"))
    assert ({row.pk for row in people}, Person.objects.count()) == ({entered.pk}, 1)


@pytest.mark.django_db(transaction=True)
def test_namesakes_of_an_address_are_locked_in_the_order_of_merging(
    entered: Person, django_assert_num_queries: Any
) -> None:
    """Another order, as by name, and two who merge the two while one opens a link would wait for one another."""
    Person.objects.create(name="Anna Kalna", email=ADDRESS)
    with transaction.atomic(), django_assert_num_queries(1) as asked:
        services._entered_before(ADDRESS, "Jānis Kalniņš")
    assert asked.captured_queries[0]["sql"].endswith('ORDER BY "people_person"."id" ASC FOR UPDATE OF "people_person"')
