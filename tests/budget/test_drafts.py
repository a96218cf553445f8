from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from budget import services
from budget.models import BudgetLine, Expense, FundingSource
from budget.services import ShareOf
from budget.services.drafts import may_edit
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import OutsideProgramme, PeriodClosed, close_period
from darbigas_kopienas.values import clock, formats
from tests.budget.conftest import DAY, Adder, edit

TEN = Decimal("10.00")
Lines = dict[str, BudgetLine]


def _cost(scope: Scope, origin: str = "test:1") -> Cost:
    return Cost.objects.create(
        programme_id=scope.programme_id, municipality_id=scope.municipality_id, origin=origin, stage="invoiced",
        amount=TEN, description="Stādi", on=DAY,
    )  # fmt: skip


def test_draft_keeps_the_document_and_its_shares(add: Adder, grant: FundingSource, lines: Lines) -> None:
    expense = add(supplier_name="SIA Dārzs", description_lv="Stādi", description_en="Seedlings")
    assert (expense.state, expense.number, expense.total) == ("draft", None, TEN)
    assert [(share.line, share.source, share.amount) for share in expense.shares.all()] == [(lines["3.1"], grant, TEN)]
    assert (expense.sort_key, expense.folded) == (formats.sort_key("SIA Dārzs"), "sia darzs a-1 stadi seedlings")
    assert [document.state for document in expense.documents.all()] == ["stored"]
    assert [entry.verb for entry in Entry.objects.of(expense)] == ["expense.added"]


def test_two_shares_on_one_line_become_one(add: Adder, grant: FundingSource, lines: Lines) -> None:
    part = ShareOf(lines["3.1"], grant, Decimal(5))
    assert [share.amount for share in add(shares=[part, part]).shares.all()] == [TEN]


@pytest.mark.parametrize(
    ("amounts", "code"), [(["9.99"], "not_whole"), (["11", "-1"], "not_above_zero"), ([], "not_whole")]
)
def test_shares_that_do_not_make_the_total_are_refused(
    add: Adder, grant: FundingSource, lines: Lines, amounts: list[str], code: str
) -> None:
    with pytest.raises(services.SharesDoNotAddUp) as slip:
        add(shares=[ShareOf(lines["3.1"], grant, Decimal(amount)) for amount in amounts])
    assert slip.value.code == code
    assert Expense.objects.count() == 0


def test_total_of_zero_is_refused(add: Adder) -> None:
    with pytest.raises(services.SharesDoNotAddUp):
        add(total="0", shares=[])


def test_document_of_tomorrow_is_refused(add: Adder) -> None:
    with clock.frozen(DAY), pytest.raises(services.FutureDocument):
        add(document_on=DAY + timedelta(days=1))


def test_document_outside_the_programme_is_refused(add: Adder) -> None:
    with pytest.raises(OutsideProgramme):
        add(document_on=date(2021, 3, 1))


def test_closed_period_takes_no_document(add: Adder, marta: User, in_daugavpils: Scope, programme: Programme) -> None:
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        add()
    assert add(document_on=DAY + timedelta(days=1)).state == "draft"


def test_draft_of_a_closed_period_is_not_moved_out_of_it(
    add: Adder, marta: User, ilze: User, in_daugavpils: Scope
) -> None:
    expense = add()
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        edit(ilze, expense, document_on=DAY + timedelta(days=1))
    with pytest.raises(PeriodClosed):
        services.submit_expense(by=ilze, expense=expense)


def test_edit_writes_shares_anew(add: Adder, ilze: User) -> None:
    expense = add()
    edit(ilze, expense, total=Decimal("7.50"))
    expense.refresh_from_db()
    assert (expense.total, expense.shares.get().amount) == (Decimal("7.50"), Decimal("7.50"))
    assert [editor.user for editor in expense.editors.all()] == [ilze]
    assert Entry.objects.of(expense)[0].changes == {
        "fields": ["shares", "total"],
        "values": {"total": ["10.00", "7.50"]},
    }


def test_coordinator_changes_only_own_drafts(add: Adder, anna: User, ilze: User) -> None:
    annas = add(by=anna)
    with pytest.raises(PermissionDenied):
        edit(ilze, annas, total=Decimal(9))
    assert edit(anna, add(), total=Decimal(9)).total == Decimal(9)


@pytest.mark.parametrize("who", ["karlis", "janis", "emma", "olga", "admin"])
def test_strangers_neither_add_nor_change(who: str, request: pytest.FixtureRequest, add: Adder) -> None:
    user, expense = request.getfixturevalue(who), add()
    actions: tuple[Callable[[], Any], ...] = (
        lambda: add(by=user, documents=[]),
        lambda: edit(user, expense),
        lambda: services.submit_expense(by=user, expense=expense),
    )
    assert may_edit(user, expense) is False
    for action in actions:
        with pytest.raises(PermissionDenied):
            action()


def test_foreign_line_or_activity_is_refused(
    add: Adder, planting: Activity, in_rezekne: Scope, karlis: User, lines: Lines, grant: FundingSource,
    components: dict[str, Component],
) -> None:  # fmt: skip
    with pytest.raises(services.ForeignActivity):
        add(by=karlis, scope=in_rezekne, activity=planting)
    other = Programme.objects.create(
        code="next", name_lv="Nākamā", name_en="Next", goal_lv="–", starts_on=date(2020, 1, 1), ends_on=date(2022, 1, 1)
    )
    line = BudgetLine.objects.create(programme=other, code="1", name_lv="Cita", is_publicity=True)
    with pytest.raises(services.ForeignBudget):
        add(line=line)
    Activity.objects.filter(pk=planting.pk).update(municipality=None)
    planting.refresh_from_db()
    assert add(activity=planting).activity == planting  # of the whole programme


def test_cost_is_booked_once(add: Adder, booked: Adder, anna: User, in_daugavpils: Scope, in_rezekne: Scope) -> None:
    cost = _cost(in_daugavpils)
    first = booked(cost=cost)
    with pytest.raises(services.CostAlreadyBooked):
        add(cost=cost)
    services.reverse_expense(by=anna, expense=first, reason="Nepareiza pozīcija")
    assert add(cost=cost).cost == cost
    with pytest.raises(services.ForeignBudget):
        add(cost=_cost(in_rezekne, "test:2"))


def test_submitting_needs_a_document(add: Adder, ilze: User) -> None:
    expense = add(without_proof=True)
    assert list(Expense.objects.without_proof()) == [expense]
    with pytest.raises(services.ProofMissing):
        services.submit_expense(by=ilze, expense=expense)


def test_submitted_is_returned_with_a_comment_and_submitted_again(submitted: Adder, ilze: User, anna: User) -> None:
    expense = submitted()
    with pytest.raises(services.WrongState):
        edit(ilze, expense)
    with pytest.raises(ValidationError):
        services.return_expense(by=anna, expense=expense, comment=" ")
    with pytest.raises(PermissionDenied):
        services.return_expense(by=ilze, expense=expense, comment="Nē")
    returned = services.return_expense(by=anna, expense=expense, comment="Čeks nav salasāms")
    assert (returned.state, returned.comment) == ("returned", "Čeks nav salasāms")
    again = services.submit_expense(by=ilze, expense=returned)
    assert (again.state, again.comment) == ("submitted", "")


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2021, 1, 1)])
def test_daugavpils_pays_only_documents_of_2020(
    add: Adder, council_money: FundingSource, planting: Activity, day: date
) -> None:
    with pytest.raises(services.SourceNotAllowed) as slip:
        add(source=council_money, activity=planting, document_on=day)
    assert slip.value.code == "source_period"
    assert "01.01.2020–31.12.2020" in slip.value.messages[0]


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2020, 12, 31)])
def test_daugavpils_pays_on_the_first_and_last_day(
    add: Adder, council_money: FundingSource, planting: Activity, day: date
) -> None:
    assert add(source=council_money, activity=planting, document_on=day).pk


def test_daugavpils_pays_for_activities_there_or_its_publicity(
    add: Adder, council_money: FundingSource, planting: Activity, lines: Lines, marta: User, programme: Programme,
    in_rezekne: Scope, karlis: User, rezekne: Municipality,
) -> None:  # fmt: skip
    assert add(source=council_money, activity=planting).pk
    assert add(source=council_money, is_publicity=True).pk
    assert add(source=council_money, line=lines["P"]).is_publicity is True
    for wrong in (
        {},
        {"by": marta, "scope": Scope(programme.pk), "activity": planting},
        {"by": marta, "scope": Scope(programme.pk), "is_publicity": True},
        {"by": karlis, "scope": in_rezekne, "is_publicity": True},
    ):
        with pytest.raises(services.SourceNotAllowed) as slip:
            add(source=council_money, **wrong)
        assert slip.value.code == "source_place"


def test_publicity_is_not_paid_where_the_source_does_not_allow_it(add: Adder, council_money: FundingSource) -> None:
    council_money.allows_publicity = False
    council_money.save()
    with pytest.raises(services.SourceNotAllowed):
        add(source=council_money, is_publicity=True)
