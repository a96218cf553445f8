"""Two rows that are one person: who is kept, what follows, what stands against it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates import rules, services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Partnership, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.people.conftest import EARLIER, Maker, person, seat, whose
from tests.cast import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
NOTE = "Mainīja uzvārdu"


@pytest.fixture
def anna_k(db: None) -> Person:
    return person("Anna Kalna", "anna@example.lv")


@pytest.fixture
def anna_b(db: None) -> Person:
    return person("Anna Birze", "birze@example.lv", verified=False)


def merge(by: User, programme: Programme, first: Person, second: Person, note: str = NOTE) -> Duplicate:
    return services.merge_people(by=by, programme=programme, first=first, second=second, note=note)


# -- who is kept ---------------------------------------------------------------------------------------------
def test_who_is_kept(janis: User, make: Maker) -> None:
    older, newer = person("A", verified=False), person("B", verified=False)
    assert rules.ranked(newer, older)[:2] == rules.ranked(older, newer)[:2] == (older, newer)
    seat(newer, make())
    assert rules.ranked(older, newer)[:2] == (newer, older)
    cancelled = seat(older, make()), seat(older, make())
    for place in cancelled:
        participation.cancel_registration(by=janis, registration=place, ending="self")
    assert rules.ranked(older, newer)[:2] == (newer, older)
    verified = person("C", "c@example.lv")
    assert rules.ranked(newer, verified)[:2] == (verified, newer)
    signs_in = person("D", user=janis)
    assert rules.ranked(verified, signs_in)[:2] == (signs_in, verified)


# -- what follows --------------------------------------------------------------------------------------------
def test_places_are_the_kept_one_s(
    ilze: User, programme: Programme, anna_k: Person, anna_b: Person, make: Maker, daugavpils: Municipality
) -> None:
    theirs, others = seat(anna_k, make()), [seat(anna_b, make()), seat(anna_b, make())]
    participation.cancel_registration(by=ilze, registration=others[1])
    decided = merge(ilze, programme, anna_b, anna_k)
    assert (decided.target_person, decided.other_person, decided.state) == (anna_k, anna_b, "merged")
    assert (decided.note, decided.decided_by, decided.filled) == (NOTE, ilze, [])
    assert decided.moved == {"participation.Registration": {"person": [place.pk for place in others]}}
    assert whose(theirs, *others) == [anna_k.pk] * 3
    assert list(Person.objects.filter(name__startswith="Anna")) == [anna_k]
    assert Person.with_merged.get(pk=anna_b.pk).merged_into == anna_k
    (entry,) = Entry.objects.of(anna_k)
    assert (entry.verb, entry.actor_id, entry.changes) == ("person.merged", ilze.pk, {"other": anna_b.pk})
    assert (entry.programme_id, entry.municipality_id) == (programme.pk, daugavpils.pk)


def test_empty_columns_are_filled(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Saules skola", municipality=daugavpils)
    target = person("A", verified=False)
    other = person("B", "b@example.lv", verified=False, organisation=school, entered_for=daugavpils)
    assert merge(marta, programme, target, other).filled == ["organisation", "email", "entered_for"]
    target.refresh_from_db()
    assert (target.organisation, target.email, target.email_verified_at) == (school, "b@example.lv", None)
    assert target.entered_for == daugavpils


def test_nothing_written_is_written_over(marta: User, programme: Programme, janis: User) -> None:
    schools = [Organisation.objects.create(kind="school", name_lv=name) for name in "ab"]
    target = person("A", "a@example.lv", organisation=schools[0])
    assert merge(marta, programme, target, person("B", verified=False, organisation=schools[1])).filled == []
    target.refresh_from_db()
    assert (target.organisation, target.email) == (schools[0], "a@example.lv")
    # nor is a verified address copied, which one row may have, or a school given what another was promised
    signs_in = person("C", user=janis, school_sees_hours_since=clock.now())
    assert merge(marta, programme, signs_in, person("D", "d@example.lv", organisation=schools[1])).filled == []


def test_who_was_merged_before_leads_to_who_stands(marta: User, programme: Programme) -> None:
    first, second, third = (person(name, verified=False) for name in "abc")
    merge(marta, programme, second, third)
    merge(marta, programme, second, first)
    assert set(Person.with_merged.filter(pk__in=[second.pk, third.pk]).values_list("merged_into", flat=True)) == {
        first.pk
    }


# -- what stands against it ----------------------------------------------------------------------------------
def test_both_sign_in(marta: User, programme: Programme, janis: User, anna: User) -> None:
    with pytest.raises(services.TwoAccounts, match="Both sign in"):
        merge(marta, programme, person("A", user=janis), person("B", user=anna))


def test_they_sat_together(ilze: User, programme: Programme, anna_k: Person, anna_b: Person, make: Maker) -> None:
    shared = [make(day=EARLIER + timedelta(days=number)) for number in range(4)]
    places = [[seat(who, activity) for activity in shared] for who in (anna_k, anna_b)]
    with pytest.raises(services.SatTogether) as refused:
        merge(ilze, programme, anna_k, anna_b)
    (sentence,) = refused.value.messages
    assert "Talka (16.06.2020), Talka (17.06.2020), Talka (18.06.2020) …." in sentence
    assert "19.06.2020" not in sentence
    for place in places[1][1:]:
        participation.cancel_registration(by=ilze, registration=place)
    with pytest.raises(services.SatTogether, match=r"activity: Talka \(16\.06\.2020\)\. Cancel"):
        merge(ilze, programme, anna_k, anna_b)
    participation.cancel_registration(by=ilze, registration=places[0][0])
    merge(ilze, programme, anna_k, anna_b)
    assert whose(*places[0], *places[1]) == [anna_k.pk] * 8


def test_a_refused_place_is_in_the_way_until_it_is_cancelled(
    ilze: User, programme: Programme, anna_k: Person, anna_b: Person, make: Maker
) -> None:
    activity = make(needs_approval=True)
    refused = seat(anna_k, activity, via="self")
    participation.refuse(by=ilze, registration=refused, reason="Nav vietu")
    seat(anna_b, activity)
    with pytest.raises(services.SatTogether):
        merge(ilze, programme, anna_k, anna_b)
    participation.cancel_registration(by=ilze, registration=refused)
    assert merge(ilze, programme, anna_k, anna_b).pk


def test_what_was_decided(marta: User, programme: Programme, anna_k: Person, anna_b: Person) -> None:
    for blank in ("", " \n"):
        with pytest.raises(services.NoteMissing) as refused:
            merge(marta, programme, anna_k, anna_b, blank)
        assert list(refused.value.message_dict) == ["note"]
    with pytest.raises(services.OneRow):
        merge(marta, programme, anna_k, anna_k)
    apart = services.tell_apart(by=marta, programme=programme, first=anna_b, second=anna_k)
    assert services.tell_apart(by=marta, programme=programme, first=anna_k, second=anna_b) == apart
    assert (apart.state, apart.note, apart.decided_by) == ("different", "", marta)
    assert [(entry.verb, entry.changes) for entry in Entry.objects.of(anna_b)] == [
        ("person.told_apart", {"other": anna_k.pk})
    ]
    merge(marta, programme, anna_k, anna_b)  # looked at once more
    assert [row.state for row in Duplicate.objects.order_by("pk")] == ["different", "merged"]


def test_one_is_merged_already(marta: User, programme: Programme, anna_k: Person, anna_b: Person) -> None:
    merge(marta, programme, anna_k, anna_b)
    for pair in ((anna_k, anna_b), (anna_b, person("C"))):
        with pytest.raises(services.AlreadyMerged):
            merge(marta, programme, *pair)
        with pytest.raises(services.AlreadyMerged):
            services.tell_apart(by=marta, programme=programme, first=pair[1], second=pair[0])


# -- who may -------------------------------------------------------------------------------------------------
def _another(**fields: Any) -> Programme:
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 12, 31)}
    return Programme.objects.create(code="another", name_lv="Cita", goal_lv="Cits", **days, **fields)


def decide(by: User, programme: Programme, first: Person, second: Person) -> None:
    """Neither is done without the right."""
    with pytest.raises(PermissionDenied):
        services.tell_apart(by=by, programme=programme, first=first, second=second)
    with pytest.raises(PermissionDenied):
        merge(by, programme, first, second)


def test_a_colleague_without_the_right(
    anna: User, emma: User, janis: User, karlis: User, programme: Programme, anna_k: Person, anna_b: Person,
    make: Maker,
) -> None:  # fmt: skip
    seat(anna_k, make()), seat(anna_b, make())
    for stranger in (anna, emma, janis, karlis):
        decide(stranger, programme, anna_k, anna_b)
    assert not Duplicate.objects.exists()


def test_who_took_part_elsewhere_is_the_programme_coordinator_s(
    ilze: User, marta: User, programme: Programme, anna_k: Person, anna_b: Person, make: Maker, rezekne: Municipality
) -> None:
    seat(anna_k, make()), seat(anna_b, make())
    elsewhere = seat(anna_b, make(Scope(programme.pk, rezekne.pk)))
    participation.cancel_registration(by=marta, registration=elsewhere)
    with pytest.raises(services.NotAllOfIt) as refused:
        merge(ilze, programme, anna_k, anna_b)
    assert str(refused.value) == "Only the programme coordinator can decide about these two."
    assert merge(marta, programme, anna_k, anna_b).pk
    (entry,) = Entry.objects.of(anna_k)
    assert (entry.programme_id, entry.municipality_id) == (programme.pk, None)


def test_who_is_in_nobody_s_register_is_not_a_municipality_s(
    ilze: User, programme: Programme, anna_k: Person, anna_b: Person, make: Maker
) -> None:
    seat(anna_k, make())
    decide(ilze, programme, anna_k, anna_b)


def test_whoever_entered_both_merges_them(
    ilze: User, programme: Programme, anna_k: Person, anna_b: Person, daugavpils: Municipality, rezekne: Municipality
) -> None:
    Person.objects.update(entered_for=daugavpils)
    Person.objects.filter(pk=anna_b.pk).update(entered_for=rezekne)
    decide(ilze, programme, anna_k, anna_b)
    Person.objects.update(entered_for=daugavpils)
    assert merge(ilze, programme, anna_k, anna_b).pk


def test_another_grant_is_asked_too(
    ilze: User, marta: User, programme: Programme, anna_k: Person, anna_b: Person, daugavpils: Municipality
) -> None:
    """The same municipality is a partner of both, and has its own coordinator in each."""
    another = _another()
    Partnership.objects.create(programme=another, municipality=daugavpils)
    Person.objects.update(entered_for=daugavpils)
    decide(ilze, programme, anna_k, anna_b)
    decide(marta, programme, anna_k, anna_b)
    join(marta, another, Role.COORDINATOR, daugavpils)
    merge(User.objects.get(pk=marta.pk), programme, anna_k, anna_b)
    assert set(Entry.objects.of(anna_k).values_list("programme_id", "municipality_id")) == {
        (programme.pk, daugavpils.pk), (another.pk, daugavpils.pk),
    }  # fmt: skip
