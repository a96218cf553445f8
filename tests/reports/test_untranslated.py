"""Whoever is about to prepare an English file is told what it will say in Latvian."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from budget.models import BudgetLine
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports import freeze, services
from darbigas_kopienas.reports.freeze import figures_of
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.reports.untranslated import untranslated
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
As = Callable[[User | None], Client]


@pytest.fixture
def _english() -> None:
    """Every event of the half-year and every line is written in both languages but for what a test takes away."""
    Activity.objects.filter(title_en="").update(title_en="In English")
    BudgetLine.objects.filter(name_en="").update(name_en="In English")


@pytest.fixture
def event(half_year: HalfYear, _english: None) -> CommunityEvent:
    event = CommunityEvent.objects.filter(activity__state="held", activity__starts_on__range=(FROM, TO)).first()
    assert event is not None
    Activity.objects.filter(pk=event.activity_id).update(title_lv="Talka pie upes", title_en="")
    return event


def frozen(half_year: HalfYear, by: User) -> Report:
    return freeze.freeze(by=by, scope=half_year.daugavpils, starts_on=FROM, ends_on=TO)


def page(report: Report, reader: Client) -> str:
    return reader.get(reverse("reports:report_detail", args=[report.code])).content.decode()


def test_a_row_without_english_is_named_with_its_page_until_it_is_written(
    half_year: HalfYear, event: CommunityEvent, marta: User, as_: As
) -> None:
    report = frozen(half_year, marta)
    lacking = untranslated(marta, figures_of(report))
    assert [(row.text.lv, row.url) for row in lacking.rows if row.text.lv == "Talka pie upes"] == [
        ("Talka pie upes", reverse("community_events:event_detail", args=[event.pk]))
    ]
    assert "Talka pie upes" not in lacking.texts
    html = page(report, as_(marta))
    assert f"{lacking.number}\u00a0tekst" in html
    assert html.index("nav angļu valodā") < html.index("Sagatavot PDF angļu valodā")

    Activity.objects.filter(pk=event.activity_id).update(title_en="Clean-up by the river")
    later = untranslated(marta, figures_of(frozen(half_year, marta)))
    assert later.number == lacking.number - 1
    assert "Talka pie upes" not in [row.text.lv for row in later.rows]


@pytest.mark.usefixtures("_english")
def test_a_text_of_no_row_is_named_too(half_year: HalfYear, marta: User) -> None:
    before = untranslated(marta, figures_of(frozen(half_year, marta)))
    line = BudgetLine.objects.filter(shares__isnull=False).first()
    assert line is not None
    BudgetLine.objects.filter(pk=line.pk).update(name_lv="Pasniedzēju atlīdzība", name_en="")
    texts = untranslated(marta, figures_of(frozen(half_year, marta))).texts
    assert f"{line.code} Pasniedzēju atlīdzība" in texts
    assert not any("Pasniedzēju" in text for text in before.texts)


def test_a_row_that_somebody_may_not_see_is_not_named_to_them(
    half_year: HalfYear, event: CommunityEvent, marta: User, karlis: User
) -> None:
    figures = figures_of(frozen(half_year, marta))
    Activity.objects.filter(pk=event.activity_id).update(is_public=False)
    assert "Talka pie upes" in [row.text.lv for row in untranslated(marta, figures).rows]
    lacking = untranslated(karlis, figures)
    assert "Talka pie upes" not in [*lacking.texts, *(row.text.lv for row in lacking.rows)]


def test_nothing_is_said_where_no_english_file_is_to_come(
    half_year: HalfYear, event: CommunityEvent, marta: User, emma: User, as_: As
) -> None:
    report = frozen(half_year, marta)
    assert "nav angļu valodā" not in page(report, as_(emma))
    for format_ in ("pdf", "xlsx"):
        services.store_rendering(by=marta, report=report, language="en", format=format_, content=b"%PDF-1.7 a report")
    assert "nav angļu valodā" not in page(report, as_(marta))
