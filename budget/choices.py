"""What the forms offer: where an expense may belong, and what was used last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Subquery

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import municipality_choices, municipality_value
from darbigas_kopienas.programme.models import Programme

from .models import BudgetLine, Expense, ExpenseShare, FundingSource
from .reporting import SourceBalance, left_by_source


@dataclass(frozen=True)
class Offer:
    """For one person in one programme: municipalities, lines, sources (with what is left), activities, open costs."""

    programme: Programme
    municipalities: list[tuple[str, str]]
    lines: list[BudgetLine]
    sources: list[SourceBalance]
    activities: "QuerySet[Activity]"
    costs: "QuerySet[Cost]"
    last: dict[str, object]

    @property
    def line_choices(self) -> dict[str, BudgetLine]:
        return {str(line.pk): line for line in self.lines}

    @property
    def source_choices(self) -> dict[str, FundingSource]:
        return {str(balance.source.pk): balance.source for balance in self.sources}


def offer_of(user: Reader, programme: Programme, expense: Expense | None = None) -> Offer:
    """What `user` may choose from; an expense that is being changed stays where it is and keeps its cost."""
    expenses = Expense.objects.active().filter(cost__isnull=False)
    if expense is not None:
        expenses = expenses.exclude(pk=expense.pk)
    lines = list(_lines(user, programme))
    sources = left_by_source(programme, user)
    return Offer(
        programme=programme,
        municipalities=[] if expense else municipality_choices(user, Permission.ADD_EXPENSE, programme),
        lines=lines,
        sources=sources,
        activities=Activity.objects.for_staff(user).filter(programme=programme).order_by("-starts_on", "-pk"),
        costs=Cost.objects.visible_to(user)
        .filter(programme=programme)
        .exclude(pk__in=expenses.values("cost"))
        .order_by("-on", "-pk"),
        last=_last_used(lines, sources),
    )


def _lines(user: Reader, programme: Programme) -> "QuerySet[BudgetLine]":
    """The lines, each told what this person's last expense stood on, else a colleague's: one statement, not two."""
    last = (
        ExpenseShare.objects.visible_to(user)
        .filter(expense__programme=programme, expense__reverses__isnull=True)
        .alias(is_own=ExpressionWrapper(Q(expense__added_by=user), BooleanField()))
        .order_by("-is_own", "-expense__added_at", "-expense", "pk")
    )
    return (
        BudgetLine.objects.visible_to(user)
        .filter(programme=programme)
        .annotate(
            last_line=Subquery(last.values("line")[:1]),
            last_source=Subquery(last.values("source")[:1]),
            last_municipality=Subquery(last.values("expense__municipality")[:1]),
        )
    )


def _last_used(lines: list[Any], sources: list[SourceBalance]) -> dict[str, object]:
    """Line, source and municipality of the last expense, first of all of one's own; else the only possible ones."""
    if lines and lines[0].last_line is not None:
        first = lines[0]
        return {
            "line": first.last_line,
            "source": first.last_source,
            "municipality": municipality_value(first.last_municipality),
        }
    return {
        "line": lines[0].pk if len(lines) == 1 else None,
        "source": sources[0].source.pk if len(sources) == 1 else None,
    }
