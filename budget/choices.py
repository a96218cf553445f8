"""What the forms offer: where an expense may belong, and what is suggested."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.choices import municipality_choices, municipality_value
from darbigas_kopienas.programme.models import Programme

from .document_keys import supplier_key
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
    certain: dict[str, object]

    @property
    def line_choices(self) -> dict[str, BudgetLine]:
        return {str(line.pk): line for line in self.lines}

    @property
    def source_choices(self) -> dict[str, FundingSource]:
        return {str(balance.source.pk): balance.source for balance in self.sources}


def offer_of(user: AnyUser, programme: Programme, expense: Expense | None = None) -> Offer:
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
        activities=Activity.objects.for_staff(user).filter(programme=programme).in_choices(),
        costs=Cost.objects.visible_to(user)
        .filter(programme=programme)
        .exclude(pk__in=expenses.values("cost"))
        .order_by("-on", "-pk"),
        certain=_certain(lines, sources),
    )


def _lines(user: Reader, programme: Programme) -> "QuerySet[BudgetLine]":
    """The lines, each told where this person's own last expense belonged: one statement, not two."""
    own = Expense.objects.visible_to(user).filter(Q(added_by=user), programme=programme, reverses__isnull=True)
    last = own.order_by("-added_at", "-pk").values("municipality")
    lines = BudgetLine.objects.visible_to(user).filter(programme=programme)
    return lines.annotate(has_own=Exists(own), last_municipality=Subquery(last[:1]))


def _certain(lines: list[Any], sources: list[SourceBalance]) -> dict[str, object]:
    """The municipality of one's own last expense, and what is the only one there is. Nothing else is filled in:
    a line that nobody chose is booked as if somebody had."""
    certain: dict[str, object] = {
        "line": lines[0].pk if len(lines) == 1 else None,
        "source": sources[0].source.pk if len(sources) == 1 else None,
    }
    if lines and lines[0].has_own:
        certain["municipality"] = municipality_value(lines[0].last_municipality)
    return certain


def suggestion_of(user: Reader, programme: Programme, supplier: str) -> dict[str, int]:
    """The line and source on which this supplier's last document stands, of those that the person sees."""
    key = supplier_key(supplier)
    if not key:
        return {}
    shares = ExpenseShare.objects.visible_to(user).filter(
        expense__programme=programme, expense__supplier_key=key, expense__reverses__isnull=True
    )
    last = shares.order_by("-expense__document_on", "-expense", "pk").values("line", "source").first()
    return {"line": last["line"], "source": last["source"]} if last else {}
