"""Who stands behind an account or an address: one person, whoever asks first."""

from typing import Any

import pytest
from django.db import IntegrityError

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people import services
from darbigas_kopienas.people.models import Organisation, Person, User
from darbigas_kopienas.people.services import has_name
from darbigas_kopienas.values import clock, formats
from tests.cast import make_user
from tests.together import together_times
from tests.unprepared import forget


def person(email: str, *, verified: bool = True, user: User | None = None) -> Person:
    return Person.objects.create(
        name="Anna", email=email, email_verified_at=clock.now() if verified else None, user=user
    )


@pytest.mark.django_db
def test_an_account_gets_its_person_at_the_first_need(janis: User) -> None:
    made = services.person_of(janis)
    assert (made.name, made.email, made.has_verified_email, made.user) == ("Jānis Kalniņš", janis.email, True, janis)
    assert services.person_of(janis) == made
    nameless = User.objects.create_user("bez@example.lv", None)
    assert services.person_of(nameless).name == "bez@example.lv"


@pytest.mark.django_db
def test_a_guest_who_proved_the_address_is_the_same_person(janis: User) -> None:
    person("janis@example.lv", verified=False)
    guest = person("JANIS@example.lv")
    assert services.person_of(janis) == guest
    guest.refresh_from_db()
    assert guest.user == janis


@pytest.mark.django_db
def test_an_address_proven_for_another_account_is_not_taken_over(janis: User, ilze: User) -> None:
    """Ilze once had this address; her certificates stay hers."""
    hers = person("janis@example.lv", user=ilze)
    his = services.person_of(janis)
    assert his != hers
    assert (his.email, his.has_verified_email) == ("janis@example.lv", False)
    assert services.verified_person("Janis@example.lv") == hers


@pytest.mark.django_db
def test_who_reads_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch, services)
    assert services.verified_person("") is None
    made = services.person_of_address(email="a@example.lv", name="Anna")
    assert services.person_of_address(email="A@example.lv", name="Cita") == made == services.verified_person(made.email)


@pytest.mark.django_db(transaction=True)
def test_many_windows_of_one_account_make_one_person(janis: User) -> None:
    assert len({together_time.pk for together_time in together_times(6, lambda: services.person_of(janis))}) == 1


@pytest.mark.django_db(transaction=True)
def test_links_to_one_address_opened_together_make_one_person(db: None) -> None:
    people = together_times(6, lambda: services.person_of_address(email="a@example.lv", name="Anna"))
    assert len({person.pk for person in people}) == 1 == Person.objects.count()


@pytest.mark.django_db
def test_whoever_loses_the_race_every_time_gets_the_winner_s_row(janis: User, monkeypatch: Any) -> None:
    def lost(*_given: Any, **_more: Any) -> Any:
        raise IntegrityError

    winner = person("janis@example.lv", user=janis)
    monkeypatch.setattr(services, "TRIES", 1)
    monkeypatch.setattr(services, "_claimed_or_made", lost)
    monkeypatch.setattr(services, "verified_person", lambda _email: None)
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.first", lambda _rows: None)
        assert services.person_of(janis) == winner
        patch.setattr(Person.objects, "create", lost)
        assert services.person_of_address(email="janis@example.lv", name="Anna") == winner


# -- what an account is called and where it belongs --------------------------------------------------------
@pytest.mark.django_db
def test_school_of_an_account_is_that_of_its_person(janis: User, ilze: User) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Saules skola")
    Person.objects.filter(pk=services.person_of(janis).pk).update(organisation=school)
    assert (services.school_of(janis), services.school_of(ilze)) == (school, None)


@pytest.mark.django_db
def test_school_of_an_account_without_a_person_writes_nothing(janis: User) -> None:
    assert services.school_of(janis) is None
    assert Person.objects.count() == 0


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.django_db
def test_account_named_for_the_first_time_names_its_person(is_known: bool) -> None:
    """A person made before has the address for a name; one made now has the name at once."""
    user = User.objects.create_user("jauna@example.lv", None)
    if is_known:
        services.person_of(user)
    services.name_account(user=user, name=" Anna  Kalna ")
    made = Person.objects.get(user=user)
    assert (User.objects.get(pk=user.pk).name, made.name) == ("Anna Kalna", "Anna Kalna")
    assert made.sort_key == formats.sort_key("Anna Kalna")
    assert [(entry.verb, entry.actor_id) for entry in Entry.objects.of(user)] == [("account.named", user.pk)]


def test_portal_knows_a_name_from_the_account_or_the_person(janis: User) -> None:
    nameless = make_user("adrese@example.lv", "")
    assert (has_name(janis), has_name(nameless)) == (True, False)
    Person.objects.create(name="Anna Kalna", email=nameless.email, user=nameless)
    assert has_name(nameless)
