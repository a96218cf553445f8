"""That other participants see a name is a consent: proven by a row, withdrawn at any time, by its owner alone."""

from importlib import import_module

import pytest
from django.db import connection

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import consents, services
from darbigas_kopienas.participation.registration.errors import NotActive
from darbigas_kopienas.people.models import Consent, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, VISITOR
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import TODAY, at, come, open_seminar, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def place(ilze: User, janis: User, in_daugavpils: Scope) -> Registration:
    activity = open_seminar(ilze, in_daugavpils, capacity=9, shows_participants=True)
    person = person_of(janis)
    return register(
        by=janis, activity=activity, via="self", name="Jānis", email=janis.email, person=person, shows_name=True
    )


def holding() -> list[str]:
    return list(Consent.objects.active().values_list("about", flat=True))


def test_it_is_given_with_the_place_and_follows_the_wish(janis: User, place: Registration) -> None:
    about = consents.about_of(place)
    assert holding() == [about]
    services.change(by=PLACE_LINK, registration=place, is_own=True, shows_name=False)
    assert holding() == []
    services.change(by=PLACE_LINK, registration=place, is_own=True, name="Jānis K.")
    assert Consent.objects.count() == 1
    services.show_name(by=janis, registration_pk=place.pk, shows_name=True)
    services.show_name(by=janis, registration_pk=place.pk, shows_name=True)
    assert (holding(), Consent.objects.count()) == ([about], 2)


def test_it_is_withdrawn_when_nothing_else_may_be_changed(janis: User, place: Registration) -> None:
    with clock.frozen(at(TODAY.replace(month=7), 10)):
        services.show_name(by=janis, registration_pk=place.pk, shows_name=False)
    place.refresh_from_db()
    assert (place.shows_name, holding()) == (False, [])


def test_nobody_says_it_for_another_or_for_a_place_given_up(janis: User, karlis: User, place: Registration) -> None:
    with pytest.raises(NotActive):
        services.show_name(by=karlis, registration_pk=place.pk, shows_name=False)
    services.show_name(by=janis, registration_pk=place.pk, shows_name=False)
    services.cancel_registration(by=janis, registration=place, ending="self")
    with pytest.raises(NotActive):
        services.show_name(by=janis, registration_pk=place.pk, shows_name=True)


def test_a_guests_is_written_when_the_guest_is_known(ilze: User, in_daugavpils: Scope) -> None:
    activity = open_seminar(ilze, in_daugavpils, capacity=9, shows_participants=True)
    (guest,) = come(activity, "anna", shows_name=True)
    (silent,) = come(activity, "berta")
    consents.follow_wish(guest)  # nobody is known yet
    assert holding() == []
    for row in (guest, silent):
        services.open_mailed_link(by=MAILED_LINK, registration=row)
    assert holding() == [consents.about_of(guest)]


def test_what_somebody_else_registered_becomes_theirs_as_they_say(
    ilze: User, janis: User, in_daugavpils: Scope
) -> None:
    activity = open_seminar(ilze, in_daugavpils, capacity=9, shows_participants=True)
    register(by=VISITOR, activity=activity, via="guest", name="J", email=janis.email)
    taken = register(
        by=janis, activity=activity, via="self", name="J", email=janis.email, person=person_of(janis), shows_name=True
    )
    assert holding() == [consents.about_of(taken)]


def test_withdrawn_for_all_or_for_some(janis: User, place: Registration) -> None:
    consents.withdraw(person_of(janis), only=[place.pk + 1])
    consents.withdraw_unknown(clock.now())
    assert Registration.objects.get().shows_name
    consents.withdraw(person_of(janis))
    assert not Registration.objects.get().shows_name
    assert consents.abouts([place.pk])[place.pk].may_agree


def test_names_that_were_shown_before_are_proven_once(place: Registration) -> None:
    Consent.objects.all().delete()
    migration = import_module("darbigas_kopienas.participation.migrations.0018_shown_names_were_agreed")
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(migration.SHOWN_NAMES)
    assert (holding(), Consent.objects.get().given_at) == ([consents.about_of(place)], place.created_at)
