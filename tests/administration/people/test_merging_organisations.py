"""Two rows that are one organisation: what follows, what stands against it, and the way back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from budget.models import FundingSource
from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates import services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.models import SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation, SchoolContact, User
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.programme.remembered import funders_of
from darbigas_kopienas.values import clock, texts
from seminars.models import Trainer, TrainingProgramme
from tests.administration.people.conftest import Maker, person, seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


def school(name: str, municipality: Municipality | None = None, **more: Any) -> Organisation:
    return Organisation.objects.create(**{"kind": "school", "name_lv": name, "municipality": municipality, **more})


@pytest.fixture
def target(daugavpils: Municipality) -> Organisation:
    return school("3. vidusskola", daugavpils)


@pytest.fixture
def other(daugavpils: Municipality) -> Organisation:
    return school("Daugavpils 3. vsk.", daugavpils, name_en="School No. 3", address="Ielas 1", registration_number="4")


@pytest.fixture
def merge(ilze: User, programme: Programme) -> Any:
    def act(target: Organisation, other: Organisation, by: User = ilze) -> Duplicate:
        given: dict[str, Any] = {"target": target, "other": other, "note": "Viena un tā pati"}
        return services.merge_organisations(by=by, programme=programme, **given)

    return act


@pytest.fixture
def undo(ilze: User, programme: Programme) -> Any:
    def act(duplicate: Duplicate, by: User = ilze) -> Duplicate:
        return services.undo_merge(by=by, programme=programme, duplicate=duplicate)

    return act


# -- what follows --------------------------------------------------------------------------------------------
def test_people_places_and_events_name_the_kept_one(
    merge: Any, undo: Any, target: Organisation, other: Organisation, make: Maker, ilze: User, janis: User
) -> None:
    teacher = person("A", "a@example.lv", organisation=other, school_sees_hours_since=clock.now())
    hidden = person("B", organisation=other, merged_into=teacher)
    (both, alone), place = (make(), make()), seat(teacher, make(), organisation=other, school=str(other))
    both.organisations.set([target, other])
    alone.organisations.set([other])
    alone.organiser = other
    alone.save()
    contact = SchoolContact.objects.create(organisation=other, user=janis)
    decided = merge(target, other)
    assert (decided.target_organisation, decided.other_organisation, decided.note) == (
        target,
        other,
        "Viena un tā pati",
    )
    for row in (teacher, hidden, alone, place, contact):
        row.refresh_from_db()
    assert {teacher.organisation, hidden.organisation, alone.organiser, place.organisation} == {target}
    assert (contact.organisation, place.school, bool(teacher.school_sees_hours_since)) == (target, str(other), True)
    assert [list(activity.organisations.all()) for activity in (both, alone)] == [[target], [target]]
    (entry,) = Entry.objects.of(target)
    assert (entry.verb, entry.changes) == ("organisation.merged", {"other": other.pk})
    assert (entry.programme_id, entry.municipality_id) == (ilze.memberships.get().programme_id, target.municipality_id)
    assert undo(undo(decided)).state == "undone"
    for row in (teacher, hidden, alone, place, contact):
        row.refresh_from_db()
    assert {teacher.organisation, hidden.organisation, alone.organiser, place.organisation} == {other}
    assert (contact.organisation, [set(activity.organisations.all()) for activity in (both, alone)]) == (
        other, [{target, other}, {other}],
    )  # fmt: skip
    assert [entry.verb for entry in Entry.objects.of(target).order_by("pk")][1:] == ["organisation.merge_undone"]


def test_what_was_dropped_comes_back_only_beside_the_kept_one(
    merge: Any, undo: Any, target: Organisation, other: Organisation, make: Maker
) -> None:
    first, second = make(), make()
    for activity in (first, second):
        activity.organisations.set([target, other])
    decided = merge(target, other)
    assert decided.moved == {"activities.Activity_organisations": {"organisation dropped": [first.pk, second.pk]}}
    first.organisations.clear()
    undo(decided)
    assert [set(activity.organisations.all()) for activity in (first, second)] == [set(), {target, other}]


def test_empty_columns_are_filled_and_emptied_again(
    merge: Any, undo: Any, marta: User, target: Organisation, other: Organisation, daugavpils: Municipality
) -> None:
    Organisation.objects.filter(pk=target.pk).update(municipality=None, address="Cita 2")
    decided = merge(target, other, marta)
    assert decided.filled == ["name_en", "registration_number", "municipality"]
    target.refresh_from_db()
    assert (target.name_en, target.registration_number, target.address) == ("School No. 3", "4", "Cita 2")
    assert (target.municipality, target.name_en_source) == (daugavpils, texts.source_hash("3. vidusskola"))
    assert "school no. 3" in target.folded
    Organisation.objects.filter(pk=target.pk).update(registration_number="5")
    undo(decided, marta)
    target.refresh_from_db()
    assert (target.name_en, target.registration_number, target.municipality) == ("", "5", None)


def test_a_name_that_was_not_filled_stays(merge: Any, undo: Any, target: Organisation, other: Organisation) -> None:
    Organisation.objects.filter(pk=target.pk).update(name_en="Third", name_en_source="x")
    undo(merge(target, other))
    target.refresh_from_db()
    assert (target.name_en, target.name_en_source, target.address) == ("Third", "x", "")


def test_what_follows_them_follows_the_target(merge: Any, undo: Any, target: Organisation, other: Organisation) -> None:
    before, after, after_both = (school(name, target.municipality) for name in "abc")
    before.successors.set([other])
    other.successors.set([after, after_both])
    target.successors.set([after_both])
    decided = merge(target, other)
    assert (list(target.predecessors.all()), set(target.successors.all())) == ([before], {after, after_both})
    assert not other.successors.exists()
    undo(decided)
    assert (set(target.successors.all()), set(other.successors.all())) == ({after_both}, {after, after_both})
    assert list(other.predecessors.all()) == [before]


def test_facts_of_a_grant_name_the_kept_one(
    merge: Any, undo: Any, marta: User, ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    funder = programme.parties.get().organisation
    target = school("Britu padome", name_en="British Council", kind="funder")
    about: dict[str, Any] = {"programme": programme, "municipality": daugavpils}
    FundingSource.objects.create(programme=programme, organisation=funder, kind="grant", name_lv="G", amount=1)
    Trainer.objects.create(name="T", organisation=funder, **about)
    TrainingProgramme.objects.create(title_lv="P", academic_hours=6, issuer=funder, **about)
    Programme.objects.update(facts_edition=1)
    assert funders_of(Programme.objects.get()) == ("British Council, Latvia",)
    with pytest.raises(services.NotAllOfIt):
        merge(target, funder, ilze)
    decided = merge(target, funder, marta)
    rows = (Party.objects, FundingSource.objects, Trainer.objects)
    assert [set(manager.values_list("organisation", flat=True)) for manager in rows] == [{target.pk}] * 3
    assert TrainingProgramme.objects.get().issuer == target
    assert funders_of(Programme.objects.get()) == ("British Council",)
    undo(decided, marta)
    assert funders_of(Programme.objects.get()) == ("British Council, Latvia",)
    assert [set(manager.values_list("organisation", flat=True)) for manager in rows] == [{funder.pk}] * 3


# -- what stands against it ----------------------------------------------------------------------------------
def test_both_in_one_part_of_the_grant(merge: Any, marta: User, programme: Programme) -> None:
    funder, target = programme.parties.get().organisation, school("British Council", kind="funder")
    party = Party.objects.create(programme=programme, organisation=target, role="funder")
    with pytest.raises(services.BothNamed, match=r"party “British Council, Latvia \(funder\)”"):
        merge(target, funder, marta)
    party.delete()
    Party.objects.create(programme=programme, organisation=target, role="applicant")
    assert merge(target, funder, marta).pk


def test_seats_reserved_for_both(merge: Any, target: Organisation, other: Organisation, make: Maker) -> None:
    enrolment = make(capacity=9).enrolment
    for reserved_for in (target, other):
        SeatReserve.objects.create(enrolment=enrolment, organisation=reserved_for, seats=2)
    with pytest.raises(services.BothNamed, match="reserved seats"):
        merge(target, other)
    SeatReserve.objects.filter(organisation=target).delete()
    merge(target, other)
    assert SeatReserve.objects.get().organisation == target


def test_different_municipalities(
    merge: Any, marta: User, target: Organisation, other: Organisation, rezekne: Municipality
) -> None:
    Organisation.objects.filter(pk=other.pk).update(municipality=rezekne)
    with pytest.raises(services.OtherMunicipality, match="Daugavpils and Rēzekne"):
        merge(target, other, marta)


@pytest.mark.parametrize("between", [False, True])
def test_one_after_another(merge: Any, between: bool, target: Organisation, other: Organisation) -> None:
    third = school("b", target.municipality)
    target.successors.set([third if between else other])
    third.successors.set([other])
    for pair in ((target, other), (other, target)):
        with pytest.raises(services.OneAfterAnother, match=r"“School No\. 3” follows “3\. vidusskola”"):
            merge(*pair)


def test_the_contact_of_both_goes_on(
    merge: Any, undo: Any, target: Organisation, other: Organisation, janis: User
) -> None:
    ended, speaks = (
        SchoolContact.objects.create(organisation=row, user=janis, starts_on=date(2019, 9, 1), ends_on=ends_on)
        for row, ends_on in ((target, date(2020, 6, 9)), (other, None))
    )
    with pytest.raises(
        services.ContactEnded, match=r"Jānis Kalniņš is the contact of “School No\. 3”, and no longer of “3\. vid"
    ):
        merge(target, other)
    SchoolContact.objects.filter(pk=ended.pk).update(ends_on=None)
    decided = merge(target, other)
    assert SchoolContact.objects.own(janis).get() == ended
    undo(decided)
    assert set(SchoolContact.objects.own(janis)) == {ended, speaks}


def test_what_was_decided(
    merge: Any, undo: Any, ilze: User, programme: Programme, target: Organisation, other: Organisation
) -> None:
    with pytest.raises(services.OneRow):
        merge(target, target)
    decided = merge(target, other)
    assert list(Organisation.objects.filter(pk__in=[target.pk, other.pk])) == [target]
    with pytest.raises(services.AlreadyMerged):
        merge(other, target)
    undo(decided)
    apart = services.tell_apart(by=ilze, programme=programme, first=target, second=other)
    assert services.tell_apart(by=ilze, programme=programme, first=other, second=target) == apart
    assert Entry.objects.of(target)[0].verb == "organisation.told_apart"
    merge(target, other)  # looked at once more
    other.refresh_from_db()
    assert other.merged_into == target


def test_who_may(
    merge: Any, undo: Any, target: Organisation, other: Organisation, anna: User, emma: User, karlis: User,
    ilze: User, marta: User, programme: Programme, make: Maker,
) -> None:  # fmt: skip
    for stranger in (anna, emma, karlis):
        with pytest.raises(PermissionDenied):
            merge(target, other, stranger)
        with pytest.raises(PermissionDenied):
            services.tell_apart(by=stranger, programme=programme, first=target, second=other)
    of_nobody = school("Biedrība")
    make().organisations.set([of_nobody])
    with pytest.raises(services.NotAllOfIt):
        merge(target, of_nobody, ilze)
    decided = merge(target, of_nobody, marta)
    for stranger in (anna, emma, karlis, ilze):
        with pytest.raises(PermissionDenied):
            undo(decided, stranger)
    assert undo(decided, marta).state == "undone"


def test_a_grant_that_only_names_it_is_asked(
    merge: Any, target: Organisation, marta: User, programme: Programme, make: Maker
) -> None:
    """An organisation of no municipality that took part in another grant's event."""
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 12, 31)}
    another = Programme.objects.create(code="another", name_lv="Cita", goal_lv="Cits", **days)
    of_nobody, activity = school("Biedrība"), make()
    activity.organisations.set([of_nobody])
    type(activity).objects.filter(pk=activity.pk).update(programme=another)
    with pytest.raises(services.NotAllOfIt):
        merge(target, of_nobody, marta)
