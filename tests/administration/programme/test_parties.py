"""Who takes part in the grant, and the persons there."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from darbigas_kopienas.administration.people.organisations.services import OrganisationKnown
from darbigas_kopienas.administration.programme.contacts import CONTACTS
from darbigas_kopienas.administration.programme.parties import PARTIES, PartyForm
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.people.own_data import own_tables
from darbigas_kopienas.programme.facts import services
from darbigas_kopienas.programme.models import Party, PartyContact, Programme

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "organisation": None, "role": "implementer", "name_lv": "Biedrība „Rīts”", "name_en": "", "kind": "ngo",
    "registration_number": "", "address": "", "municipality": None, "is_another": False,
}  # fmt: skip
LIGA: dict[str, Any] = {"name": "Līga Paraudziņa", "position": "grāmatvede", "email": "liga@example.lv", "phone": ""}


@pytest.fixture
def funder(programme: Programme) -> Party:
    return Party.objects.get(programme=programme)


def contact_of(party: Party, by: User, **more: Any) -> PartyContact:
    fields = {**LIGA, "party": party, **more}
    contact: PartyContact = services.add_fact(by=by, kind=CONTACTS, programme=party.programme, fields=fields)
    return contact


def test_a_party_of_a_new_organisation_has_two_entries(marta: User, programme: Programme) -> None:
    party = services.add_fact(by=marta, kind=PARTIES, programme=programme, fields=NEW)
    assert str(party.organisation.name_lv) == "Biedrība „Rīts”"
    assert [entry.verb for entry in Entry.objects.order_by("pk")][-2:] == ["organisation.added", "party.added"]
    assert PARTIES.line(party).notes[1] == "registration number: required before signing"


def test_where_the_party_cannot_be_its_organisation_is_not_made(marta: User, programme: Programme) -> None:
    with pytest.raises(OrganisationKnown):
        services.add_fact(by=marta, kind=PARTIES, programme=programme, fields={**NEW, "name_lv": "Britu Padome"})
    assert not Organisation.objects.filter(name_lv="Britu Padome").exists()


def test_the_same_role_twice_is_refused(marta: User, funder: Party) -> None:
    same = {"organisation": funder.organisation, "role": "funder"}
    with pytest.raises(ValidationError) as refused:
        services.add_fact(by=marta, kind=PARTIES, programme=funder.programme, fields=same)
    assert refused.value.message_dict == {"role": ["This organisation has this role already."]}
    services.add_fact(by=marta, kind=PARTIES, programme=funder.programme, fields={**same, "role": "co_financer"})


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "funder"}, "organisation"),
        ({"role": "funder", "name_lv": "Rīts"}, "kind"),
        ({"role": "funder", "name_lv": "Rīts", "kind": "ngo", "organisation": "funder"}, "name_lv"),
        ({"role": "funder", "name_lv": "Rīts", "kind": "ngo"}, None),
        ({"role": "funder", "organisation": "funder"}, None),
        ({"organisation": "funder"}, "role"),
    ],
)
def test_an_organisation_is_chosen_or_written(typed: dict[str, Any], field: str | None, funder: Party) -> None:
    if "organisation" in typed:
        typed = {**typed, "organisation": str(funder.organisation_id)}
    form = PartyForm(typed, programme=funder.programme)
    assert list(form.errors) == ([field] if field else [])


def test_an_existing_party_is_another_organisation_s_only_by_choice(funder: Party) -> None:
    form = PartyForm({"role": "funder"}, programme=funder.programme, row=funder)
    assert list(form.fields) == ["organisation", "role"]
    assert list(form.errors) == ["organisation"]


def test_a_party_with_contacts_stays(marta: User, funder: Party) -> None:
    contact = contact_of(funder, marta)
    sentence = "It cannot be removed, since it is used: parties’ contacts\u00a0– 1."
    assert services.relying_on(PARTIES, funder) == sentence
    with pytest.raises(ValidationError, match="parties’ contacts"):
        services.remove_fact(by=marta, kind=PARTIES, row=funder)
    services.remove_fact(by=marta, kind=CONTACTS, row=contact)
    services.remove_fact(by=marta, kind=PARTIES, row=funder)


def test_nothing_of_a_person_is_stored_in_the_trail(marta: User, funder: Party) -> None:
    contact = contact_of(funder, marta)
    services.edit_fact(by=marta, kind=CONTACTS, row=contact, fields={"name": "Zane Jauna", "phone": "+371 20000001"})
    services.remove_fact(by=marta, kind=CONTACTS, row=contact)
    stored = str(list(Entry.objects.order_by("pk").values_list("changes", flat=True)))
    assert [word for word in ("Līga", "liga@", "Zane", "20000001", "grāmatvede") if word in stored] == []


def test_who_sees_the_contacts(marta: User, ilze: User, olga: User, emma: User, janis: User, funder: Party) -> None:
    contact = contact_of(funder, marta)
    readers = {"marta": marta, "ilze": ilze, "olga": olga, "emma": emma, "janis": janis, "nobody": None}
    seen = [name for name, user in readers.items() if PartyContact.objects.visible_to(user).exists()]
    assert seen == ["marta", "ilze", "olga"]
    PARTIES.read_along(emma, [funder])
    assert funder.contacts_seen == []  # type: ignore[attr-defined]  # read along for a list
    PARTIES.read_along(ilze, [funder])
    assert funder.contacts_seen == [contact]  # type: ignore[attr-defined]  # likewise


def test_a_contact_is_of_the_grant_s_own_party(marta: User, funder: Party) -> None:
    other = Programme.objects.create(
        code="next", name_lv="Nākamā", name_en="Next", goal_lv="Mērķis", starts_on="2027-01-01", ends_on="2027-12-31"
    )
    with pytest.raises(ValidationError) as refused:
        services.add_fact(by=marta_of(other, marta), kind=CONTACTS, programme=other, fields={**LIGA, "party": funder})
    assert list(refused.value.message_dict) == ["party"]


def test_a_contact_with_an_account_finds_it_in_the_own_data(marta: User, janis: User, funder: Party) -> None:
    contact_of(funder, marta, name="Jānis Kalniņš", email=janis.email)
    rows = {user.name: own_tables(user)["party_contact"].rows for user in (janis, marta)}
    assert [row[2] for row in rows["Jānis Kalniņš"]] == ["Jānis Kalniņš"]
    assert list(rows[marta.name]) == []


def marta_of(programme: Programme, marta: User) -> User:
    marta.memberships.create(programme=programme, role="programme_coordinator", starts_on="2019-01-01")
    return User.objects.get(pk=marta.pk)


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma"])
def test_nobody_else_adds_a_party_or_a_contact(name: str, request: pytest.FixtureRequest, funder: Party) -> None:
    by: User = request.getfixturevalue(name)
    for kind, fields in ((PARTIES, NEW), (CONTACTS, {**LIGA, "party": funder})):
        with pytest.raises(PermissionDenied):
            services.add_fact(by=by, kind=kind, programme=funder.programme, fields=fields)


@pytest.mark.parametrize("fields", [{"name": "\u200b"}, {"name": "Līga", "email": "Liga@Example.LV "}])
def test_the_database_refuses_a_contact_so(fields: dict[str, str], funder: Party) -> None:
    rows = PartyContact.objects.filter(pk=PartyContact.objects.create(
        programme=funder.programme, party=funder, name="Līga").pk)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**fields)


def test_the_database_refuses_a_party_twice(funder: Party) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(programme=funder.programme, organisation=funder.organisation, role="funder")
