"""Which sources, lines and expenses, in the accountant's words."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import DecimalField, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope, ScopedQuerySet, q_in_scopes

if TYPE_CHECKING:
    from .models import (  # noqa: F401  (named in quotes below)
        Allocation,
        BudgetLine,
        BudgetRule,
        Expense,
        ExpenseShare,
        FundingSource,
        Payment,
    )

MONEY: "DecimalField[Any, Any]" = DecimalField(max_digits=14, decimal_places=2)


def money_sum(field: str, **more: Any) -> Coalesce:
    """A sum that is 0.00 where there is nothing to add."""
    return Coalesce(Sum(field, **more), Value(Decimal("0.00")), output_field=MONEY)


class FundingSourceQuerySet(ScopedQuerySet["FundingSource"]):
    see = (Permission.SEE_BUDGET_TOTALS,)

    def also_visible(self, user: Reader) -> Q:
        """A partner municipality sees the common grant beside its own money, never another council's."""
        shared = {programme_id for programme_id, _municipality in scopes_of(user, *self.see)}
        return Q(programme_id__in=shared, municipality__isnull=True)

    def open_to(self, scope: Scope) -> Self:
        """Sources that may at all pay for something in this scope."""
        own = Q(only_in_municipality__isnull=True)
        if scope.municipality_id is not None:
            own |= Q(only_in_municipality_id=scope.municipality_id)
        return self.filter(own, programme_id=scope.programme_id)


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    def visible_to(self, user: Reader) -> Self:
        """The approved lines are the same for every partner of the programme."""
        programmes = {programme_id for programme_id, _municipality in scopes_of(user, Permission.SEE_BUDGET_TOTALS)}
        return self.filter(programme_id__in=programmes)


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def visible_to(self, user: Reader) -> Self:
        from .models import FundingSource

        return self.filter(source__in=FundingSource.objects.visible_to(user))

    def in_scope(self, scope: Scope) -> Self:
        """Of the whole programme all rows; of a municipality only what is given to it by name."""
        rows = self.filter(source__programme_id=scope.programme_id)
        if scope.municipality_id is not None:
            rows = rows.filter(
                Q(municipality_id=scope.municipality_id)
                | Q(municipality__isnull=True, source__only_in_municipality_id=scope.municipality_id)
            )
        return rows


class BudgetRuleQuerySet(models.QuerySet["BudgetRule"]):
    def on(self, programme_id: int, day: date) -> "BudgetRule | None":
        """The agreement's rule in force on a day; None where the agreement says nothing."""
        return (
            self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), programme_id=programme_id, valid_from__lte=day)
            .order_by("valid_from")
            .first()
        )


class ExpenseQuerySet(ScopedQuerySet["Expense"]):
    see = (Permission.SEE_BUDGET,)

    def booked(self) -> Self:
        return self.filter(state="booked")

    def waiting(self) -> Self:
        """Submitted and not yet approved."""
        return self.filter(state="submitted")

    def active(self) -> Self:
        """Neither reversed nor a reversal: what still counts as a document of its own."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)

    def dated_between(self, starts_on: date, ends_on: date) -> Self:
        """By the document's date, both days inclusive: that is what decides the period of money."""
        return self.filter(document_on__gte=starts_on, document_on__lte=ends_on)

    def awaiting_approval_of(self, user: Reader) -> Self:
        """What this person may approve: submitted, in their scope, added and changed by somebody else."""
        return (
            self.waiting()
            .filter(q_in_scopes(user, Permission.APPROVE_EXPENSE))
            .exclude(added_by=user)
            .exclude(edited_by=user)
        )

    def exportable_by(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.EXPORT))

    def paid_by(self, **share: Any) -> Self:
        """With a share of this line or source."""
        from .models import ExpenseShare

        return self.filter(Exists(ExpenseShare.objects.filter(expense=OuterRef("pk"), **share)))

    def without_proof(self) -> Self:
        """Missing-proof list: no document beside the row."""
        from .models import Expense

        ties = Expense.documents.through._default_manager.filter(expense_id=OuterRef("pk"))
        return self.exclude(Exists(ties))


class ExpenseShareQuerySet(models.QuerySet["ExpenseShare"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.SEE_BUDGET, path="expense__"))

    def in_scope(self, scope: Scope) -> Self:
        rows = self.filter(expense__programme_id=scope.programme_id)
        if scope.municipality_id is not None:
            rows = rows.filter(expense__municipality_id=scope.municipality_id)
        return rows

    def booked(self) -> Self:
        return self.filter(expense__state="booked")


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.SEE_BUDGET, path="expense__"))
