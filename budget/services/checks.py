"""What is asked before money is written: conditions of the source, limits, the same document twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

from budget import shares as sums
from budget.models import Allocation, BudgetLine, BudgetRule, Expense, ExpenseShare, FundingSource, Ledger
from budget.models.plan import money_sum
from budget.shares import ZERO
from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, formats

from .errors import (
    CostAlreadyBooked,
    DuplicateDocument,
    ForeignActivity,
    ForeignBudget,
    FutureDocument,
    SharesDoNotAddUp,
    SourceNotAllowed,
)


@dataclass(frozen=True)
class ShareOf:
    """What one source pays on one line, in euros."""

    line: BudgetLine
    source: FundingSource
    amount: Decimal


@dataclass(frozen=True)
class OverLimit:
    """A limit that a document would go over; `line` None means the whole source."""

    line: BudgetLine | None
    source: FundingSource
    against: sums.Against

    @property
    def is_hard(self) -> bool:
        """The source's own amount is never exceeded; a line may be, with approval."""
        return self.line is None

    @property
    def needs_approval(self) -> bool:
        return self.line is not None and self.against.needs_approval

    @property
    def over_by(self) -> Decimal:
        return self.against.over_by


def require_not_future(day: date) -> None:
    if day > clock.today():
        raise FutureDocument(_("The document is dated in the future."), code="future")


def require_whole(total: Decimal, parts: Sequence[ShareOf]) -> None:
    """Raise SharesDoNotAddUp with the missing (or surplus) amount."""
    if total <= 0 or any(part.amount <= 0 for part in parts):
        raise SharesDoNotAddUp(_("Every amount must be above zero."), code="not_above_zero")
    try:
        sums.require_whole(total, (part.amount for part in parts))
    except sums.NotWhole as slip:
        raise SharesDoNotAddUp(
            _("The shares do not add up to the document: %(difference)s is the difference."),
            code="not_whole",
            params={"difference": formats.money(slip.difference)},
        ) from slip


def require_own_budget(scope: Scope, parts: Iterable[ShareOf]) -> None:
    if any(
        scope.programme_id != programme
        for part in parts
        for programme in (part.line.programme_id, part.source.programme_id)
    ):
        raise ForeignBudget(_("The budget line and the source must be of the same programme."), code="programme")


def require_own_activity(scope: Scope, activity: Activity | None) -> None:
    """A municipality's expense is for its own activity or one of the whole programme."""
    if activity is None:
        return
    if activity.programme_id != scope.programme_id or (
        scope.municipality_id is not None and activity.municipality_id not in {None, scope.municipality_id}
    ):
        raise ForeignActivity(_("The activity belongs to another municipality."), code="activity")


def require_sources_allow(
    scope: Scope, day: date, activity: Activity | None, *, is_publicity: bool, sources: Iterable[FundingSource]
) -> None:
    """Raise SourceNotAllowed, with the condition in words. The database asks the same at booking."""
    for source in sources:
        if not source.takes_documents_of(day):
            raise SourceNotAllowed(
                _("“%(source)s” pays only for documents dated %(period)s; this one is dated %(day)s."),
                code="source_period",
                params={
                    "source": source,
                    "period": formats.period(source.documents_from, source.documents_to),
                    "day": formats.day(day),
                },
            )
        _require_place(source, scope, activity, is_publicity=is_publicity)


def _require_place(source: FundingSource, scope: Scope, activity: Activity | None, *, is_publicity: bool) -> None:
    place = source.only_in_municipality_id
    if place is None:
        return
    is_there = activity is not None and activity.municipality_id == place
    if scope.municipality_id != place or not (is_there or (source.allows_publicity and is_publicity)):
        raise SourceNotAllowed(
            _(
                "“%(source)s” pays only for an activity in %(place)s or for that municipality’s publicity: choose "
                "the activity, or mark the expense as publicity."
            ),
            code="source_place",
            params={"source": source, "place": source.only_in_municipality},
        )  # fmt: skip


def lock_ledger(programme_id: int) -> Ledger:
    """Lock the programme's book until the transaction ends."""
    Ledger.objects.get_or_create(programme_id=programme_id)
    return Ledger.objects.select_for_update().get(programme_id=programme_id)


def require_new_document(expense: Expense) -> None:
    """Raise DuplicateDocument. The caller holds the ledger, so two cannot enter it at the same time."""
    others = Expense.objects.active().filter(programme=expense.programme_id, number_key=expense.number_key)
    same = next((other for other in others.exclude(pk=expense.pk) if expense.is_same_document_as(other)), None)
    if same is not None:
        raise DuplicateDocument(same)


def require_free_cost(expense: Expense, cost: Cost | None) -> None:
    """Raise CostAlreadyBooked, ForeignBudget. The caller holds the ledger."""
    if cost is None:
        return
    if cost.programme_id != expense.programme_id or cost.municipality_id not in {None, expense.municipality_id}:
        raise ForeignBudget(_("The stated cost belongs to another municipality."), code="cost")
    if Expense.objects.active().filter(cost=cost).exclude(pk=expense.pk).exists():
        raise CostAlreadyBooked(_("This cost is already included in another expense."), code="cost_booked")


def over_limits(*, programme_id: int, parts: Sequence[ShareOf], on: date) -> list[OverLimit]:
    """The limits that these shares, added to what is booked, would go over; sources first.

    A source that is divided into lines has a limit on each of them (a line without an allocation has 0.00); one that
    is not divided has only its own amount.
    """
    wanted = sums.merged(((part.line.pk, part.source.pk), part.amount) for part in parts)
    lines, sources = {part.line.pk: part.line for part in parts}, {part.source.pk: part.source for part in parts}
    booked = _booked(sources)
    limits = []
    for pk, source in sorted(sources.items()):
        more = sum((amount for (_line, of), amount in wanted.items() if of == pk), ZERO)
        before = sum((amount for (_line, of), amount in booked.items() if of == pk), ZERO)
        limits.append(OverLimit(None, source, sums.Against(source.amount, before + more, ZERO)))
    approved, divided, tolerance = _approved(sources, programme_id, on)
    for (line, of), amount in wanted.items():
        if of in divided:
            spent = booked.get((line, of), ZERO) + amount
            against = sums.Against(approved.get((line, of), ZERO), spent, tolerance)
            limits.append(OverLimit(lines[line], sources[of], against))
    return [limit for limit in limits if limit.over_by]


def _booked(sources: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    shares = ExpenseShare.objects.booked().filter(source__in=list(sources))
    rows = shares.values_list("line_id", "source_id").annotate(amount=money_sum("amount")).order_by()
    return {(line, source): amount for line, source, amount in rows}


def _approved(
    sources: Iterable[int], programme_id: int, on: date
) -> tuple[dict[tuple[int, int], Decimal], set[int], Decimal]:
    """What the agreement gives, the sources that it divides, and by how many per cent a line may be exceeded."""
    rule = BudgetRule.objects.in_force(programme_id, on).values("line_tolerance_percent")
    rows = list(
        Allocation.objects.filter(source__in=list(sources))
        .values_list("line_id", "source_id")
        .annotate(approved=money_sum("amount"), tolerance=Subquery(rule[:1]))
        .order_by()
    )
    approved = {(line, source): amount for line, source, amount, _tolerance in rows}
    return approved, {source for _line, source in approved}, rows[0][3] or ZERO if rows else ZERO
