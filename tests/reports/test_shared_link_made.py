"""A view link is made, copied, looked after and ended by whoever coordinates the programme."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports.models import Report, SharedLink
from darbigas_kopienas.reports.shared.tokens import page_of, token_of
from darbigas_kopienas.values import clock
from tests.databases import HALF_YEAR
from tests.reports.shared_link import As, given

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


LIST, MAKE = "reports:shared_link_list", "reports:shared_link_make"


def test_coordinator_makes_one_copies_it_and_ends_it(submitted: Report, marta: User, as_: As) -> None:
    browser = as_(marta)
    assert reverse(LIST) in browser.get(reverse("reports:report_list")).content.decode()
    form = browser.get(reverse(MAKE)).context["form"]
    assert (form["last_on"].value(), form["shows_documents"].value()) == (clock.today() + timedelta(days=14), None)
    answer = browser.post(
        reverse(MAKE),
        {"for_whom": "Valsts kontrole", "reports": [submitted.pk], "last_on": "30.10.2020", "language": "en"},
    )
    link = SharedLink.objects.get()
    detail, end = (reverse(f"reports:shared_link_{page}", args=[link.pk]) for page in ("detail", "end"))
    assert answer.headers["Location"] == detail
    page = browser.get(detail).content.decode()
    assert token_of(link) in page
    assert page_of(link).startswith("/en/")
    links = reverse(LIST)
    as_(None).get(page_of(link))
    row = browser.get(links).context["page"][0]
    assert (row, row.times) == (link, 1)
    assert browser.get(end).status_code == 200
    assert browser.post(end).headers["Location"] == detail
    assert browser.post(end, {"x": "again"}).status_code == 422
    assert token_of(link) not in browser.get(detail).content.decode()
    assert browser.get(end).status_code == 200


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("for_whom", ""), ("for_whom", "\u200b"), ("for_whom", "x" * 201), ("last_on", "30.10.2021"),
        ("last_on", "01.10.2020"), ("last_on", "drīz"), ("language", "ru"), ("reports", ["999999"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    submitted: Report, marta: User, as_: As, field: str, wrong: object
) -> None:
    given = {"for_whom": "Valsts kontrole", "last_on": "30.10.2020", "language": "lv", field: wrong}
    answer = as_(marta).post(reverse(MAKE), given)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not SharedLink.objects.exists()


def test_a_draft_cannot_be_chosen(report: Report, marta: User, as_: As) -> None:
    assert "reports" not in as_(marta).get(reverse(MAKE)).context["form"].fields


@pytest.mark.parametrize("name", ["ilze", "anna", "emma", "olga", "janis"])
def test_nobody_else_sees_the_links(name: str, link: SharedLink, as_: As, request: pytest.FixtureRequest) -> None:
    browser = as_(request.getfixturevalue(name))
    assert browser.get(reverse(LIST)).status_code == 403
    assert browser.get(reverse(MAKE)).status_code == 403
    for page in ("shared_link_detail", "shared_link_end"):
        assert browser.get(reverse(f"reports:{page}", args=[link.pk])).status_code == 404
    reports = browser.get(reverse("reports:report_list"))
    assert reverse(LIST) not in reports.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_whatever_there_is(
    number: int, programme: Programme, submitted: Report, marta: User, as_: As,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    browser = as_(marta)
    browser.get(reverse(LIST))
    for _each in range(number):
        given(marta, programme, reports=[submitted])
    with django_assert_num_queries(6):
        browser.get(reverse(LIST))


def test_scope_is_the_whole_programmes(link: SharedLink) -> None:
    assert link.scope == Scope(link.programme_id)
