"""Sources, lines and rules of the agreed budget: what is written, what is refused and where, what the trail says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from budget import services as budget
from budget.models import Allocation, BudgetLine, BudgetRule, FundingSource
from budget.plan.amounts import field_name, pair_of, totals
from budget.plan.kinds import BUDGET_LINES, BUDGET_RULES, FUNDING_SOURCES
from budget.services.errors import ForeignBudget
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.facts.kinds import FactKind
from darbigas_kopienas.programme.facts.services import FactInUse, add_fact, edit_fact, remove_fact
from darbigas_kopienas.programme.history import history_of
from darbigas_kopienas.programme.models import Component, Programme
from tests.budget.conftest import Adder, Lines

pytestmark = pytest.mark.django_db
D = Decimal


def refused(kind: FactKind, by: User, row: Any, **fields: Any) -> dict[str, list[str]]:
    """The refusal by field."""
    with pytest.raises(ValidationError) as refusal:
        edit_fact(by=by, kind=kind, row=row, fields=fields)
    slips: dict[str, list[str]] = refusal.value.message_dict
    return slips


def said(reader: User, thing: Any) -> list[str]:
    return [change for line in history_of(reader, Entry.objects.of(thing)[:1]) for change in line.changes]


# -- sources ---------------------------------------------------------------------------------------
def test_a_source_is_added_with_its_trail(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    giver = Organisation.objects.get(kind=Organisation.Kind.FUNDER)
    fields = {"organisation": giver, "kind": "grant", "name_lv": "Grants", "amount": D("100.00")}
    source = add_fact(by=marta, kind=FUNDING_SOURCES, programme=programme, fields=fields)
    assert "summa — → 100,00\u00a0EUR" in said(marta, source)
    edit_fact(by=marta, kind=FUNDING_SOURCES, row=source, fields={"amount": D("90.00")})
    assert said(marta, source) == ["summa 100,00\u00a0EUR → 90,00\u00a0EUR"]
    remove_fact(by=marta, kind=FUNDING_SOURCES, row=source)
    assert not FundingSource.objects.exists()


def test_a_source_is_refused_at_its_fields(
    marta: User, programme: Programme, grant: FundingSource, council_money: FundingSource
) -> None:
    fields = {
        "name_lv": "BRITU PADOMES FINANSĒJUMS", "documents_from": date(2020, 2, 1), "documents_to": date(2020, 1, 1),
        "only_in_municipality": None,
    }  # fmt: skip
    slips = refused(FUNDING_SOURCES, marta, council_money, **fields)
    assert set(slips) == {"name_lv", "documents_to", "only_in_municipality"}


def test_a_source_keeps_what_is_divided(
    marta: User, lines: Lines, grant: FundingSource, daugavpils: Municipality, rezekne: Municipality
) -> None:
    assert set(refused(FUNDING_SOURCES, marta, grant, amount=D("199.99"))) == {"amount"}
    edit_fact(by=marta, kind=FUNDING_SOURCES, row=grant, fields={"amount": D("200.00")})
    Allocation.objects.create(line=lines["P"], source=grant, municipality=rezekne, amount=0)
    slips = refused(FUNDING_SOURCES, marta, grant, only_in_municipality=daugavpils)
    assert set(slips) == {"only_in_municipality"}
    edit_fact(by=marta, kind=FUNDING_SOURCES, row=grant, fields={"only_in_municipality": rezekne})


def test_a_source_keeps_what_is_booked(
    booked: Adder, marta: User, council_money: FundingSource, rezekne: Municipality
) -> None:
    booked(source=council_money, is_publicity=True, total="400.00")
    edit = {"amount": D("399.99"), "documents_from": date(2020, 6, 5)}
    assert set(refused(FUNDING_SOURCES, marta, council_money, **edit)) == {"amount", "documents_from"}
    edit = {"documents_to": date(2020, 6, 3), "allows_publicity": False}
    assert set(refused(FUNDING_SOURCES, marta, council_money, **edit)) == {"documents_to", "only_in_municipality"}
    assert set(refused(FUNDING_SOURCES, marta, council_money, only_in_municipality=rezekne)) == {"only_in_municipality"}
    fields = {"amount": D("400.00"), "documents_from": date(2020, 6, 4), "documents_to": date(2020, 6, 4)}
    edit_fact(by=marta, kind=FUNDING_SOURCES, row=council_money, fields=fields)
    with pytest.raises(FactInUse):
        remove_fact(by=marta, kind=FUNDING_SOURCES, row=council_money)


def test_another_figure_is_asked_about_anew(marta: User, grant: FundingSource) -> None:
    budget.resolve_stated_sum(by=marta, source=grant, note="Līgums.")
    edit_fact(by=marta, kind=FUNDING_SOURCES, row=grant, fields={"name_en": "The grant"})
    grant.refresh_from_db()
    assert not grant.has_open_mismatch
    edit_fact(by=marta, kind=FUNDING_SOURCES, row=grant, fields={"amount": D("115030.00")})
    grant.refresh_from_db()
    assert grant.has_open_mismatch


# -- lines -----------------------------------------------------------------------------------------
def test_a_line_with_its_amounts(
    marta: User, programme: Programme, components: dict[str, Component], grant: FundingSource, rezekne: Municipality
) -> None:
    named = field_name(grant.pk, rezekne.pk)
    fields = {
        "code": "2.1", "name_lv": "Mēbeles", "component": components["2"],
        field_name(grant.pk): D("100.00"), named: D("40.00"),
    }  # fmt: skip
    line = add_fact(by=marta, kind=BUDGET_LINES, programme=programme, fields=fields)
    assert {part.amount for part in line.allocations.all()} == {D("100.00"), D("40.00")}
    edit_fact(by=marta, kind=BUDGET_LINES, row=line, fields={field_name(grant.pk): D("120.00"), named: None})
    assert said(marta, line) == [
        "Britu Padomes finansējums 100,00\u00a0EUR → 120,00\u00a0EUR",
        "Britu Padomes finansējums, Rēzeknes novads 40,00\u00a0EUR → —",
    ]
    shown = BUDGET_LINES.line(BUDGET_LINES.rows(programme.pk).get())
    assert shown.notes[-1] == "Britu Padomes finansējums: 120,00\u00a0EUR"
    assert all(part in totals(programme.pk)[0] for part in (str(grant), "120,00", "115\u00a0029,00"))
    remove_fact(by=marta, kind=BUDGET_LINES, row=line)
    assert not Allocation.objects.exists()
    assert "Britu Padomes finansējums 120,00\u00a0EUR → —" in said(marta, line)
    assert pair_of("code") is None


def test_a_hidden_source_is_not_said(
    marta: User, karlis: User, lines: Lines, council_money: FundingSource, daugavpils: Municipality
) -> None:
    fields = {field_name(council_money.pk, daugavpils.pk): D("10.00")}
    edit_fact(by=marta, kind=BUDGET_LINES, row=lines["P"], fields=fields)
    assert len(said(marta, lines["P"])) == 1
    assert said(karlis, lines["P"]) == []


def test_a_line_is_refused_at_its_fields(marta: User, lines: Lines) -> None:
    assert set(refused(BUDGET_LINES, marta, lines["1.1"], code="3.1")) == {"code"}
    assert set(refused(BUDGET_LINES, marta, lines["1.1"], component=None)) == {"component"}


def test_lines_divide_no_more_than_the_source_has(marta: User, lines: Lines, grant: FundingSource) -> None:
    name = field_name(grant.pk)
    edit_fact(by=marta, kind=BUDGET_LINES, row=lines["P"], fields={name: D("114829.00")})
    assert set(refused(BUDGET_LINES, marta, lines["P"], **{name: D("114829.01")})) == {name}
    FundingSource.objects.update(amount=D("10.00"))  # divided too much before the rule: it may become less
    edit_fact(by=marta, kind=BUDGET_LINES, row=lines["P"], fields={name: D("114828.00")})
    FundingSource.objects.update(amount=D("115029.00"))  # for the database, which asks at the end


def test_amounts_are_of_the_programme_s_own(
    marta: User, programme: Programme, lines: Lines, grant: FundingSource, council_money: FundingSource,
    rezekne: Municipality,
) -> None:  # fmt: skip
    other = Programme.objects.create(code="cits", name_lv="Cits", starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))
    foreign = FundingSource.objects.create(
        programme=other, organisation=grant.organisation, kind="grant", name_lv="Cits", amount=5
    )
    outside = Municipality.objects.create(code="liepaja", name_lv="Liepāja", name_en="Liepāja", locative_lv="Liepājā")
    for name in (field_name(foreign.pk), field_name(grant.pk, outside.pk)):
        with pytest.raises(ForeignBudget):
            edit_fact(by=marta, kind=BUDGET_LINES, row=lines["P"], fields={name: D(1)})
    name = field_name(council_money.pk, rezekne.pk)
    assert set(refused(BUDGET_LINES, marta, lines["P"], **{name: D(1)})) == {name}


def test_what_is_booked_on_changes_by_an_amendment(
    booked: Adder, marta: User, lines: Lines, grant: FundingSource, components: dict[str, Component]
) -> None:
    booked()
    line, name = lines["3.1"], field_name(grant.pk)
    assert set(refused(BUDGET_LINES, marta, line, **{name: D("101.00")})) == {name}
    fields = {"code": "3.9", "component": components["1"], "is_publicity": True}
    assert set(refused(BUDGET_LINES, marta, line, **fields)) == set(fields)
    edit_fact(by=marta, kind=BUDGET_LINES, row=line, fields={"name_en": "Events", name: D("100.00")})
    assert BudgetLine.objects.get(pk=line.pk).name_en == "Events"
    with pytest.raises(FactInUse):
        remove_fact(by=marta, kind=BUDGET_LINES, row=line)


# -- rules -----------------------------------------------------------------------------------------
def test_rules_follow_one_another(marta: User, programme: Programme, lines: Lines) -> None:
    rule = BudgetRule.objects.get()
    new = {"valid_from": date(2020, 1, 1), "line_tolerance_percent": D("12.5")}
    with pytest.raises(ValidationError) as refusal:
        add_fact(by=marta, kind=BUDGET_RULES, programme=programme, fields=new)
    assert set(refusal.value.message_dict) == {"valid_from"}
    assert set(refused(BUDGET_RULES, marta, rule, valid_to=date(2019, 2, 1))) == {"valid_to"}
    edit_fact(by=marta, kind=BUDGET_RULES, row=rule, fields={"valid_to": date(2019, 12, 31)})
    later = add_fact(by=marta, kind=BUDGET_RULES, programme=programme, fields=new)
    assert str(later) == "12,50\u00a0% (no 01.01.2020)"
    assert BUDGET_RULES.line(BudgetRule.objects.get(pk=rule.pk)).notes == ["01.03.2019–31.12.2019"]
    assert set(refused(BUDGET_RULES, marta, rule, valid_to=date(2020, 1, 1))) == {"valid_from"}


# -- who -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["ilze", "anna", "karlis", "emma", "olga", "janis"])
def test_nobody_else_writes_the_budget(request: Any, who: str, lines: Lines, grant: FundingSource) -> None:
    by = request.getfixturevalue(who)
    for kind, row in ((FUNDING_SOURCES, grant), (BUDGET_LINES, lines["P"]), (BUDGET_RULES, BudgetRule.objects.get())):
        with pytest.raises(PermissionDenied):
            edit_fact(by=by, kind=kind, row=row, fields={})
