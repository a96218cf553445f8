"""What the forms offer: where an expense may belong, and what was used last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from darbigas_kopienas.activities.models import Activity, Cost
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.forms import scopes_to_write
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope

from .models import BudgetLine, Expense, ExpenseShare, FundingSource

WHOLE_PROGRAMME = "programme"


@dataclass(frozen=True)
class Offer:
    """For one person in one programme: municipalities, lines, sources, activities and costs not yet booked."""

    programme: Programme
    municipalities: list[tuple[str, str]]
    lines: "QuerySet[BudgetLine]"
    sources: "QuerySet[FundingSource]"
    activities: "QuerySet[Activity]"
    costs: "QuerySet[Cost]"


def municipality_choices(user: Any, permission: Permission, programme: Programme) -> list[tuple[str, str]]:
    """(value, name) of every place in which the person holds the permission; the whole programme last."""
    scopes = scopes_to_write(user, permission, programme)
    return [(place_value(scope.municipality_id), name) for scope, name in scopes.items()]


def place_value(municipality_id: int | None) -> str:
    return WHOLE_PROGRAMME if municipality_id is None else str(municipality_id)


def scope_of(value: str, programme: Programme) -> Scope:
    return Scope(programme.pk, None if value == WHOLE_PROGRAMME else int(value))


def offer_of(user: Any, programme: Programme, expense: Expense | None = None) -> Offer:
    """What `user` may choose from; an expense that is being changed stays where it is and keeps its cost."""
    standing = Expense.objects.standing().filter(cost__isnull=False).exclude(pk=expense.pk if expense else None)
    return Offer(
        programme=programme,
        municipalities=[] if expense else municipality_choices(user, Permission.ADD_EXPENSE, programme),
        lines=BudgetLine.objects.visible_to(user).filter(programme=programme),
        sources=FundingSource.objects.visible_to(user).filter(programme=programme),
        activities=Activity.objects.for_staff(user).filter(programme=programme).order_by("-starts_on", "-pk"),
        costs=Cost.objects.visible_to(user)
        .filter(programme=programme)
        .exclude(pk__in=standing.values("cost"))
        .order_by("-on", "-pk"),
    )


def last_used(user: Any, offer: Offer) -> dict[str, Any]:
    """Line, source and municipality of the expense that this person added last; else the only possible ones."""
    share = (
        ExpenseShare.objects.visible_to(user)
        .filter(expense__added_by=user, expense__programme=offer.programme, expense__reverses__isnull=True)
        .select_related("expense")
        .order_by("-expense__added_at", "-expense", "pk")
        .first()
    )
    if share is not None:
        return {
            "line": share.line_id,
            "source": share.source_id,
            "municipality": place_value(share.expense.municipality_id),
        }
    return {"line": _only(offer.lines), "source": _only(offer.sources)}


def _only(rows: "QuerySet[Any]") -> int | None:
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
