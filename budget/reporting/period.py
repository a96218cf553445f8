"""The money of a span, for reports: budget, earlier, this period, in all, left, by line and source; the documents.

A document's own date decides its period. Sources stand apart and are never added up. For a single municipality the
approved columns are filled only where the agreement gives an amount to it; the rest is a dash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from budget.models import Allocation, BudgetLine, BudgetRule, Expense, ExpenseShare, FundingSource
from budget.shares import ZERO, Against
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import Chapter, Figure, Record, TextPair

from . import tables


@dataclass(frozen=True)
class DocumentLine:
    """One share of one booked document of the period."""

    expense: int
    expense_number: int
    is_reversal: bool
    document_number: str
    document_on: date
    supplier: str
    description: TextPair
    line_code: str
    source: TextPair
    amount: Decimal

    @property
    def record(self) -> Record:
        return _record(self.expense, self.expense_number, self.supplier, self.document_number, self.document_on)


def _percent(approved: Decimal | None, spent: Decimal) -> Decimal | None:
    """Spent of the approved sum in per cent, one place half up; None where nothing was approved."""
    return formats.half_up(Fraction(spent) * 100 / Fraction(approved), 1) if approved else None


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
        return sum((one.earlier for one in self.lines), ZERO)

    @property
    def this_period(self) -> Decimal:
        return sum((one.this_period for one in self.lines), ZERO)

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
        shares = [one.approved for one in self.lines if one.approved is not None]
        return self.approved - sum(shares, ZERO) if self.approved is not None and shares else ZERO


@dataclass(frozen=True)
class BudgetFigures:
    """The whole: `is_partial` where it tells of one municipality only."""

    is_partial: bool
    sources: tuple[SourceFigures, ...]
    documents: tuple[DocumentLine, ...]

    @property
    def documents_total(self) -> Decimal:
        """All booked documents of the period, whoever paid, reversals taken off."""
        return sum((one.amount for one in self.documents), ZERO)

    def chapter(self) -> Chapter:
        """The financial table, one for each source."""
        return Chapter(
            code="B",
            title=TextPair.translated(_("Financial table")),
            figures=self._figures(),
            tables=tuple(tables.of_lines(at, one) for at, one in enumerate(self.sources, 1)),
            paragraphs=(tables.NOT_GIVEN,) if self.is_partial else (),
            deviations=tuple(
                tables.over_line(one, source) for source in self.sources for one in source.lines if one.needs_approval
            ),
        )

    def cofinancing_chapter(self) -> Chapter:
        """Each source with its conditions and how much of it is used."""
        return Chapter(
            code="B.cofinancing",
            title=TextPair.translated(_("Co-financing")),
            tables=(tables.of_sources(self.sources),),
            paragraphs=tuple(tables.condition(one) for one in self.sources if one.conditions.lv),
        )

    def documents_chapter(self) -> Chapter:
        """The supporting documents of the period, each with its line."""
        return Chapter(
            code="B.documents",
            title=TextPair.translated(_("Supporting documents")),
            figures=(self._count(),),
            tables=(tables.of_documents(self.documents, self.documents_total, self.documents_code),),
        )

    def _count(self) -> Figure:
        records = tuple(dict.fromkeys(one.record for one in self.documents))
        name = TextPair.translated(_("Supporting documents"))
        return Figure(self.documents_code, name, len(records), "count", records)

    @property
    def documents_code(self) -> str:
        return f"B{4 * len(self.sources) + 1}"

    def _figures(self) -> tuple[Figure, ...]:
        """B1, B2… are the sources' amounts, in their order; what is spent of each follows."""
        amounts = [
            Figure(f"B{at}", one.name, one.amount, "money", (one.record,)) for at, one in enumerate(self.sources, 1)
        ]
        told = [
            (tables.with_source(name, one.name), value, records)
            for one in self.sources
            for name, value, records in (
                (_("%(source)s: spent in the period"), one.this_period, one.spent_now),
                (_("%(source)s: spent in all"), one.total, one.spent_ever),
                (_("%(source)s: left"), one.left, one.spent_ever),
            )
        ]
        spent = [
            Figure(f"B{at}", name, value, "money", records)
            for at, (name, value, records) in enumerate(told, len(amounts) + 1)
        ]
        return (*amounts, *spent, self._count())


@dataclass(frozen=True)
class _Read:
    """What was read from the database, once for all sources."""

    scope: Scope
    starts_on: date
    lines: Sequence[BudgetLine]
    allocations: Sequence[Allocation]
    shares: Sequence[ExpenseShare]
    tolerance: Decimal


def figures(scope: Scope, starts_on: date, ends_on: date) -> BudgetFigures:
    """Of a programme, or of one municipality in it; both days inclusive. Five statements, however many expenses."""
    shares = list(
        ExpenseShare.objects.in_scope(scope)
        .booked()
        .filter(expense__document_on__lte=ends_on)
        .select_related("expense", "line", "source")
        .order_by("expense__number", "pk")
    )
    rule = BudgetRule.objects.on(scope.programme_id, ends_on)
    told = _Read(
        scope=scope,
        starts_on=starts_on,
        lines=list(BudgetLine.objects.filter(programme_id=scope.programme_id)),
        allocations=list(Allocation.objects.in_scope(scope).order_by()),
        shares=shares,
        tolerance=rule.line_tolerance_percent if rule else ZERO,
    )
    return BudgetFigures(
        is_partial=scope.municipality_id is not None,
        sources=tuple(_source(one, told) for one in _sources(scope)),
        documents=tuple(_document(one) for one in shares if one.expense.document_on >= starts_on),
    )


def _sources(scope: Scope) -> Iterable[FundingSource]:
    """Of a municipality only those that may pay for something there."""
    sources = FundingSource.objects.filter(programme_id=scope.programme_id)
    if scope.municipality_id is not None:
        sources = FundingSource.objects.open_to(scope)
    return sources.select_related("organisation", "only_in_municipality")


def _source(source: FundingSource, told: _Read) -> SourceFigures:
    starts_on = told.starts_on
    paid = [one for one in told.shares if one.source_id == source.pk]
    given = [one for one in told.allocations if one.source_id == source.pk]
    found = (_line(line, given, paid, told) for line in told.lines)
    return SourceFigures(
        pk=source.pk,
        name=TextPair.of(source, "name"),
        organisation=TextPair.of(source.organisation, "name"),
        kind=TextPair.translated(FundingSource.Kind(source.kind).label),
        amount=source.amount,
        approved=_approved(source, told.scope, given),
        stated_words=source.amount_stated_words,
        stated_amount=source.stated_amount,
        is_resolved=source.resolved_at is not None,
        resolution=source.resolution_note,
        conditions=TextPair.of(source, "conditions"),
        documents_from=source.documents_from,
        documents_to=source.documents_to,
        place=TextPair.of(source.only_in_municipality, "name") if source.only_in_municipality else None,
        lines=tuple(one for one in found if one is not None),
        spent_now=_records(one.expense for one in paid if one.expense.document_on >= starts_on),
        spent_ever=_records(one.expense for one in paid),
    )


def _approved(source: FundingSource, scope: Scope, given: Sequence[Allocation]) -> Decimal | None:
    """The whole source; for one municipality its own council's money, or what the lines give it by name."""
    if scope.municipality_id in {None, source.only_in_municipality_id}:
        amount: Decimal = source.amount
        return amount
    return sum((one.amount for one in given), ZERO) if given else None


def _line(
    line: BudgetLine, given: Sequence[Allocation], paid: Sequence[ExpenseShare], told: _Read
) -> LineFigures | None:
    """None for a line with neither approved money nor spending from the source."""
    approved = [one.amount for one in given if one.line_id == line.pk]
    spent = [one for one in paid if one.line_id == line.pk]
    if not approved and not spent:
        return None
    return LineFigures(
        code=line.code,
        name=TextPair.of(line, "name"),
        approved=sum(approved, ZERO) if given else None,
        earlier=sum((one.amount for one in spent if one.expense.document_on < told.starts_on), ZERO),
        this_period=sum((one.amount for one in spent if one.expense.document_on >= told.starts_on), ZERO),
        tolerance=told.tolerance,
    )


def _document(share: ExpenseShare) -> DocumentLine:
    expense = share.expense
    return DocumentLine(
        expense=expense.pk,
        expense_number=expense.number or 0,  # every booked row has one
        is_reversal=expense.reverses_id is not None,
        document_number=expense.document_number,
        document_on=expense.document_on,
        supplier=expense.supplier_name,
        description=TextPair.of(expense, "description"),
        line_code=share.line.code,
        source=TextPair.of(share.source, "name"),
        amount=share.amount,
    )


def _records(expenses: Iterable[Expense]) -> tuple[Record, ...]:
    return tuple(
        dict.fromkeys(
            _record(one.pk, one.number or 0, one.supplier_name, one.document_number, one.document_on)
            for one in expenses
        )
    )


def _record(pk: int, number: int, supplier: str, document_number: str, document_on: date) -> Record:
    """Told so that two papers of one supplier can be told apart."""
    text = f"{number}. {supplier}, {document_number}, {formats.day(document_on)}"
    return Record(Expense._meta.label_lower, pk, TextPair.same(text))
