"""That the check page shows the whole name is a consent: proven by a row, for as long as the paper that it is about."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Consent, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import PLACE_LINK
from seminars.certificates import consents, services
from seminars.certificates.own_name import decide
from seminars.models import Certificate
from tests.builders import signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(janis: User, certificate: Certificate) -> Certificate:
    Registration.objects.filter(pk=certificate.registration_id).update(person=person_of(janis))
    return Certificate.objects.get()


def holding() -> list[str]:
    return list(Consent.objects.active().values_list("about", flat=True))


def test_it_follows_the_wish_and_goes_on_with_the_next_paper(ilze: User, janis: User, paper: Certificate) -> None:
    decide(janis, paper.pk, True)
    assert holding() == [consents.about_of(paper)]
    made = services.replace(by=ilze, certificate=paper, reason="Kļūda", signing=signing())
    assert holding() == [consents.about_of(made)]
    decide(janis, made.pk, False)
    assert holding() == []
    about = consents.abouts([paper.pk, made.pk])
    assert (about[paper.pk].may_agree, about[made.pk].may_agree) == (False, True)


def test_only_the_holder_says_it(ilze: User, karlis: User, paper: Certificate) -> None:
    for user in (ilze, karlis):
        with pytest.raises(PermissionDenied):
            decide(user, paper.pk, True)


def test_of_a_guest_nobody_is_known(certificate: Certificate) -> None:
    Registration.objects.update(person=None)
    services.show_name(by=PLACE_LINK, certificate=certificate, shows_name=True)
    assert not Consent.objects.exists()
    consents.withdraw_unknown(certificate.created_at)
    assert Certificate.objects.get().shows_name
    consents.withdraw_unknown(certificate.created_at + timedelta(days=1))
    assert not Certificate.objects.get().shows_name


def test_withdrawn_for_all_or_for_some(janis: User, paper: Certificate) -> None:
    decide(janis, paper.pk, True)
    consents.withdraw(person_of(janis), only=[paper.pk + 1])
    assert Certificate.objects.get().shows_name
    consents.withdraw(person_of(janis))
    assert not Certificate.objects.get().shows_name


def test_names_that_were_shown_before_are_proven_once(janis: User, paper: Certificate) -> None:
    decide(janis, paper.pk, True)
    Consent.objects.all().delete()
    migration = import_module("seminars.migrations.0013_consents_to_whole_names")
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(migration.WHOLE_NAMES)
    assert holding() == [consents.about_of(paper)]
