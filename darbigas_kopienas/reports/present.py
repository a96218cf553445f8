"""How frozen values look in the active language: the page and the PDF show the same texts."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.codes import spaced
from darbigas_kopienas.values.figures import Cell, ColumnKind, Figure, Table, TextPair

from .snapshot import ReportFigures, Target

NUMBERS = frozenset({"money", "count", "percent", "mean"})
BAR_LENGTH = 100  # units of the drawing: a full bar


@dataclass(frozen=True, slots=True)
class ShownCell:
    text: str
    is_number: bool
    label: str = ""
    is_day: bool = False
    is_heading: bool = False
    is_long: bool = False

    @property
    def is_text(self) -> bool:
        return not (self.is_number or self.is_day)

    @property
    def is_whole(self) -> bool:
        """A figure or a day, which is never broken into lines."""
        return not self.is_text and not self.is_heading

    @property
    def css_class(self) -> str:
        named = {"number": self.is_number, "day": self.is_day, "long": self.is_long}
        return " ".join(name for name, is_so in named.items() if is_so)


@dataclass(frozen=True, slots=True)
class ShownRow:
    cells: tuple[ShownCell, ...]
    is_subtotal: bool = False


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as texts; sums stand without EUR, and `has_money` lets the heading say it once."""

    code: str
    title: str
    columns: tuple[ShownCell, ...]
    rows: tuple[ShownRow, ...]
    total: ShownRow | None
    has_money: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """How far a promise is kept: filled of BAR_LENGTH, never longer than the bar."""

    filled: int
    percent: str


def value(figure: Figure) -> str:
    """`1 204`, `8 000,45 EUR`, `62,0 %`; nothing measured is "—"."""
    if figure.kind == "money":
        return formats.money(figure.value)
    if figure.kind == "percent":
        return formats.percent(figure.value)
    if figure.kind == "mean":
        return formats.number(figure.value, 1)
    return formats.short_number(figure.value)


def cell(content: Cell | TextPair, kind: ColumnKind) -> str:
    """An empty text stays empty; a number that is not there is "—", so that nobody reads it as a zero."""
    if isinstance(content, date):
        return formats.day(content)
    if isinstance(content, Decimal | int):
        return _number(content, kind)
    if content is None:
        return "" if kind in {"text", "date"} else formats.EMPTY
    return str(content)


def _number(content: Decimal | int, kind: ColumnKind) -> str:
    if kind == "money":
        return formats.number(content, 2)
    if kind == "mean":
        return formats.number(content, 1)
    return formats.percent(content) if kind == "percent" else formats.short_number(content)


def table(content: Table) -> ShownTable:
    names = tuple(
        ShownCell(str(column.name), column.kind in NUMBERS, is_day=column.kind == "date", is_heading=True)
        for column in content.columns
    )
    return ShownTable(
        code=content.code,
        title=str(content.title),
        columns=names,
        rows=tuple(
            replace(_row(content, row.cells, names, is_total=row.is_subtotal), is_subtotal=row.is_subtotal)
            for row in content.rows
        ),
        total=_row(content, content.total.cells, names, is_total=True) if content.total else None,
        has_money=any(column.kind == "money" for column in content.columns),
    )


def _row(
    content: Table, cells: tuple[Cell | TextPair, ...], names: tuple[ShownCell, ...], *, is_total: bool = False
) -> ShownRow:
    """Under a total an empty cell is empty; in a row a number that is not there is a dash."""
    shown = []
    for content_cell, column, name in zip(cells, content.columns, names, strict=True):
        text = "" if is_total and content_cell is None else cell(content_cell, column.kind)
        shown.append(ShownCell(text, name.is_number, name.text, is_day=name.is_day))
    return ShownRow(tuple(shown))


def bar(target: Target) -> Bar:
    so_far = target.so_far or 0
    filled = min(BAR_LENGTH, int(so_far * BAR_LENGTH // target.target)) if target.target else BAR_LENGTH
    return Bar(filled=max(0, filled), percent=formats.percent(target.so_far, target.target, places=0))


def promised(target: Target) -> str:
    """`64`, or "more than 40"."""
    number = formats.number(target.target)
    return _("more than %(number)s") % {"number": number} if target.is_more_than else number


def where(report: ReportFigures) -> str:
    """The municipality, or that the report is of all of them."""
    return str(report.municipality) if report.municipality else _("all municipalities")


def main_amounts(report: ReportFigures) -> list[tuple[str, Decimal]]:
    """The amounts that stand in words too: what each source gives, and what was spent of it in the period."""
    given = [(str(amount.name), amount.amount) for amount in report.sums]
    return given + [
        (_("%(source)s: spent in the period") % {"source": amount.name}, amount.this_period) for amount in report.sums
    ]


def title(report: ReportFigures) -> str:
    """The document's title."""
    return _("%(programme)s: report to the funder, %(period)s") % {
        "programme": report.programme.name,
        "period": short_period(report),
    }


def short_period(report: ReportFigures) -> str:
    """`01.04.2020–30.09.2020`; from the programme's first day it is as exact as that day is known."""
    return formats.period(report.starts_on, report.ends_on, starts_known_to=_known_to(report))


def long_period(report: ReportFigures) -> str:
    """`no 2020. gada 1. aprīļa līdz 2020. gada 30. septembrim`."""
    return formats.long_period(report.starts_on, report.ends_on, starts_known_to=_known_to(report))


def _known_to(report: ReportFigures) -> str:
    programme = report.programme
    return programme.starts_known_to if report.starts_on == programme.starts_on else "day"


def code_words(report: ReportFigures) -> str:
    """What stands at the foot of every page."""
    return _("Figures as of %(moment)s. Report code %(code)s.") % {
        "moment": formats.moment(report.as_of),
        "code": spaced(report.code),
    }


def disputes(report: ReportFigures) -> list[str]:
    """Where an agreement's figure and its words differ and nobody has resolved it yet."""
    return [
        _(
            "%(name)s: the agreement’s figure is %(amount)s, its words say %(stated)s (“%(words)s”). This report "
            "uses the figure; the difference is not resolved yet."
        )
        % {
            "name": amount.name,
            "amount": formats.money(amount.amount),
            "stated": formats.money(amount.stated_amount),
            "words": amount.stated_words,
        }
        for amount in report.sums
        if amount.is_in_dispute
    ]


def programme_period(report: ReportFigures) -> str:
    programme = report.programme
    return formats.long_period(programme.starts_on, programme.ends_on, starts_known_to=programme.starts_known_to)
