"""Organisations that somebody enters while setting up a grant, or keeps in a municipality's register."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.administration.people.organisations import rules, services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.merged import target_of
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import texts

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {"name_lv": "Biedrība „Rīts”", "name_en": "Morning Society", "kind": "ngo"}
NUMBER = "40008000000"


def entry(obj: Any) -> Entry:
    return Entry.objects.of(obj)[0]


def refusal_of(call: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        call()
    said: dict[str, list[str]] = refused.value.message_dict
    return said


# -- by whoever sets up the grant ------------------------------------------------------------------------------
def test_an_organisation_is_added_with_its_entry(marta: User, programme: Programme) -> None:
    organisation = services.add_organisation(by=marta, programme=programme, **NEW, registration_number="4000 800 0000")
    assert organisation.name_en_source == texts.source_hash("Biedrība „Rīts”")
    assert (entry(organisation).verb, entry(organisation).programme_id) == ("organisation.added", programme.pk)
    assert entry(organisation).changes["values"]["registration_number"] == [None, NUMBER]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name_lv", "Britu Padome latvijā"), ("name_lv", "Britu Padome"), ("name_en", "British Council")],
)
def test_one_that_is_known_is_named(field: str, typed: str, marta: User, programme: Programme) -> None:
    given = {**NEW, field: typed}
    said = refusal_of(lambda: services.add_organisation(by=marta, programme=programme, **given))
    assert list(said) == [field]
    assert "Brit" in said[field][0]
    assert services.add_organisation(by=marta, programme=programme, is_another=True, **given).pk


def test_who_keeps_one_register_is_told_of_the_parties_and_of_none_in_another_register(
    ilze: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality
) -> None:
    Organisation.objects.create(kind="ngo", name_lv="Rēzekne: biedrība „Rīts”", municipality=rezekne)
    given = {**NEW, "municipality": daugavpils}
    assert services.add_organisation(by=ilze, programme=programme, **given).pk
    said = refusal_of(lambda: services.add_organisation(by=ilze, programme=programme, **{**given, "name_lv": "Rīts"}))
    assert "“Biedrība „Rīts””" in said["name_lv"][0]
    party = refusal_of(
        lambda: services.add_organisation(by=ilze, programme=programme, **{**given, "name_lv": "Britu Padome"})
    )
    assert "Brit" in party["name_lv"][0]


def test_the_same_name_twice_is_refused_however_it_is_ticked(marta: User, programme: Programme) -> None:
    given = {**NEW, "name_lv": "Britu Padome Latvijā"}
    with pytest.raises(services.OrganisationKnown, match="entered already"):
        services.add_organisation(by=marta, programme=programme, is_another=True, **given)
    assert Organisation.objects.filter(name_lv="Britu Padome Latvijā").count() == 1


def test_an_organisation_is_corrected(marta: User, programme: Programme) -> None:
    funder = Organisation.objects.get(name_lv="Britu Padome Latvijā")
    fields: Any = {"name_lv": funder.name_lv, "kind": funder.kind, "address": "Paraugu iela 1"}
    for _twice in range(2):
        services.edit_organisation(by=marta, programme=programme, organisation=funder, **fields)
    assert [row.verb for row in Entry.objects.of(funder)] == ["organisation.edited"]
    assert entry(funder).changes == {"fields": ["address"], "values": {"address": ["", "Paraugu iela 1"]}}


def test_an_organisation_of_no_part_in_the_grant_is_left_alone(marta: User, programme: Programme) -> None:
    stranger = Organisation.objects.create(name_lv="Cita biedrība", kind="ngo")
    with pytest.raises(services.ForeignOrganisation):
        services.edit_organisation(by=marta, programme=programme, organisation=stranger, **NEW)
    stranger.municipality = Municipality.objects.get(code="daugavpils")
    stranger.save()
    services.edit_organisation(by=marta, programme=programme, organisation=stranger, **NEW)


def _another(programme: Programme) -> Programme:
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2028, 12, 31)}
    return Programme.objects.create(code="another", name_lv="Cita", name_en="Another", goal_lv="Cits", **days)


def test_each_grant_s_history_says_that_its_party_was_corrected(marta: User, programme: Programme) -> None:
    funder, another = programme.parties.get().organisation, _another(programme)
    another.parties.create(organisation=funder, role="funder")
    given: dict[str, Any] = {"address": "Ielas 1"}
    services.edit_organisation(by=marta, programme=programme, organisation=funder, **given)
    entries = Entry.objects.of(funder).filter(verb="organisation.edited")
    assert set(entries.values_list("programme_id", flat=True)) == {programme.pk, another.pk}


def test_a_party_of_another_grant_is_corrected_there(marta: User, programme: Programme, spogi: Organisation) -> None:
    _another(programme).parties.create(organisation=spogi, role="implementer")
    given: dict[str, Any] = {"address": "Ielas 1"}
    with pytest.raises(services.ForeignOrganisation, match="another programme"):
        services.edit_organisation(by=marta, programme=programme, organisation=spogi, **given)


# -- by whoever keeps a municipality's register -----------------------------------------------------------------
def test_a_municipality_s_coordinator_keeps_its_register(
    ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    school = services.add_organisation(by=ilze, programme=programme, **NEW, municipality=daugavpils)
    services.edit_organisation(by=ilze, programme=programme, organisation=school, **{**NEW, "address": "Ielas 1"})
    entries = Entry.objects.of(school).order_by("pk")
    assert [(row.verb, row.municipality_id) for row in entries] == [
        ("organisation.added", daugavpils.pk), ("organisation.edited", daugavpils.pk),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["karlis", "anna", "emma", "olga", "janis"])
def test_nobody_else_writes_it(
    name: str,
    request: pytest.FixtureRequest,
    programme: Programme,
    daugavpils: Municipality,
    spogi: Organisation,
) -> None:
    by: User = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.add_organisation(by=by, programme=programme, **NEW, municipality=daugavpils)
    with pytest.raises(PermissionDenied):
        services.edit_organisation(by=by, programme=programme, organisation=spogi, **NEW)


def test_an_institution_is_moved_to_no_register_of_others(
    ilze: User, marta: User, programme: Programme, spogi: Organisation, rezekne: Municipality
) -> None:
    moved: Any = {"municipality": rezekne}
    with pytest.raises(PermissionDenied):
        services.edit_organisation(by=ilze, programme=programme, organisation=spogi, **moved)
    assert (
        services.edit_organisation(by=marta, programme=programme, organisation=spogi, **moved).municipality == rezekne
    )


@pytest.mark.parametrize("given", [{"municipality": None}, {"kind": "funder"}])
def test_who_is_of_no_municipality_or_funds_is_agreed_with_the_grant(
    given: dict[str, Any], ilze: User, marta: User, programme: Programme, spogi: Organisation, daugavpils: Municipality
) -> None:
    new: Any = {**NEW, "municipality": daugavpils, **given}
    with pytest.raises(PermissionDenied):
        services.add_organisation(by=ilze, programme=programme, **new)
    with pytest.raises(PermissionDenied):
        services.edit_organisation(by=ilze, programme=programme, organisation=spogi, **given)
    assert services.add_organisation(by=marta, programme=programme, **new).pk


def test_a_party_is_corrected_by_the_programme_s_coordinator_alone(
    ilze: User, marta: User, programme: Programme, spogi: Organisation
) -> None:
    programme.parties.create(organisation=spogi, role="implementer")
    given: dict[str, Any] = {"address": "Ielas 1"}
    with pytest.raises(PermissionDenied):
        services.edit_organisation(by=ilze, programme=programme, organisation=spogi, **given)
    services.edit_organisation(by=marta, programme=programme, organisation=spogi, **given)


# -- registration numbers ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        ("4000800000", "ngo", "eleven digits"),
        ("4000800000a", "school", "eleven digits"),
        ("٤٠٠٠٨٠٠٠٠٠٠", "school", "eleven digits"),
        ("LV40008000000", "company", "without “LV”"),
        ("lv 40008000000", "other", "without “LV”"),
    ],
)
def test_a_number_that_is_none_is_refused(
    number: str, kind: str, words: str, ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    given: Any = {**NEW, "kind": kind, "registration_number": number, "municipality": daugavpils}
    said = refusal_of(lambda: services.add_organisation(by=ilze, programme=programme, **given))
    assert words in said["registration_number"][0]


def test_who_is_of_another_country_has_another_number(
    ilze: User, programme: Programme, daugavpils: Municipality
) -> None:
    given: Any = {**NEW, "kind": "other", "registration_number": "209131", "municipality": daugavpils}
    assert services.add_organisation(by=ilze, programme=programme, **given).registration_number == "209131"


def test_a_number_is_of_one_and_is_named_to_those_who_see_it(
    ilze: User, karlis: User, programme: Programme, spogi: Organisation, daugavpils: Municipality, rezekne: Municipality
) -> None:
    Organisation.objects.filter(pk=spogi.pk).update(registration_number="4090 0012 345")  # as it was entered before
    given: Any = {**NEW, "registration_number": "40900012345"}
    said = refusal_of(lambda: services.add_organisation(by=ilze, programme=programme, **given, municipality=daugavpils))
    assert said == {"registration_number": ["“Špoģi Secondary School” has this registration number."]}
    said = refusal_of(lambda: services.add_organisation(by=karlis, programme=programme, **given, municipality=rezekne))
    assert said == {"registration_number": ["An organisation with this registration number is entered already."]}
    with pytest.raises(services.OrganisationKnown):
        services.add_organisation(by=SYSTEM, programme=programme, **given)


def test_an_earlier_name_has_the_number_of_its_body(
    ilze: User, programme: Programme, spogi: Organisation, daugavpils: Municipality
) -> None:
    Organisation.objects.filter(pk=spogi.pk).update(valid_to=date(2019, 8, 31))
    given: Any = {**NEW, "registration_number": spogi.registration_number, "municipality": daugavpils}
    assert services.add_organisation(by=ilze, programme=programme, **given).pk


# -- one that was merged into another ---------------------------------------------------------------------------
def test_the_name_and_the_number_of_a_merged_one_lead_on(
    ilze: User, programme: Programme, merged: Organisation, spogi: Organisation, daugavpils: Municipality
) -> None:
    sentence = "“Višķu tehnikums” was merged into “Špoģu vidusskola”: choose that."
    new: Any = {**NEW, "municipality": daugavpils, "is_another": True}
    for field, typed in (("name_lv", "višķu TEHNIKUMS"), ("registration_number", merged.registration_number)):
        given = {**new, field: typed}
        said = refusal_of(lambda given=given: services.add_organisation(by=ilze, programme=programme, **given))
        assert said == {field: [sentence]}
    own: Any = {"registration_number": merged.registration_number}
    services.edit_organisation(by=ilze, programme=programme, organisation=spogi, **own)
    with pytest.raises(services.ForeignOrganisation):
        services.edit_organisation(by=ilze, programme=programme, organisation=merged, **own)


def test_the_better_spelling_of_a_merged_one_is_taken_over(
    ilze: User, karlis: User, programme: Programme, merged: Organisation, spogi: Organisation, malta: Organisation
) -> None:
    better: Any = {"name_lv": "Višķu Tehnikums"}
    services.edit_organisation(by=ilze, programme=programme, organisation=spogi, **better)
    assert Organisation.objects.get(pk=spogi.pk).name_lv == "Višķu Tehnikums"
    same: Any = {"name_lv": merged.name_lv}
    for by, organisation, given in ((ilze, spogi, same), (karlis, malta, better)):
        with pytest.raises(services.OrganisationKnown, match="was merged into"):
            services.edit_organisation(by=by, programme=programme, organisation=organisation, **given)


# -- rights read along for a page -------------------------------------------------------------------------------
def test_what_is_read_along_says_the_same(
    ilze: User, karlis: User, marta: User, programme: Programme, spogi: Organisation, merged: Organisation
) -> None:
    def rights() -> list[bool]:
        (read,) = rules.with_rights(Organisation.objects.filter(pk=spogi.pk), programme)
        answers = [rules.may_write(user, programme, read) for user in (ilze, karlis, marta)]
        assert answers == [rules.may_write(user, programme, spogi) for user in (ilze, karlis, marta)]
        return answers

    assert rights() == [True, False, True]
    party = programme.parties.create(organisation=spogi, role="implementer")
    assert rights() == [False, False, True]
    party.programme = _another(programme)
    party.save()
    assert rights() == [False, False, False]
    assert [list(target_of(Organisation.objects.all(), row.pk)) for row in (merged, spogi)] == [[spogi], []]
