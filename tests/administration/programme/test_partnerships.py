"""Which municipalities take part: each once, on days of the grant, and none goes away from its data."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from budget.models import Allocation, BudgetLine, FundingSource
from darbigas_kopienas.administration.models import Decision
from darbigas_kopienas.administration.programme.partnerships import PARTNERSHIPS, PartnershipForm
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.facts import services
from darbigas_kopienas.programme.models import Component, Partnership, Programme
from darbigas_kopienas.programme.scoping import Scope
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_aglona(aglona: Municipality) -> Partnership:
    return Partnership.objects.get(municipality=aglona)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"joined_on": date(2019, 2, 28)}, "joined_on"),
        ({"left_on": date(2021, 3, 1)}, "left_on"),
        ({"joined_on": date(2020, 5, 1), "left_on": date(2020, 4, 30)}, "left_on"),
        ({"agreement_state": "signed"}, "agreed_on"),
        ({"agreement_state": "ended"}, "left_on"),
    ],
)
def test_a_partnership_cannot_be_so(fields: dict[str, Any], field: str, marta: User, of_aglona: Partnership) -> None:
    with pytest.raises(ValidationError) as refused:
        services.edit_fact(by=marta, kind=PARTNERSHIPS, row=of_aglona, fields=fields)
    assert list(refused.value.message_dict) == [field]


def test_a_partnership_is_signed_and_ends(marta: User, of_aglona: Partnership) -> None:
    signed = {"agreement_state": "signed", "agreement_number": "1-12/3", "agreed_on": date(2019, 4, 1)}
    ended = {"agreement_state": "ended", "left_on": date(2020, 12, 31)}
    for fields in (signed, ended):
        services.edit_fact(by=marta, kind=PARTNERSHIPS, row=of_aglona, fields=fields)
    of_aglona.refresh_from_db()
    PARTNERSHIPS.read_along(marta, [of_aglona])
    line = PARTNERSHIPS.line(of_aglona)
    assert (line.state, line.notes) == ("ended", ["agreement: 1-12/3, 01.04.2019", "03.2019–31.12.2020"])


@pytest.mark.parametrize(
    ("joined", "left", "said"),
    [
        (date(2019, 3, 1), None, ["since 03.2019"]),
        (date(2020, 1, 2), None, ["since 02.01.2020"]),
        (None, date(2020, 1, 2), ["until 02.01.2020"]),
        (None, None, []),
    ],
)
def test_how_long_it_takes_part(
    joined: date | None, left: date | None, said: list[str], marta: User, of_aglona: Partnership
) -> None:
    of_aglona.joined_on, of_aglona.left_on = joined, left
    PARTNERSHIPS.read_along(marta, [of_aglona])
    assert PARTNERSHIPS.line(of_aglona).notes == said


def test_a_municipality_takes_part_once(marta: User, programme: Programme, aglona: Municipality) -> None:
    with pytest.raises(ValidationError, match="takes part already"):
        services.add_fact(by=marta, kind=PARTNERSHIPS, programme=programme, fields={"municipality": aglona})


def test_the_form_offers_those_of_the_grant_s_days_and_the_row_s_own(
    programme: Programme, of_aglona: Partnership, aglona: Municipality, preili: Municipality
) -> None:
    Municipality.objects.filter(pk__in=[aglona.pk, preili.pk]).update(valid_from=date(2021, 7, 1))

    def offered(row: Partnership | None) -> set[str]:
        form = PartnershipForm(programme=programme, row=row)
        return {choice for _value, choice in form.fields["municipality"].choices}  # type: ignore[attr-defined]  # a choice

    assert "Aglona Municipality" not in offered(None)
    assert {"Aglona Municipality", "Daugavpils"} <= offered(of_aglona)
    assert "Preiļi Municipality" not in offered(of_aglona)
    assert PartnershipForm(programme=programme).initial == {"joined_on": programme.starts_on}


def test_a_partner_with_data_stays_and_is_not_exchanged(
    marta: User, ilze: User, in_daugavpils: Scope, daugavpils: Municipality
) -> None:
    builders.open_seminar(ilze, in_daugavpils)
    partnership = Partnership.objects.get(municipality=daugavpils)
    with pytest.raises(ValidationError) as refused:
        services.remove_fact(by=marta, kind=PARTNERSHIPS, row=partnership)
    (sentence,) = refused.value.messages
    assert ("memberships\u00a0– 3" in sentence, "activities\u00a0– 1" in sentence) == (True, True)
    assert sentence.endswith("Write the day on which it left instead.")
    assert services.relying_on(PARTNERSHIPS, partnership) == sentence  # said before anybody asks for it
    other = Municipality.objects.create(code="x", name_lv="Cits", name_en="Other", locative_lv="Citā")
    with pytest.raises(ValidationError) as refused:
        services.edit_fact(by=marta, kind=PARTNERSHIPS, row=partnership, fields={"municipality": other})
    assert list(refused.value.message_dict) == ["municipality"]


def test_a_partner_to_whom_money_is_given_by_name_stays(
    marta: User, of_aglona: Partnership, aglona: Municipality, components: dict[str, Component]
) -> None:
    grant = {"programme": of_aglona.programme, "organisation": Organisation.objects.get(kind="funder"), "kind": "grant"}
    source = FundingSource.objects.create(**grant, name_lv="Grants", amount=100)
    FundingSource.objects.create(**grant, name_lv="Aglonai", amount=100, only_in_municipality=aglona)
    line = BudgetLine.objects.create(programme=of_aglona.programme, code="1", component=components["1"], name_lv="S")
    Allocation.objects.create(line=line, source=source, municipality=aglona, amount=50)
    with pytest.raises(ValidationError) as refused:
        services.remove_fact(by=marta, kind=PARTNERSHIPS, row=of_aglona)
    (sentence,) = refused.value.messages
    assert "budget lines\u00a0– 1, funding sources\u00a0– 1." in sentence


def test_a_partner_without_data_goes_or_is_exchanged(marta: User, of_aglona: Partnership) -> None:
    other = Municipality.objects.create(code="x", name_lv="Cits", name_en="Other", locative_lv="Citā")
    services.edit_fact(by=marta, kind=PARTNERSHIPS, row=of_aglona, fields={"municipality": other})
    services.remove_fact(by=marta, kind=PARTNERSHIPS, row=of_aglona)
    assert not Partnership.objects.filter(pk=of_aglona.pk).exists()


def test_the_list_names_who_followed_and_the_agreements_in_the_register(
    marta: User, karlis: User, of_aglona: Partnership, aglona: Municipality, preili: Municipality
) -> None:
    Municipality.objects.filter(pk=aglona.pk).update(valid_to=date(2020, 6, 30))
    aglona.successors.add(preili)
    Decision.objects.create(
        programme=of_aglona.programme, municipality=aglona, kind="agreement", number="7", summary_lv="Vienošanās"
    )
    notes = {}
    for name, reader in (("marta", marta), ("karlis", karlis)):
        row = PARTNERSHIPS.rows(of_aglona.programme_id).get(pk=of_aglona.pk)
        PARTNERSHIPS.read_along(reader, [row])
        notes[name] = PARTNERSHIPS.line(row).notes[1:]
    followed = "since 01.07.2020: Preiļi Municipality"
    assert notes == {"marta": ["in the register: 7", followed], "karlis": [followed]}


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma"])
def test_nobody_else_edits_a_partnership(name: str, request: pytest.FixtureRequest, of_aglona: Partnership) -> None:
    with pytest.raises(PermissionDenied):
        services.edit_fact(by=request.getfixturevalue(name), kind=PARTNERSHIPS, row=of_aglona, fields={})
