"""Each role on each object and verb; Karlis of Rēzekne gets nothing of Daugavpils by any address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budget.models import Expense, FundingSource
from darbigas_kopienas.people.models import User
from tests.budget.conftest import Adder

As = Callable[[User | None], Client]
EVERYBODY = ("ilze", "anna", "marta", "karlis", "janis", "emma", "olga", "admin", None)

# name: answers in the order of EVERYBODY. 302 to sign in for a visitor; 405 is never reached by a stranger.
MATRIX: dict[tuple[str, str], tuple[int, ...]] = {
    ("get", "expense_detail"): (200, 200, 200, 404, 404, 404, 200, 404, 302),
    ("get", "expense_edit"): (200, 200, 200, 404, 404, 404, 403, 404, 302),
    ("post", "expense_edit"): (422, 422, 422, 404, 404, 404, 403, 404, 302),
    ("post", "expense_submit"): (302, 302, 302, 404, 404, 404, 403, 404, 302),
    ("post", "expense_book"): (403, 422, 422, 404, 404, 404, 403, 404, 302),
    ("post", "expense_return"): (403, 422, 422, 404, 404, 404, 403, 404, 302),
    ("post", "expense_reverse"): (403, 422, 422, 404, 404, 404, 403, 404, 302),
    ("post", "expense_pay"): (403, 422, 422, 404, 404, 404, 403, 404, 302),
}
LISTS: dict[str, tuple[int, ...]] = {
    "overview": (200, 200, 200, 200, 403, 200, 200, 403, 302),
    "expense_list": (200, 200, 200, 200, 403, 403, 200, 403, 302),
    "expense_export": (200, 200, 200, 200, 403, 403, 403, 403, 302),
    "expense_add": (200, 200, 200, 200, 403, 403, 403, 403, 302),
    "expense_preview": (200, 200, 200, 200, 403, 403, 403, 403, 302),
}


def _people(request: pytest.FixtureRequest) -> list[User | None]:
    return [request.getfixturevalue(who) if who else None for who in EVERYBODY]


@pytest.mark.parametrize(("verb", "name"), MATRIX)
def test_one_expense_by_role(verb: str, name: str, as_: As, add: Adder, request: pytest.FixtureRequest) -> None:
    answers = []
    for person in _people(request):
        address = reverse(f"budget:{name}", args=[add().pk])
        answers.append(getattr(as_(person), verb)(address).status_code)
    assert tuple(answers) == MATRIX[verb, name]


@pytest.mark.parametrize("name", LISTS)
def test_pages_by_role(name: str, as_: As, add: Adder, request: pytest.FixtureRequest) -> None:
    add()
    assert tuple(as_(person).get(reverse(f"budget:{name}")).status_code for person in _people(request)) == LISTS[name]


def test_resolving_by_role(as_: As, grant: FundingSource, council_money: FundingSource, request: Any) -> None:
    def answers(source: FundingSource) -> tuple[int, ...]:
        address = reverse("budget:source_resolve", args=[source.pk])
        return tuple(as_(person).post(address, {"note": ""}).status_code for person in _people(request))

    assert answers(grant) == (403, 403, 422, 403, 404, 403, 403, 404, 302)
    assert answers(council_money) == (403, 403, 422, 404, 404, 403, 403, 404, 302)


@pytest.mark.parametrize("name", ["expense_submit", "expense_book", "expense_return", "expense_reverse", "expense_pay"])
def test_reading_never_writes(name: str, as_: As, add: Adder, marta: User) -> None:
    assert as_(marta).get(reverse(f"budget:{name}", args=[add().pk])).status_code == 405


def test_karlis_sees_nothing_of_daugavpils(
    as_: As, add: Adder, booked: Adder, karlis: User, council_money: FundingSource
) -> None:
    secret = "SIA Noslēpums"
    booked(supplier_name=secret, source=council_money, is_publicity=True, total="77.70")
    add(supplier_name=secret, total="33.30")
    client = as_(karlis)
    for name in LISTS:
        response = client.get(reverse(f"budget:{name}"))
        content = b"".join(response).decode("utf-8", "ignore")
        for secret_word in (secret, "77,70", "33,30", "Daugavpils dom", "922,30"):
            assert secret_word not in content, (name, secret_word)
    asked: dict[str, Any] = {"source": council_money.pk, "q": "nosl"}
    listed = client.get(reverse("budget:expense_list"), asked)
    assert (listed.status_code, secret in listed.content.decode()) == (422, False)  # as if there were no such source
    assert Expense.objects.count() == 2


def test_coordinator_does_not_change_a_colleagues_draft(as_: As, add: Adder, anna: User, ilze: User) -> None:
    address = reverse("budget:expense_edit", args=[add(by=anna).pk])
    assert as_(ilze).get(address).status_code == 403
    assert as_(anna).get(address).status_code == 200


def test_sources_of_another_council_are_not_offered(
    as_: As, karlis: User, council_money: FundingSource, add: Adder
) -> None:
    form = as_(karlis).get(reverse("budget:expense_add")).context["form"]
    assert [str(row) for row in form.fields["source"].rows.values()] == ["Britu Padomes finansējums"]
