"""The money of a span, for reports: budget, earlier, this period, in all, left, by line and source; the documents.

A document's own date decides its period. Sources stand apart and are never added up. For a single municipality the
approved columns are filled only where the agreement gives an amount to it; the rest is a dash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budget.models import Allocation, BudgetLine, BudgetRule, Expense, ExpenseShare, FundingSource
from budget.shares import ZERO
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import Record, TextPair

from .figures import BudgetFigures, DocumentLine, LineFigures, SourceFigures, expense_record


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
        .select_related("expense__reverses", "line", "source")
        .order_by("expense__number", "pk")
    )
    rule = BudgetRule.objects.on(scope.programme_id, ends_on)
    read = _Read(
        scope=scope,
        starts_on=starts_on,
        lines=list(BudgetLine.objects.filter(programme_id=scope.programme_id)),
        allocations=list(Allocation.objects.in_scope(scope).order_by()),
        shares=shares,
        tolerance=rule.line_tolerance_percent if rule else ZERO,
    )
    return BudgetFigures(
        is_partial=scope.municipality_id is not None,
        sources=tuple(_source(source, read) for source in _sources(scope)),
        documents=tuple(
            _document(share) for share in sorted(shares, key=_place) if share.expense.document_on >= starts_on
        ),
    )


def _place(share: ExpenseShare) -> tuple[int, ...]:
    """By source and line, as the copies are put together; then as they were booked."""
    source, line = share.source, share.line
    return (source.order, source.pk, line.order, line.pk, share.expense.number or 0, share.pk)


def _sources(scope: Scope) -> Iterable[FundingSource]:
    """Of a municipality only those that may pay for something there."""
    sources = FundingSource.objects.filter(programme_id=scope.programme_id)
    if scope.municipality_id is not None:
        sources = FundingSource.objects.open_to(scope)
    return sources.select_related("organisation", "only_in_municipality")


def _source(source: FundingSource, read: _Read) -> SourceFigures:
    starts_on = read.starts_on
    paid = [share for share in read.shares if share.source_id == source.pk]
    given = [allocation for allocation in read.allocations if allocation.source_id == source.pk]
    lines = (_line(line, given, paid, read) for line in read.lines)
    return SourceFigures(
        pk=source.pk,
        name=TextPair.of(source, "name"),
        organisation=TextPair.of(source.organisation, "name"),
        kind=TextPair.translated(FundingSource.Kind(source.kind).label),
        amount=source.amount,
        approved=_approved(source, read.scope, given),
        stated_words=source.amount_stated_words,
        stated_amount=source.stated_amount,
        is_resolved=source.resolved_at is not None,
        resolution=source.resolution_note,
        conditions=TextPair.of(source, "conditions"),
        documents_from=source.documents_from,
        documents_to=source.documents_to,
        place=TextPair.of(source.only_in_municipality, "name") if source.only_in_municipality else None,
        lines=tuple(line for line in lines if line is not None),
        spent_now=_records(share for share in paid if share.expense.document_on >= starts_on),
        spent_ever=_records(paid),
    )


def _approved(source: FundingSource, scope: Scope, given: Sequence[Allocation]) -> Decimal | None:
    """The whole source; for one municipality its own council's money, or what the lines give it by name."""
    if scope.municipality_id in {None, source.only_in_municipality_id}:
        amount: Decimal = source.amount
        return amount
    return sum((allocation.amount for allocation in given), ZERO) if given else None


def _line(
    line: BudgetLine, given: Sequence[Allocation], paid: Sequence[ExpenseShare], read: _Read
) -> LineFigures | None:
    """None for a line with neither approved money nor spending from the source."""
    approved = [allocation.amount for allocation in given if allocation.line_id == line.pk]
    spent = [share for share in paid if share.line_id == line.pk]
    if not approved and not spent:
        return None
    return LineFigures(
        code=line.code,
        name=TextPair.of(line, "name"),
        approved=sum(approved, ZERO) if given else None,
        earlier=sum((share.amount for share in spent if share.expense.document_on < read.starts_on), ZERO),
        this_period=sum((share.amount for share in spent if share.expense.document_on >= read.starts_on), ZERO),
        tolerance=read.tolerance,
    )


def _document(share: ExpenseShare) -> DocumentLine:
    expense = share.expense
    return DocumentLine(
        expense=expense.pk,
        expense_number=expense.number or 0,  # every booked row has one
        reverses=expense.reverses_id,
        reverses_number=expense.reverses.number if expense.reverses else None,
        document_number=expense.document_number,
        document_on=expense.document_on,
        supplier=expense.supplier_name,
        description=TextPair.of(expense, "description"),
        line_code=share.line.code,
        line_name=TextPair.of(share.line, "name"),
        source_pk=share.source_id,
        source=TextPair.of(share.source, "name"),
        amount=share.amount,
    )


def _records(shares: Iterable[ExpenseShare]) -> tuple[Record, ...]:
    """Each document once, with the sum of these shares of it: together they are the figure."""
    parts: dict[int, Decimal] = {}
    expenses: dict[int, Expense] = {}
    for share in shares:
        expenses[share.expense_id] = share.expense
        parts[share.expense_id] = parts.get(share.expense_id, ZERO) + share.amount
    return tuple(
        expense_record(
            expense.pk,
            expense.number or 0,
            expense.supplier_name,
            expense.document_number,
            expense.document_on,
            part=parts[expense.pk],
        )
        for expense in expenses.values()
    )
