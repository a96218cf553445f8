"""Money that left the account for what was booked."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import MoneyField

from .expenses import Expense


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, Permission.SEE_BUDGET, path="expense__"))


class Payment(models.Model):
    """Money that left the account for a booked expense. Rows are only ever added."""

    append_only = True

    expense = models.ForeignKey(Expense, models.PROTECT, related_name="payments", verbose_name=_("expense"))
    paid_on = models.DateField(_("paid on"))
    amount = MoneyField(_("amount"))
    note = models.CharField(_("payment reference"), max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["paid_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="budget_payment_above_zero")]

    def __str__(self) -> str:
        return f"{self.expense_id}: {self.amount}"
