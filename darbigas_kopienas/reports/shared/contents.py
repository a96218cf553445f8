"""What the holder of a view link sees: at most what the role of an auditor does, and never a person by name.

Figures are shown as they were frozen. Behind them stand rows of some kinds, shown by their frozen text; an expense is
shown with what it was paid from, and the files that prove it are opened one by one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Min, QuerySet
from django.db.models.functions import Coalesce

from budget.models import Expense
from darbigas_kopienas.evidence.models import Document, Kind, Sensitivity
from darbigas_kopienas.reports.models import Rendering, Report
from darbigas_kopienas.reports.snapshot import ReportFigures
from darbigas_kopienas.values.figures import Record, TextPair
from guidelines.models import Guideline

from .models import SharedLink

EXPENSE, GUIDELINE = Expense._meta.label_lower, Guideline._meta.label_lower
# By the model: where its row says on which day it was. No row of any other kind is shown.
DAYS: dict[str, str | Coalesce] = {
    EXPENSE: "document_on",
    "activities.activity": "held_on",
    "budget.fundingsource": "",
    "community_events.communityevent": "activity__held_on",
    GUIDELINE: "",
    "guidelines.publicity": "",
    "people.organisation": "",
    "resource_centre.centre": "",
    "resource_centre.purchase": "",
    # as the report's table dates it; one kept without sessions has the day of its activity
    "seminars.seminar": Coalesce(Min("activity__sessions__held_on"), "activity__held_on"),
}
# Minutes, attendance sheets and photos that are not cleared name or show people.
PROOFS = (Kind.RECEIPT, Kind.AGREEMENT)


@dataclass(frozen=True, slots=True)
class Share:
    source: str
    line: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ShownExpense:
    """What a booked document, which never changes, was paid from, and the proofs of it that this link opens."""

    total: Decimal
    shares: tuple[Share, ...]
    proofs: tuple[Document, ...]
    is_pay_sheet: bool


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A row behind a figure."""

    text: TextPair
    day: date | None
    expense: ShownExpense | None


def reports_of(link: SharedLink) -> "QuerySet[Report]":
    """Newest first, without their figures."""
    reports = Report.objects.filter(programme=link.programme_id, state=Report.State.SUBMITTED)
    if not link.shows_all:
        reports = reports.filter(pk__in=link.reports.values("pk"))
    return reports.for_lists()


def report_in(link: SharedLink, code: str) -> Report | None:
    """The report, with its figures; None where the link does not show it."""
    chosen = reports_of(link).filter(code=code.upper()).values("pk")
    return Report.objects.filter(pk__in=chosen).select_related("programme", "municipality").first()


def file_of(report: Report, language: str, format_: str) -> Rendering | None:
    files = Rendering.objects.filter(report=report, document__in=Document.objects.stored())
    return files.select_related("document").filter(language=language, format=format_).first()


def rows_behind(link: SharedLink, report: Report, records: Iterable[Record]) -> list[SharedRow]:
    """The rows that are still there, of the kinds that may be shown; some statements for each kind."""
    by_kind: dict[str, list[int]] = {}
    for record in records:
        if record.label in DAYS:
            by_kind.setdefault(record.label, []).append(record.pk)
    days = {label: _days(label, pks) for label, pks in by_kind.items()}
    expenses = _expenses(link, report, by_kind.get(EXPENSE, []))
    return [
        SharedRow(
            record.text, days[record.label][record.pk], expenses.get(record.pk) if record.label == EXPENSE else None
        )
        for record in records
        if record.pk in days.get(record.label, {})
    ]


def _days(label: str, pks: list[int]) -> dict[int, date | None]:
    """What was merged since then is there still; what was archived no auditor sees either."""
    rows: QuerySet[Any] = apps.get_model(label)._base_manager.filter(pk__in=pks)
    if label == GUIDELINE:
        rows = Guideline.objects.published().filter(pk__in=pks)
    if not DAYS[label]:
        return dict.fromkeys(rows.values_list("pk", flat=True))
    return dict(rows.values_list("pk", DAYS[label]))


def _expenses(link: SharedLink, report: Report, pks: list[int]) -> dict[int, ShownExpense]:
    rows = Expense.objects.booked().filter(programme=report.programme_id, pk__in=pks)
    proofs = _proofs_by_expense(report, pks) if link.shows_documents and pks else {}
    return {
        expense.pk: _shown(expense, tuple(proofs.get(expense.pk, ())))
        for expense in rows.prefetch_related("shares__source", "shares__line")
    }


def _shown(expense: Expense, proofs: tuple[Document, ...]) -> ShownExpense:
    shares = tuple(Share(str(share.source), str(share.line), share.amount) for share in expense.shares.all())
    return ShownExpense(
        total=expense.total,
        shares=shares,
        proofs=proofs,
        is_pay_sheet=expense.document_type == Expense.DocumentType.PAYROLL,
    )


def _proofs_by_expense(report: Report, pks: list[int]) -> dict[int, list[Document]]:
    ties = Expense.documents.through._default_manager.filter(expense_id__in=pks).order_by("document_id")
    proofs = {document.pk: document for document in proofs_of(report, pks)}
    by_expense: dict[int, list[Document]] = {}
    for expense, document in ties.values_list("expense_id", "document_id"):
        if document in proofs:
            by_expense.setdefault(expense, []).append(proofs[document])
    return by_expense


def proofs_of(report: Report, expenses: Iterable[int]) -> "QuerySet[Document]":
    """What proves these expenses. A pay sheet names people, and so may what is marked as sensitive."""
    booked = Expense.objects.booked().filter(programme=report.programme_id, pk__in=list(expenses))
    pay_sheets = Expense.objects.filter(document_type=Expense.DocumentType.PAYROLL)
    proofs = Document.objects.stored().filter(
        programme=report.programme_id,
        kind__in=PROOFS,
        pk__in=Expense.documents.through._default_manager.filter(expense__in=booked).values("document_id"),
    )
    of_people = Expense.documents.through._default_manager.filter(expense__in=pay_sheets).values("document_id")
    return proofs.exclude(sensitivity=Sensitivity.SENSITIVE).exclude(pk__in=of_people)


def photos_of(figures: ReportFigures) -> "QuerySet[Document]":
    """Those of the report that may be shown to anybody today; consent can be withdrawn."""
    cited = [photo.document_id for chapter in figures.chapters() for photo in chapter.photos]
    return Document.objects.publishable().filter(pk__in=cited).order_by("pk")


def document_in(link: SharedLink, report: Report, figures: ReportFigures, pk: int) -> Document | None:
    """A file or a photo that the report cites; None for any other, and where the link opens none."""
    if not link.shows_documents:
        return None
    cited = {record.pk for record in _records(figures) if record.label == EXPENSE}
    return proofs_of(report, cited).filter(pk=pk).first() or photos_of(figures).filter(pk=pk).first()


def _records(figures: ReportFigures) -> Iterator[Record]:
    """All that the report stands on: behind its figures, and in the rows of its tables."""
    for figure in figures.traceable().values():
        yield from figure.records
    for chapter in figures.chapters():
        for table in chapter.tables:
            yield from (row.record for row in table.rows if row.record is not None)
