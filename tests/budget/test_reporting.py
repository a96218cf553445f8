from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from budget import services
from budget.models import Allocation, BudgetLine, BudgetRule, ExpenseShare, FundingSource
from budget.reporting import SourceBalance, balances_of, figures, hidden_from, left_by_source, over_limit
from budget.services import ShareOf
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.figures import TextPair, from_json, to_json
from darbigas_kopienas.values.formats import parse_money
from tests.budget.conftest import DAY, Adder
from tests.by_hand import run

Lines = dict[str, BudgetLine]
JUNE = (date(2020, 6, 1), date(2020, 6, 30))
MAY = date(2020, 5, 31)
D = Decimal


@pytest.fixture
def spent(booked: Adder, add: Adder, lines: Lines, grant: FundingSource, council_money: FundingSource, anna: User,
          marta: User, karlis: User, in_rezekne: Scope) -> None:  # fmt: skip
    """In May 30,00; in June 12,10 split over both sources, 7,00 of Rēzekne, 5,00 reversed, a draft of 1,00."""
    booked(total="30.00", document_on=MAY)
    booked(
        total="12.10", is_publicity=True, description_lv="Foto", description_en="Photos",
        shares=[ShareOf(lines["3.1"], grant, D("2.10")), ShareOf(lines["P"], council_money, D("10.00"))],
    )  # fmt: skip
    booked(by=karlis, scope=in_rezekne, total="7.00", line=lines["1.1"], booked_by=marta)
    wrong = booked(total="5.00")
    services.reverse_expense(by=anna, expense=wrong, reason="Kļūda")
    booked(total="3.00", document_on=date(2020, 7, 1))
    add(total="1.00")


def _cells(chapter: Any, code: str) -> list[tuple[Any, ...]]:
    table = chapter.table(code)
    return [
        tuple(str(cell) if hasattr(cell, "lv") else cell for cell in row.cells) for row in (*table.rows, table.total)
    ]


def test_the_records_behind_a_sum_say_what_of_each_it_counts(spent: None, programme: Programme) -> None:
    """A document split over two sources counts in each with its own share; together they are the figure."""
    chapter = figures(Scope(programme.pk), *JUNE).chapter()
    said = {
        figure.code: [record.text.lv.rpartition(" – ")[2] for record in figure.records] for figure in chapter.figures
    }
    english = {figure.code: [record.text.en for record in figure.records] for figure in chapter.figures}
    assert said["B3"] == ["2,10\u00a0EUR", "7,00\u00a0EUR", "5,00\u00a0EUR", "\u22125,00\u00a0EUR"]
    assert said["B6"] == ["10,00\u00a0EUR"]
    assert english["B6"][0].endswith(" – EUR\u00a010.00")
    for figure in chapter.figures:
        if figure.code in {"B3", "B4", "B6", "B7"}:
            parts = (parse_money(text.replace("\u2212", "-"), allow_negative=True) for text in said[figure.code])
            assert sum(parts) == figure.value, figure.code


def test_financial_table_of_the_whole_programme(spent: None, programme: Programme) -> None:
    reported = figures(Scope(programme.pk), *JUNE)
    assert _cells(reported.chapter(), "B.lines.1") == [
        ("1.1 Semināri", D(100), D(0), D(7), D(7), D(93), D("7.0")),
        ("3.1 Pasākumi", D(100), D(30), D("2.10"), D("32.10"), D("67.90"), D("32.1")),
        ("Nav sadalīts pa pozīcijām", D(114829), None, None, None, D(114829), None),
        ("Kopā", D(115029), D(30), D("9.10"), D("39.10"), D("114989.90"), D("0.0")),
    ]
    assert _cells(reported.chapter(), "B.lines.2") == [
        ("P Publicitāte", None, D(0), D(10), D(10), None, None),
        ("Kopā", D(1000), D(0), D(10), D(10), D(990), D("1.0")),
    ]
    assert reported.chapter().paragraphs == ()


def test_sums_are_those_of_the_database_to_the_cent(spent: None, programme: Programme) -> None:
    reported = figures(Scope(programme.pk), *JUNE)
    in_june = ExpenseShare.objects.booked().filter(expense__document_on__range=JUNE)
    tables = reported.documents_chapter().tables
    for source, table in zip(reported.sources, tables, strict=True):
        paid = in_june.filter(source_id=source.pk).aggregate(one=Sum("amount"))["one"]
        documents = [row.cells[5] for row in table.rows if not row.is_subtotal]
        subtotals = [row.cells[5] for row in table.rows if row.is_subtotal]
        assert sum(documents) == sum(subtotals) == table.total.cells[5] == paid == source.this_period  # type: ignore[union-attr,arg-type]  # the table has a total, its cells are sums
    for source in reported.sources:
        ever = ExpenseShare.objects.booked().filter(source_id=source.pk, expense__document_on__lte=JUNE[1])
        assert source.total == ever.aggregate(one=Sum("amount"))["one"]


def test_figures_lead_to_their_records(spent: None, programme: Programme) -> None:
    chapter = figures(Scope(programme.pk), *JUNE).chapter()
    assert [(figure.code, figure.value, len(figure.records)) for figure in chapter.figures] == [
        ("B1", D(115029), 1), ("B2", D(1000), 1),
        ("B3", D("9.10"), 4), ("B4", D("39.10"), 5), ("B5", D("114989.90"), 5),
        ("B6", D("10.00"), 1), ("B7", D("10.00"), 1), ("B8", D("990.00"), 1),
        ("B9", 2, 2),
    ]  # fmt: skip


def test_documents_stand_by_source_and_line_each_with_its_subtotal(spent: None, programme: Programme) -> None:
    chapter = figures(Scope(programme.pk), *JUNE).documents_chapter()
    assert [table.title.lv for table in chapter.tables] == [
        "Attaisnojuma dokumenti: Britu Padomes finansējums",
        "Attaisnojuma dokumenti: Daugavpils domes līdzfinansējums",
    ]
    assert _cells(chapter, "B.documents.1") == [
        ("A-3", DAY, "SIA Dārzs", "", "1.1", D("7.00"), 3),
        ("Kopā: 1.1 Semināri", None, None, None, None, D("7.00"), None),
        ("A-2", DAY, "SIA Dārzs", "Foto", "3.1", D("2.10"), 2),
        ("A-4", DAY, "SIA Dārzs", "Stornēts ar Nr.\u00a05", "3.1", D("5.00"), 4),
        ("A-4", DAY, "SIA Dārzs", "Stornē Nr.\u00a04", "3.1", D("-5.00"), 5),
        ("Kopā: 3.1 Pasākumi", None, None, None, None, D("2.10"), None),
        ("Kopā", None, None, None, None, D("9.10"), None),
    ]
    assert _cells(chapter, "B.documents.2") == [
        ("A-2", DAY, "SIA Dārzs", "Foto", "P", D("10.00"), 2),
        ("Kopā: P Publicitāte", None, None, None, None, D("10.00"), None),
        ("Kopā", None, None, None, None, D("10.00"), None),
    ]


def test_sources_are_added_up_nowhere(spent: None, programme: Programme) -> None:
    """9,10 of the one and 10,00 of the other; in the budget 115 029,00 and 1 000,00."""
    reported = figures(Scope(programme.pk), *JUNE)
    for chapter in (reported.chapter(), reported.cofinancing_chapter(), reported.documents_chapter()):
        text = str(to_json(chapter))
        assert not any(total in text for total in ("19.10", "116029", "49.10"))


def test_reversed_documents_and_reversals_are_no_documents(spent: None, programme: Programme) -> None:
    chapter = figures(Scope(programme.pk), *JUNE).documents_chapter()
    assert [record.text.lv[:2] for record in chapter.figure("B9").records] == ["3.", "2."]
    rows = [row for table in chapter.tables for row in table.rows]
    assert [(row.cells[6], row.codes) for row in rows if not row.is_subtotal] == [
        (3, ("B9",)), (2, ("B9",)), (4, ()), (5, ()), (2, ("B9",)),
    ]  # fmt: skip


def test_document_reversed_in_a_later_period_was_one_in_its_own(
    booked: Adder, anna: User, marta: User, programme: Programme, in_daugavpils: Scope, grant: FundingSource
) -> None:
    expense = booked(description_lv="Stādi", description_en="Seedlings")
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=DAY)
    with clock.frozen(date(2020, 7, 3)):
        services.reverse_expense(by=anna, expense=expense, reason="Kļūda")
    june = figures(Scope(programme.pk), *JUNE).documents_chapter()
    july = figures(Scope(programme.pk), date(2020, 7, 1), date(2020, 7, 31)).documents_chapter()
    assert [chapter.figures[0].value for chapter in (june, july)] == [1, 0]
    assert [chapter.tables[0].rows[0].cells[3] for chapter in (june, july)] == [
        TextPair("Stādi", "Seedlings"), TextPair("Stornē Nr.\u00a01. Stādi", "Reverses no.\u00a01. Seedlings"),
    ]  # fmt: skip


def test_source_that_no_longer_pays_here_keeps_its_documents(
    booked: Adder, in_daugavpils: Scope, rezekne: Municipality, council_money: FundingSource
) -> None:
    booked(source=council_money, is_publicity=True)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    FundingSource.objects.filter(pk=council_money.pk).update(only_in_municipality=rezekne, municipality=rezekne)
    chapter = figures(in_daugavpils, *JUNE).documents_chapter()
    assert [(len(table.rows), str(table.title)) for table in chapter.tables] == [
        (0, "Attaisnojuma dokumenti: Britu Padomes finansējums"),
        (2, "Attaisnojuma dokumenti: Daugavpils domes līdzfinansējums"),
    ]


def test_report_of_a_municipality_holds_only_its_expenses_and_invents_no_budget(
    spent: None, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    here = figures(in_daugavpils, *JUNE)
    assert _cells(here.chapter(), "B.lines.1") == [
        ("3.1 Pasākumi", None, D(30), D("2.10"), D("32.10"), None, None),
        ("Kopā", None, D(30), D("2.10"), D("32.10"), None, None),
    ]
    assert _cells(here.chapter(), "B.lines.2")[-1] == ("Kopā", D(1000), D(0), D(10), D(10), D(990), D("1.0"))
    assert len(here.chapter().paragraphs) == 1
    there = figures(in_rezekne, *JUNE)
    assert [document.amount for document in there.documents] == [D(7)]
    assert [str(source.name) for source in there.sources] == ["Britu Padomes finansējums"]


def test_allocation_given_to_a_municipality_is_its_budget(
    spent: None, in_rezekne: Scope, rezekne: Municipality, lines: Lines, grant: FundingSource
) -> None:
    Allocation.objects.create(line=lines["1.1"], source=grant, municipality=rezekne, amount=D(70))
    assert _cells(figures(in_rezekne, *JUNE).chapter(), "B.lines.1") == [
        ("1.1 Semināri", D(70), D(0), D(7), D(7), D(63), D("10.0")),
        ("Kopā", D(70), D(0), D(7), D(7), D(63), D("10.0")),
    ]


def test_cofinancing_tells_conditions_and_never_adds_sources_up(spent: None, programme: Programme) -> None:
    chapter = figures(Scope(programme.pk), *JUNE).cofinancing_chapter()
    table = chapter.table("B.sources")
    assert table.total is None
    assert [row.cells[3:] for row in table.rows] == [
        (None, None, D(115029), D("39.10"), D("114989.90")),
        (date(2020, 1, 1), date(2020, 12, 31), D(1000), D(10), D(990)),
    ]
    assert [paragraph.en for paragraph in chapter.paragraphs] == [
        "Co-financing of Daugavpils: For activities in Daugavpils and for its publicity."
    ]
    assert not any("116029" in str(to_json(part)) for part in (chapter, figures(Scope(programme.pk), *JUNE).chapter()))


def test_line_over_the_tolerance_is_told(booked: Adder, marta: User, programme: Programme) -> None:
    booked(total="121.00", booked_by=marta, over_limit_note="BP vēstule 12")
    chapter = figures(Scope(programme.pk), *JUNE).chapter()
    assert [deviation.lv for deviation in chapter.deviations] == [
        "Britu Padomes finansējums, 3.1.\u00a0pozīcija: pārsniegta par 21,00\u00a0EUR, "
        "vairāk nekā pieļaujamie 20\u00a0%."
    ]
    assert [(source.name_lv, line.line.code) for source, line in over_limit(programme, marta)] == [
        ("Britu Padomes finansējums", "3.1")
    ]


def test_chapters_survive_json(spent: None, programme: Programme) -> None:
    reported = figures(Scope(programme.pk), *JUNE)
    for chapter in (reported.chapter(), reported.cofinancing_chapter(), reported.documents_chapter()):
        assert from_json(to_json(chapter)) == chapter


def test_empty_programme_has_a_table_without_rows(grant: FundingSource, programme: Programme) -> None:
    reported = figures(Scope(programme.pk), *JUNE)
    assert _cells(reported.chapter(), "B.lines.1") == [("Kopā", D(115029), D(0), D(0), D(0), D(115029), D("0.0"))]
    assert reported.sources[0].undivided == D(0)


def test_what_is_left_stands_by_source(
    spent: None, submitted: Adder, programme: Programme, request: pytest.FixtureRequest
) -> None:
    submitted(total="6.00")

    def left_for(who: str) -> list[tuple[Decimal, ...]]:
        return [
            (balance.spent, balance.submitted, balance.drafts, balance.left)
            for balance in left_by_source(programme, request.getfixturevalue(who))
        ]

    grant, council = (D("42.10"), D("6.00"), D("1.00"), D("114986.90")), (D(10), D(0), D(0), D(990))
    assert left_for("anna") == left_for("marta") == left_for("ilze") == [grant, council]
    assert left_for("karlis") == [(D("42.10"), D(0), D(0), D("114986.90"))]
    assert left_for("emma") == [(D("42.10"), D(0), D(0), D("114986.90")), council]
    assert left_for("janis") == left_for("admin") == []


def test_what_others_spent_is_told_to_whoever_does_not_see_it(
    spent: None, programme: Programme, lines: Lines, grant: FundingSource, marta: User, anna: User, karlis: User
) -> None:
    assert hidden_from(programme, marta, source=grant.pk) == []
    assert hidden_from(programme, anna, source=grant.pk) == [(grant, D("7.00"))]
    assert hidden_from(programme, anna, source=grant.pk, line=lines["3.1"].pk) == []
    assert hidden_from(programme, karlis, line=lines["3.1"].pk) == [(grant, D("35.10"))]


def test_an_overrun_is_known_of_a_line_and_of_a_source(
    booked: Adder, programme: Programme, marta: User, grant: FundingSource, lines: Lines
) -> None:
    booked(total="100.01")
    grant_balance, *_others = balances_of(programme, marta)
    assert [(line.line.code, line.is_over, line.needs_approval) for line in grant_balance.lines] == [
        ("1.1", False, False),
        ("3.1", True, False),
    ]
    assert not grant_balance.is_over
    assert SourceBalance(grant, grant.amount + 1, D(0), D(0)).is_over


def test_standing_of_lines(spent: None, programme: Programme, marta: User, karlis: User, emma: User) -> None:
    def balances_for(user: User) -> list[list[tuple[Any, ...]]]:
        return [
            [(line.line.code, line.approved, line.spent, line.own, line.left) for line in source.lines]
            for source in balances_of(programme, user)
        ]

    assert (
        balances_for(marta)
        == balances_for(emma)
        == [
            [("1.1", D(100), D(7), None, D(93)), ("3.1", D(100), D("35.10"), None, D("64.90"))],
            [("P", None, D(10), None, None)],
        ]
    )
    assert balances_for(karlis) == [[("1.1", D(100), D(7), D(7), D(93)), ("3.1", D(100), D("35.10"), D(0), D("64.90"))]]
    assert [balance.own for balance in balances_of(programme, karlis)] == [D(7)]
    source, council = balances_of(programme, marta)
    assert (source.own, council.own) == (None, None)
    assert (source.undivided, council.undivided) == (D(114829), None)
    assert [(line.percent, line.needs_approval) for line in source.lines] == [(D(7), False), (D("35.1"), False)]
    assert (council.lines[0].percent, council.lines[0].against, council.lines[0].needs_approval) == (None, None, False)
    assert (source.amount, source.left) == (D(115029), D("114986.90"))


def test_rule_of_a_past_programme_still_counts(programme: Programme, lines: Lines, marta: User) -> None:
    BudgetRule.objects.update(valid_to=date(2021, 2, 28))
    assert balances_of(programme, marta)[0].lines[0].tolerance == D(20)
    BudgetRule.objects.create(programme=programme, valid_from=date(2099, 1, 1), line_tolerance_percent=5)
    assert balances_of(programme, marta)[0].lines[0].tolerance == D(5)
    BudgetRule.objects.filter(valid_from__year=2019).update(valid_to=date(2098, 12, 31))
    assert balances_of(programme, marta)[0].lines[0].tolerance == D(20)
    BudgetRule.objects.all().delete()
    assert balances_of(programme, marta)[0].lines[0].tolerance == D(0)


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_rows(
    rows: int, booked: Adder, programme: Programme, marta: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _row in range(rows):
        booked()
    with django_assert_num_queries(5):
        figures(Scope(programme.pk), *JUNE).chapter()
    marta.memberships.first()
    left_by_source(programme, marta)
    with django_assert_num_queries(1):
        left_by_source(programme, marta)
    with django_assert_num_queries(5):
        balances_of(programme, marta)
