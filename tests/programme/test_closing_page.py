"""The page of closed periods with more of them than one page shows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.closing_views import PER_PAGE
from darbigas_kopienas.programme.models import Closing, ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import said

As = Callable[[User | None], Client]
FIRST = date(2019, 6, 1)


@pytest.fixture
def many(marta: User, in_daugavpils: Scope) -> list[Closing]:
    """Days closed one by one, the earliest first."""
    days = (FIRST + timedelta(days=number) for number in range(PER_PAGE + 1))
    return [
        Closing.objects.create(
            programme_id=in_daugavpils.programme_id, municipality_id=in_daugavpils.municipality_id,
            kind=ClosingKind.MONEY, starts_on=day, ends_on=day, closed_by=marta,
        )
        for day in days
    ]  # fmt: skip


def closings_on(page: Any) -> list[Closing]:
    return [row["closing"] for row in page.context["rows"]]


def test_each_is_on_one_page_the_latest_first(many: list[Closing], marta: User, as_: As) -> None:
    address = reverse("programme:closing_list")
    pages = [as_(marta).get(address, {"page": number}) for number in (1, 2)]
    assert [closing for page in pages for closing in closings_on(page)] == many[::-1]
    assert "?page=2" in pages[0].content.decode()


def test_a_refused_form_is_shown_whichever_page_its_closing_is_on(many: list[Closing], ilze: User, as_: As) -> None:
    page: Any = as_(ilze).post(reverse("programme:closing_ask", args=[many[0].pk]), {"reason": ""})
    assert page.status_code == 422
    assert closings_on(page)[0] == many[0]
    assert len(closings_on(page)) == PER_PAGE + 1
    assert "01.06.2019" in said(page)


def test_a_page_that_is_no_number_is_said(many: list[Closing], marta: User, as_: As) -> None:
    assert as_(marta).get(reverse("programme:closing_list"), {"page": "x"}).status_code == 422
