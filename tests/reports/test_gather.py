"""Gathering asks every room and the money once; what it says is data, the same in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budget.models import ExpenseShare
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import snapshot
from darbigas_kopienas.reports.gather import gather
from darbigas_kopienas.reports.records import seen_by
from darbigas_kopienas.values.figures import Record, TextPair
from tests.databases import CAST, HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
CODE = "7K2M9QXR4T6W"


@pytest.mark.database(CAST)
def test_gather_of_an_empty_programme_has_every_heading_of_the_grant(programme: Programme) -> None:
    figures = gather(Scope(programme.pk), FROM, TO, code=CODE)
    assert [part.label for part in figures.components] == ["1", "2", "3", "4", "6"]
    assert figures.municipality is None
    assert [party.role_name for party in figures.parties] == [TextPair("finansētājs", "funder")]
    assert figures.sums == ()
    assert snapshot.from_json(snapshot.to_json(figures)) == figures


def test_gather_keeps_sources_apart_and_sums_to_the_cent(half_year: HalfYear) -> None:
    figures = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    assert [(amount.amount, amount.this_period, amount.total) for amount in figures.sums] == [
        (Decimal("115029.00"), Decimal("250.25"), Decimal("350.35")),
        (Decimal("1000.00"), Decimal("350.00"), Decimal("350.00")),
    ]
    in_database = sum(
        ExpenseShare.objects.booked().filter(expense__document_on__range=(FROM, TO)).values_list("amount", flat=True)
    )
    totals = [table.total.cells[5] for table in figures.documents.tables if table.total]
    assert totals == [amount.this_period for amount in figures.sums]
    assert sum(totals) == in_database  # type: ignore[arg-type]  # cells of money
    assert not any(in_database in row.cells for table in figures.documents.tables for row in table.rows)


def test_gather_says_where_figure_and_words_disagree_until_it_is_resolved(half_year: HalfYear) -> None:
    figures = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    assert [amount.is_in_dispute for amount in figures.sums] == [True, False]
    assert figures.sums[0].stated_amount == Decimal("111029.00")


def test_gather_measures_promises_since_the_start_and_in_the_period(half_year: HalfYear) -> None:
    targets = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE).targets
    assert [(target.code, target.this_period, target.so_far) for target in targets] == [
        ("I1", 1, 1), ("I2", 1, 1), ("I3", 1, 1), ("I4", 0, 0), ("I5", 67, 67), ("I6", None, None),
    ]  # fmt: skip
    before = gather(Scope(half_year.programme.pk), date(2020, 10, 1), date(2020, 10, 12), code=CODE).targets
    assert [(target.this_period, target.so_far) for target in before[:3]] == [(0, 1), (1, 1), (0, 1)]


def test_gather_of_a_municipality_has_only_its_own(half_year: HalfYear, rezekne: object) -> None:
    there = gather(Scope(half_year.programme.pk, rezekne.pk), FROM, TO, code=CODE)  # type: ignore[attr-defined]  # the fixture's own type
    assert there.municipality == TextPair("Rēzeknes novads", "Rēzekne Municipality")
    assert [agreement.municipality.lv for agreement in there.agreements] == ["Rēzeknes novads"]
    assert [amount.name.lv for amount in there.sums] == ["Britu Padomes atbalsts"]
    traceable = {code: figure.value for code, figure in there.traceable().items() if figure.value}
    assert traceable == {"B1": Decimal("115029.00")}  # the grant is common to all four
    here = gather(half_year.daugavpils, FROM, TO, code=CODE)
    assert [amount.name.lv for amount in here.sums] == ["Britu Padomes atbalsts", "Daugavpils domes līdzfinansējums"]


def test_gather_takes_only_photos_that_are_cleared(half_year: HalfYear) -> None:
    figures = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    shown = [photo.document_id for chapter in figures.chapters() for photo in chapter.photos]
    assert shown == [half_year.photo.pk]


def test_gather_says_purchases_once_under_their_own_heading(half_year: HalfYear) -> None:
    figures = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    tables = [table.code for chapter in figures.chapters() for table in chapter.tables]
    assert tables.count("C.purchases") == 1
    assert [table.code for table in figures.purchases.tables] == ["C.purchases"]


def test_gather_tells_of_what_stands_under_a_heading_that_the_grant_lacks(half_year: HalfYear) -> None:
    Component.objects.filter(programme=half_year.programme, label="4").update(label="5")
    figures = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    assert [part.label for part in figures.components] == ["1", "2", "3", "5", "6", "4"]


def test_gather_codes_mean_one_figure_each(half_year: HalfYear) -> None:
    figures = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    by_code: dict[str, set[str]] = {}
    for chapter in figures.chapters():
        for figure in chapter.figures:
            by_code.setdefault(figure.code, set()).add(f"{figure.name.lv}: {figure.value}")
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


def test_gather_asks_as_often_for_many_rows_as_for_few(half_year: HalfYear, ilze: User) -> None:
    import community_events.services as events

    with CaptureQueriesContext(connection) as few:
        gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    for number in range(3):
        events.log_event(
            by=ilze, scope=half_year.daugavpils, title=f"Talka {number}", held_on=date(2020, 7, 1 + number),
            type="mobilisation", counts={"parents": 5},
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        gather(Scope(half_year.programme.pk), FROM, TO, code=CODE)
    assert len(many) == len(few)


def test_institutions_are_counted_by_who_took_part_and_read_by_every_reader(half_year: HalfYear, emma: User) -> None:
    activity = half_year.booked[0].activity
    assert activity is not None
    activity.organisations.add(Organisation.objects.create(kind="school", name_lv="3. vidusskola"))
    target = gather(Scope(half_year.programme.pk), FROM, TO, code=CODE).targets[3]
    assert (target.code, target.this_period) == ("I4", 1)
    assert [(record.text.lv, record.url) for record in seen_by(emma, target.records)] == [("3. vidusskola", "")]


def test_a_kind_of_row_that_cannot_say_who_may_see_it_is_shown_to_nobody(marta: User) -> None:
    assert seen_by(marta, [Record("people.person", 1, TextPair.same("Kāds"))]) == []
