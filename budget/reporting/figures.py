"""What a report says of the money of a span: of a line, of a source, of a document, and of all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from budget.models import Expense, FundingSource
from budget.shares import ZERO, Against
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import Chapter, Figure, Record, TextPair

from . import tables


def expense_record(
    pk: int, number: int, supplier: str, document_number: str, document_on: date, part: Decimal | None = None
) -> Record:
    """Written so that two documents of one supplier can be told apart; `part` is what of it the figure counts."""
    text = f"{number}. {supplier}, {document_number}, {formats.day(document_on)}"
    if part is None:
        return Record(Expense._meta.label_lower, pk, TextPair.same(text))
    lv, en = (f"{text} – {formats.money(part, language=language)}" for language in ("lv", "en"))
    return Record(Expense._meta.label_lower, pk, TextPair(lv=lv, en=en))


def _percent(approved: Decimal | None, spent: Decimal) -> Decimal | None:
    """Spent of the approved sum in per cent, one place half up; None where nothing was approved."""
    return formats.half_up(Fraction(spent) * 100 / Fraction(approved), 1) if approved else None


@dataclass(frozen=True)
class DocumentLine:
    """One share of one booked document of the period."""

    expense: int
    expense_number: int
    reverses: int | None
    reverses_number: int | None
    document_number: str
    document_on: date
    supplier: str
    description: TextPair
    line_code: str
    line_name: TextPair
    source_pk: int
    source: TextPair
    amount: Decimal

    @property
    def record(self) -> Record:
        return expense_record(self.expense, self.expense_number, self.supplier, self.document_number, self.document_on)


@dataclass(frozen=True)
class LineFigures:
    """One line of one source, in euros; `approved` None is not known for this scope and shown as a dash."""

    code: str
    name: TextPair
    approved: Decimal | None
    earlier: Decimal
    this_period: Decimal
    tolerance: Decimal

    @property
    def total(self) -> Decimal:
        return self.earlier + self.this_period

    @property
    def left(self) -> Decimal | None:
        return None if self.approved is None else self.approved - self.total

    @property
    def percent(self) -> Decimal | None:
        return _percent(self.approved, self.total)

    @property
    def needs_approval(self) -> bool:
        """It is exceeded by more than the agreement allows."""
        return self.approved is not None and Against(self.approved, self.total, self.tolerance).needs_approval


@dataclass(frozen=True)
class SourceFigures:
    """One source of money; `approved` is what this scope has of it, None where the source does not say."""

    pk: int
    name: TextPair
    organisation: TextPair
    kind: TextPair
    amount: Decimal
    approved: Decimal | None
    stated_words: str
    stated_amount: Decimal | None
    is_resolved: bool
    resolution: str
    conditions: TextPair
    documents_from: date | None
    documents_to: date | None
    place: TextPair | None
    lines: tuple[LineFigures, ...]
    spent_now: tuple[Record, ...]
    spent_ever: tuple[Record, ...]

    @property
    def earlier(self) -> Decimal:
        return sum((line.earlier for line in self.lines), ZERO)

    @property
    def this_period(self) -> Decimal:
        return sum((line.this_period for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.earlier + self.this_period

    @property
    def left(self) -> Decimal | None:
        return None if self.approved is None else self.approved - self.total

    @property
    def percent(self) -> Decimal | None:
        return _percent(self.approved, self.total)

    @property
    def record(self) -> Record:
        return Record(FundingSource._meta.label_lower, self.pk, self.name)

    @property
    def undivided(self) -> Decimal:
        """What the lines leave of the approved sum; zero where it is not divided or not known."""
        shares = [line.approved for line in self.lines if line.approved is not None]
        return self.approved - sum(shares, ZERO) if self.approved is not None and shares else ZERO


@dataclass(frozen=True)
class BudgetFigures:
    """The whole: `is_partial` where it tells of one municipality only."""

    is_partial: bool
    sources: tuple[SourceFigures, ...]
    documents: tuple[DocumentLine, ...]

    def chapter(self) -> Chapter:
        """The financial table, one for each source."""
        return Chapter(
            code="B",
            title=TextPair.translated(_("Financial table")),
            figures=self._figures(),
            tables=tuple(tables.of_lines(at, source) for at, source in enumerate(self.sources, 1)),
            paragraphs=(tables.NOT_GIVEN,) if self.is_partial else (),
            deviations=tuple(
                tables.over_line(line, source)
                for source in self.sources
                for line in source.lines
                if line.needs_approval
            ),
        )

    def cofinancing_chapter(self) -> Chapter:
        """Each source with its conditions and how much of it is used."""
        return Chapter(
            code="B.cofinancing",
            title=TextPair.translated(_("Co-financing")),
            tables=(tables.of_sources(self.sources),),
            paragraphs=tuple(tables.condition(source) for source in self.sources if source.conditions.lv),
        )

    def documents_chapter(self) -> Chapter:
        """The supporting documents of the period, a table for each source, and in it each line with its subtotal."""
        return Chapter(
            code="B.documents",
            title=TextPair.translated(_("Supporting documents")),
            figures=(self._count(),),
            tables=tuple(
                tables.of_documents(
                    at, name, [document for document in self.documents if document.source_pk == pk], self
                )
                for at, (pk, name) in enumerate(self._paying(), 1)
            ),
        )

    def _paying(self) -> Iterable[tuple[int, TextPair]]:
        """The sources in their order; one that no longer pays here still has the documents that it paid for."""
        known = {source.pk: source.name for source in self.sources}
        return {**known, **{document.source_pk: document.source for document in self.documents}}.items()

    @cached_property
    def reversed_by(self) -> dict[int, int]:
        """Of each document of the period that was taken back in it, the number of the expense that does."""
        return {
            document.reverses: document.expense_number for document in self.documents if document.reverses is not None
        }

    def counts(self, document: DocumentLine) -> bool:
        """A reversal is no document, and what it takes back in the same period is none any more."""
        return document.reverses is None and document.expense not in self.reversed_by

    def _count(self) -> Figure:
        records = tuple(dict.fromkeys(document.record for document in self.documents if self.counts(document)))
        name = TextPair.translated(_("Supporting documents"))
        return Figure(self.documents_code, name, len(records), "count", records)

    @property
    def documents_code(self) -> str:
        return f"B{4 * len(self.sources) + 1}"

    def _figures(self) -> tuple[Figure, ...]:
        """B1, B2… are the sources' amounts, in their order; what is spent of each follows."""
        amounts = [
            Figure(f"B{at}", source.name, source.amount, "money", (source.record,))
            for at, source in enumerate(self.sources, 1)
        ]
        figures = [
            (tables.with_source(name, source.name), value, records)
            for source in self.sources
            for name, value, records in (
                (_("%(source)s: spent in the period"), source.this_period, source.spent_now),
                (_("%(source)s: spent in all"), source.total, source.spent_ever),
                (_("%(source)s: left"), source.left, source.spent_ever),
            )
        ]
        spent = [
            Figure(f"B{at}", name, value, "money", records)
            for at, (name, value, records) in enumerate(figures, len(amounts) + 1)
        ]
        return (*amounts, *spent, self._count())
