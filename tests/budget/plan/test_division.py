"""The database too refuses that lines divide more than a source has; and nobody waits for ever for it."""

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from budget import services as budget
from budget.models import Allocation, FundingSource
from budget.plan.kinds import FUNDING_SOURCES
from budget.services import decisions
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.services import edit_fact
from tests.budget.conftest import Adder, Lines
from tests.by_hand import refused, run
from tests.machine import PATIENCE
from tests.together import together, wait_for_somebody


@pytest.mark.django_db
def test_lines_divide_no_more_than_there_is(lines: Lines, grant: FundingSource) -> None:
    with refused("budget_source_divided"):
        Allocation.objects.create(line=lines["P"], source=grant, amount=Decimal("114829.01"))
    with refused("budget_source_divided"):
        Allocation.objects.filter(line=lines["1.1"]).update(amount=Decimal("114929.01"))
    with refused("budget_source_divided"):
        FundingSource.objects.update(amount=Decimal("199.99"))
    Allocation.objects.filter(line=lines["1.1"]).update(amount=Decimal("114929.00"))
    run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_booking_and_correcting_a_source_do_not_wait_for_each_other_for_ever(
    submitted: Adder, marta: User, anna: User, grant: FundingSource, monkeypatch: Any, is_guarded: bool
) -> None:
    """The booking has the source and wants the programme. Without the guard, who corrects has them the other way."""
    expense, has_source = submitted(), threading.Event()
    locked = decisions._lock_sources

    def lock_sources(*expenses: Any) -> Any:
        rows = locked(*expenses)
        has_source.set()
        wait_for_somebody()
        return rows

    def lock(programme: int) -> None:
        has_source.wait(PATIENCE)
        if is_guarded:
            FUNDING_SOURCES.lock(programme)

    monkeypatch.setattr(decisions, "_lock_sources", lock_sources)
    kind = replace(FUNDING_SOURCES, lock=lock)
    outcomes = together(
        lambda: budget.book_expense(by=anna, expense=expense),
        lambda: edit_fact(by=marta, kind=kind, row=grant, fields={"amount": Decimal("115000.00")}),
    )
    failed = [type(outcome).__name__ for outcome in outcomes if isinstance(outcome, Exception)]
    assert failed == ([] if is_guarded else ["OperationalError"])
