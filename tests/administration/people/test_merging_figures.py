"""What is counted of two who are one: unique people, hours and certificates, before, after and when it is undone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from darbigas_kopienas.administration.people.duplicates import services
from darbigas_kopienas.participation.participants.unique_people import people_seen, turnout
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze
from darbigas_kopienas.values import clock
from seminars.hours.reporting import Hours, hours_of
from seminars.models import Certificate, Seminar
from seminars.plan.services import plan_seminar
from tests.administration.people.conftest import person
from tests.builders import approved, at, attend, held, implementer, issue
from tests.databases import HALF_YEAR

SPAN = date(2020, 6, 1), date(2020, 6, 30)
DAYS = date(2020, 6, 4), date(2020, 6, 5)


@pytest.fixture
def people() -> list[Person]:
    return [person("Anna Kalna", "kalna@example.lv"), person("Anna Birze", "birze@example.lv")]


@pytest.fixture
def seminars(
    summer: None, ilze: User, programme: Programme, daugavpils: Municipality, people: list[Person]
) -> list[Seminar]:
    """Two that were held, each of them at one, each with a certificate."""
    implementer(programme)
    training = approved(programme, daugavpils)
    runs = []
    for day, who in zip(DAYS, people, strict=True):
        with clock.frozen(day - timedelta(days=1)):
            run = plan_seminar(
                by=ilze, scope=Scope(programme.pk, daugavpils.pk), title_lv="Kopā", starts_at=at(day, 10),
                ends_at=at(day, 14), place="Ielas 1", is_published=True, contact_email="ilze@example.lv",
                training_programme=training,
            )  # fmt: skip
        with clock.frozen(at(day, 16)):
            attend(ilze, run, who.name, email=who.email, person=who)
        runs.append(held(ilze, run, day))
        issue(ilze, runs[-1])
    return runs


def counted(seminars: list[Seminar], people: list[Person]) -> tuple[Any, ...]:
    activities = [seminar.activity for seminar in seminars]
    came = turnout(activities)
    hours = hours_of([person.pk for person in people], *SPAN)
    identities = {seen.identity for seen in people_seen(activity.pk for activity in activities)}
    return came.attendances, came.unique, len(identities), [hours.get(person.pk) for person in people]


@pytest.mark.django_db
def test_one_person_less_with_the_hours_of_both(
    marta: User, programme: Programme, seminars: list[Seminar], people: list[Person]
) -> None:
    numbers = dict(Certificate.objects.values_list("pk", "number"))
    frozen = freeze.freeze(by=marta, scope=programme.scope, starts_on=SPAN[0], ends_on=date(2020, 6, 9))
    seal, each = frozen.snapshot_sha256, Hours(Decimal(6), Decimal(0))
    before = (2, 2, 2, [each, each])
    assert counted(seminars, people) == before
    decided = services.merge_people(by=marta, programme=programme, first=people[0], second=people[1], note="Viena")
    assert counted(seminars, people) == (2, 1, 1, [Hours(Decimal(12), Decimal(0)), None])
    assert dict(Certificate.objects.values_list("pk", "number")) == numbers
    assert {paper.registration.person for paper in Certificate.objects.all()} == {people[0]}
    services.undo_merge(by=marta, programme=programme, duplicate=decided)
    assert counted(seminars, people) == before
    frozen.refresh_from_db()
    assert freeze.figures_of(frozen).code == frozen.code  # the seal is looked at as it is opened
    assert (frozen.snapshot_sha256, len(numbers)) == (seal, 2)


@pytest.mark.django_db
def test_a_place_of_the_merged_address_that_is_nobody_s_is_counted_as_the_kept_one_s(
    marta: User, ilze: User, programme: Programme, seminars: list[Seminar], people: list[Person]
) -> None:
    """A guest who has not opened the mailed link yet is counted with whoever reads that address."""
    first = seminars[0].activity.registrations.get()
    type(first).objects.filter(pk=first.pk).update(person=None)
    services.merge_people(by=marta, programme=programme, first=people[1], second=people[0], note="Viena")
    assert counted(seminars, people)[:3] == (2, 1, 1)


@pytest.mark.django_db
@pytest.mark.database(HALF_YEAR)
def test_the_report_that_is_frozen_anew_names_the_target_organisation(marta: User, programme: Programme) -> None:
    with clock.frozen(date(2020, 10, 12)):
        first = programme.parties.get(role="funder").organisation
        half_year: dict[str, Any] = {"scope": programme.scope, "starts_on": date(2020, 4, 1)}
        half_year["ends_on"] = date(2020, 9, 30)
        old = freeze.freeze(by=marta, **half_year)
        seal = old.snapshot_sha256
        second = Organisation.objects.create(name_lv="Britu padome", name_en="British Council", kind="funder")
        services.merge_organisations(by=marta, programme=programme, target=second, other=first, note="Viena")
        new = freeze.freeze(by=marta, **half_year)
    old.refresh_from_db()
    assert old.snapshot_sha256 == seal
    assert freeze.figures_of(old).code == old.code
    names = [[party["name"]["lv"] for party in report.snapshot["parties"]] for report in (old, new)]
    assert ("Britu Padome Latvijā" in names[0], "Britu padome" in names[1]) == (True, True)
    assert "Britu Padome Latvijā" not in names[1]
