"""Other documents that may be this one once more: asked about before an expense is saved, shown to who approves it.

What is certain the services refuse; here is what a person has to look at. Over all municipalities and programmes,
since the same document may be paid for twice anywhere; what a person may not see of them is not shown.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import q_in_scopes

from .document_keys import bare_number
from .models import Expense

NEAR = timedelta(days=30)


class Reason(Enum):
    """Why two documents may be one."""

    NUMBER = _("the same supplier and document number")
    MARKS = _("the same supplier, and a number that differs in marks or zeros only")
    FILE = _("the same file")
    SUM = _("the same supplier and total within 30 days")


@dataclass(frozen=True)
class Likeness:
    """An expense entered before, why it may be the same document as `this`, and whether the person may see it."""

    this: Expense
    expense: Expense
    reasons: tuple[Reason, ...]
    is_same: bool
    is_shown: bool


def likenesses(expense: Expense, hashes: Collection[str], reader: Reader) -> list[Likeness]:
    """Of an expense, saved or not, with its keys set and files of these hashes: one statement. Certain ones first."""
    alike = [
        Likeness(expense, other, reasons, expense.is_same_document_as(other), other.is_shown)
        for other in _candidates(expense, hashes, reader)
        if (reasons := tuple(_reasons(expense, other)))
    ]
    return sorted(alike, key=lambda likeness: not likeness.is_same)


def fingerprint(alike: Iterable[Likeness]) -> str:
    """What a tick confirms: these documents for these reasons, and no others."""
    lines = sorted(f"{likeness.expense.pk} {[reason.name for reason in likeness.reasons]}" for likeness in alike)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _candidates(expense: Expense, hashes: Collection[str], reader: Reader) -> Iterable[Any]:
    supplier = Q(supplier_key=expense.supplier_key)
    if expense.registration_key:
        supplier |= Q(registration_key=expense.registration_key)
    files = Expense.documents.through._default_manager.filter(
        expense_id=OuterRef("pk"), document__sha256__in=[sha256 for sha256 in hashes if sha256]
    )
    wanted = Q(has_file=True) | (supplier & _near(expense))
    if expense.number_key:
        wanted |= supplier & ~Q(number_key="")
    is_shown = Case(
        When(q_in_scopes(reader, Permission.SEE_BUDGET), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return (
        Expense.objects.active()
        .exclude(pk=expense.pk)
        .annotate(has_file=Exists(files), is_shown=is_shown)
        .filter(wanted)
        .select_related("municipality")
        .order_by("-document_on", "pk")
    )


def _near(expense: Expense) -> Q:
    return Q(total=expense.total, document_on__range=(expense.document_on - NEAR, expense.document_on + NEAR))


def _reasons(expense: Expense, other: Any) -> Iterable[Reason]:
    by_register = bool(expense.registration_key) and expense.registration_key == other.registration_key
    if by_register or expense.supplier_key == other.supplier_key:
        if expense.number_key and expense.number_key == other.number_key:
            yield Reason.NUMBER
        elif expense.number_key and bare_number(expense.number_key) == bare_number(other.number_key):
            yield Reason.MARKS
        if expense.total == other.total and abs(expense.document_on - other.document_on) <= NEAR:
            yield Reason.SUM
    if other.has_file:
        yield Reason.FILE
