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
from tests.together import together


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
    """Whoever corrects has the programme while the booking has come as far as the sources; without the guard both wait.

    Guarded, the booking waits for the programme before it takes a source.
    """
    expense, has_source, has_programme = submitted(), threading.Event(), threading.Event()
    wait = 0.5 if is_guarded else PATIENCE
    if not is_guarded:
        monkeypatch.setattr(decisions, "lock_programme", lambda _programme: None)
    locked = decisions._lock_sources

    def lock_sources(*expenses: Any) -> Any:
        has_programme.wait(PATIENCE)
        rows = locked(*expenses)
        has_source.set()
        return rows

    def check(source: FundingSource) -> None:
        has_programme.set()
        has_source.wait(wait)

    monkeypatch.setattr(decisions, "_lock_sources", lock_sources)
    kind = replace(FUNDING_SOURCES, check=check)
    outcomes = together(
        lambda: budget.book_expense(by=anna, expense=expense),
        lambda: edit_fact(by=marta, kind=kind, row=grant, fields={"amount": Decimal("115000.00")}),
    )
    failed = [type(outcome).__name__ for outcome in outcomes if isinstance(outcome, Exception)]
    assert failed == ([] if is_guarded else ["OperationalError"])
