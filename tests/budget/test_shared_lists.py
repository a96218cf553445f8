"""What the budget's pages ask by shared statements is what each reader would ask alone, and the rows are never kept."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.filters import ExpenseFilter
from budget.models import FundingSource
from budget.reporting import balances_of
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme import shared_statements
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.prepared_queries import Compiled
from tests.budget.conftest import Adder, As, Lines

LIST, OVERVIEW = "budget:expense_list", "budget:overview"


@pytest.fixture
def spent(
    booked: Adder, submitted: Adder, add: Adder, karlis: User, marta: User, in_rezekne: Scope, lines: Lines,
    council_money: FundingSource,
) -> None:  # fmt: skip
    """Money of two municipalities on two lines and from two sources, in every state."""
    booked(total="35.10")
    booked(total="10.00", source=council_money, line=lines["P"], is_publicity=True)
    booked(total="7.00", by=karlis, booked_by=marta, scope=in_rezekne, line=lines["1.1"])
    submitted(total="6.00")
    add(total="1.00")


def list_of(user: User, programme: Programme, query: str = "") -> ExpenseFilter:
    request = RequestFactory().get("/", QUERY_STRING=query)
    request.user = User.objects.get(pk=user.pk)
    chosen = ExpenseFilter(QueryDict(query), request=request, programme=programme)
    chosen.require_known()
    return chosen


def asked_by(user: User, programme: Programme) -> list[str]:
    """The statements behind the list, its sums and its filters, and behind the balances."""
    with CaptureQueriesContext(connection) as captured:
        chosen = list_of(user, programme)
        assert page_of(chosen.request, chosen.listed, 25).paginator.count
        assert chosen.totals
        balances_of(programme, chosen.request.user)
    return [row["sql"] for row in captured if "asked_" not in row["sql"]]


@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "marta"])
def test_after_a_colleague_each_asks_what_they_would_ask_alone(
    name: str, spent: None, programme: Programme, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(name)
    for colleague in ("ilze", "anna", "karlis", "marta"):
        asked_by(request.getfixturevalue(colleague), programme)
    after_the_others = asked_by(user, programme)
    shared_statements.forget()
    alone = asked_by(user, programme)
    assert len(alone) > 5
    assert alone == after_the_others
    assert not any(str(shared_statements.ANYBODY) in sql for sql in after_the_others)


@pytest.mark.parametrize("sort", ["", "total", "-total", "supplier", "-number"])
@pytest.mark.parametrize("name", ["anna", "karlis", "marta"])
def test_the_whole_list_is_the_filtered_one_without_a_filter(
    name: str, sort: str, spent: None, programme: Programme, request: pytest.FixtureRequest
) -> None:
    """Rows, their number, amounts and sums, each way in which they can be asked for."""
    chosen = list_of(request.getfixturevalue(name), programme, f"sort={sort}" if sort else "")
    rows: Any = chosen.seen_by(chosen.request.user)
    page = page_of(chosen.request, chosen.listed, 25)
    assert [(row, row.amount) for row in page] == [(row, row.amount) for row in rows]
    assert page.paginator.count == len(rows) > 0
    assert chosen.totals == list(chosen.shares_of(rows).by_source())
    assert sum(euros for _source, euros in chosen.totals) == sum(row.total for row in rows)


def test_rows_and_sums_are_asked_anew_each_time(as_: As, booked: Adder, marta: User, grant: FundingSource) -> None:
    def shown() -> tuple[Any, ...]:
        page = as_(marta).get(reverse(LIST))
        (balance,) = as_(marta).get(reverse(OVERVIEW)).context["sources"]
        rows = page.context["page_obj"]
        return [row.total for row in rows], rows.paginator.count, page.context["totals"], balance.spent

    booked(total="5.00")
    assert shown() == ([Decimal(5)], 1, [(grant.name, Decimal(5))], Decimal(5))
    booked(total="2.00")
    assert shown() == ([Decimal(2), Decimal(5)], 2, [(grant.name, Decimal(7))], Decimal(7))


def test_who_loses_a_role_sees_no_row_of_it(as_: As, booked: Adder, marta: User, anna: User) -> None:
    """Within the same day too."""
    booked(total="5.00")
    assert [row.total for row in as_(anna).get(reverse(LIST)).context["page_obj"]] == [Decimal(5)]
    anna.memberships.all().delete()
    assert as_(anna).get(reverse(LIST)).status_code == 403
    assert len(as_(marta).get(reverse(LIST)).context["page_obj"]) == 1


def test_statements_are_put_together_once(as_: As, booked: Adder, marta: User, monkeypatch: pytest.MonkeyPatch) -> None:
    booked()
    addresses = [reverse(LIST), reverse(OVERVIEW)]
    client = as_(marta)
    first = [client.get(address).status_code for address in addresses]

    def refuse(*_queryset: object) -> None:
        raise AssertionError("put together a second time")

    monkeypatch.setattr(Compiled, "of", refuse)
    assert [client.get(address).status_code for address in addresses] == first == [200, 200]
