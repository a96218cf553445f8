"""Revoked and replaced papers; what the database refuses."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import PLACE_LINK
from darbigas_kopienas.values import clock
from seminars.certificates import services
from seminars.certificates.errors import NotEntitled, NotValid, ReasonMissing
from seminars.models import Certificate
from tests.builders import AFTER, signing

pytestmark = pytest.mark.django_db


def test_revoked_paper_keeps_its_facts(ilze: User, certificate: Certificate) -> None:
    services.revoke(by=ilze, certificate=certificate, reason="  Kļūda   stundās ")
    stored = Certificate.objects.get()
    assert (stored.state, stored.reason, stored.ended_by, stored.facts) == (
        "revoked",
        "Kļūda stundās",
        ilze,
        certificate.facts,
    )
    assert stored.ended_at == clock.now()


def test_paper_ends_once_and_with_a_reason(ilze: User, certificate: Certificate) -> None:
    with pytest.raises(ReasonMissing):
        services.revoke(by=ilze, certificate=certificate, reason="  ")
    services.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    with pytest.raises(NotValid):
        services.revoke(by=ilze, certificate=certificate, reason="Vēlreiz")
    with pytest.raises(NotValid):
        services.replace(by=ilze, certificate=certificate, reason="Vēlreiz", signing=signing())


def test_replaced_paper_leads_to_its_successor(ilze: User, certificate: Certificate) -> None:
    services.show_name(by=PLACE_LINK, certificate=certificate, shows_name=True)
    made = services.replace(
        by=ilze, certificate=certificate, reason="Vārds bija kļūdains", signing=signing(), name="Jānis Kalniņš-Liepa"
    )
    old = Certificate.objects.select_related("replaced_by").get(pk=certificate.pk)
    assert (old.state, old.successor, old.holder) == ("replaced", made, "Jānis Kalniņš")
    assert (made.number, made.version, made.holder, made.replaces, made.shows_name) == (
        "DK-TEST-2020-0002",
        2,
        "Jānis Kalniņš-Liepa",
        old,
        True,
    )
    assert made.code != old.code
    assert (made.facts["lv"]["replaces"], made.facts["lv"]["version"]) == (old.number, "2")
    assert made.registration.name == "Jānis Kalniņš-Liepa"
    assert made.successor is None


def test_replacing_with_the_same_name_reads_the_hours_again(ilze: User, certificate: Certificate) -> None:
    Attendance.objects.update(hours=Decimal(3))
    made = services.replace(
        by=ilze, certificate=certificate, reason="Stundas", signing=signing(), name=certificate.registration.name
    )
    assert (made.kind, made.hours) == ("attendance", Decimal(3))


def test_who_has_no_hours_left_gets_no_new_paper(ilze: User, certificate: Certificate) -> None:
    Attendance.objects.all().delete()
    with pytest.raises(NotEntitled, match="Šai personai dokuments nepienākas"):
        services.replace(by=ilze, certificate=certificate, reason="Stundas", signing=signing())
    certificate.refresh_from_db()
    assert certificate.state == "valid"
    assert Certificate.objects.get().state == "valid"


def test_wish_about_the_name_is_kept_once(janis: User, certificate: Certificate) -> None:
    Registration.objects.filter(pk=certificate.registration_id).update(person=person_of(janis))
    services.show_name(by=janis, certificate=certificate, shows_name=True)
    services.show_name(by=janis, certificate=certificate, shows_name=True)
    services.show_name(by=janis, certificate=certificate, shows_name=False)
    said = list(
        Entry.objects.filter(verb__startswith="certificate.name").order_by("pk").values_list("verb", "actor_id")
    )
    assert said == [("certificate.name_shown", janis.pk), ("certificate.name_hidden", janis.pk)]


# -- the database's own judgement ------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    ["number = 'X'", "code = 'X'", "facts = '{}'", "hours = 1", "holder = 'X'", "kind = 'attendance'", "version = 9",
     "issued_on = '2020-01-01'"],
)  # fmt: skip
def test_database_refuses_to_change_a_printed_fact(certificate: Certificate, change: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE seminars_certificate SET {change} WHERE id = %s", [certificate.pk])  # noqa: S608 - our own words
    assert Certificate.objects.get().facts == certificate.facts


def test_database_refuses_to_delete_a_paper_or_to_revive_it(ilze: User, certificate: Certificate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.all().delete()
    services.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(state="valid", ended_at=None)


def test_database_holds_one_valid_paper_for_each_place(certificate: Certificate) -> None:
    second = Certificate(
        seminar=certificate.seminar, registration=certificate.registration, kind="attendance", number="X-1", holder="X",
        hours=Decimal(1), facts={}, issued_on=AFTER,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="seminars_certificate_one_valid"), transaction.atomic():
        second.save()
