from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from darbigas_kopienas.evidence.models import Document
    from darbigas_kopienas.evidence.registry import Use


class BudgetConfig(AppConfig):
    name = "budget"
    label = "budget"
    verbose_name = _("budget")

    def ready(self) -> None:
        from darbigas_kopienas.activities.spending import register_spending
        from darbigas_kopienas.evidence.registry import register_uses

        from .spending import booked_by_activity

        register_uses("budget", _uses_of)
        register_spending("budget", booked_by_activity)


def _uses_of(document: "Document") -> "Iterator[Use]":
    """A receipt stands beside its expenses."""
    from django.urls import reverse

    from darbigas_kopienas.evidence.registry import Use

    from .models import Expense

    for expense in Expense.objects.filter(documents=document):
        yield Use(str(expense), reverse("budget:expense_detail", args=[expense.pk]))
