"""What is said when an expense is approved, returned, reversed or paid, and of a source that names two sums."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budget.models import Expense
from darbigas_kopienas.values.form_fields import DateField, LineField, MoneyField

from .refusals import FIELD_OF_CODE, ServiceForm

NOT_WAITING = _("One of the marked documents does not wait for your approval any more. Check the list.")


class QueueForm(ServiceForm):
    """Which of the documents that wait are approved together."""

    expenses = forms.ModelMultipleChoiceField(
        Expense.objects.none(),
        label=_("Documents"),
        error_messages={
            "required": _("Mark at least one document."),
            "invalid_choice": NOT_WAITING,
            "invalid_pk_value": NOT_WAITING,
        },
    )

    def __init__(self, *args: Any, waiting: "QuerySet[Expense]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Expense]", self.fields["expenses"]).queryset = waiting


class ReturnForm(ServiceForm):
    comment = forms.CharField(label=_("What has to be put right?"), max_length=500, widget=forms.Textarea({"rows": 3}))


class BookForm(ServiceForm):
    over_limit_note = forms.CharField(
        label=_("Funder’s approval to go over the line"),
        max_length=300,
        required=False,
        help_text=_("For example, the letter’s date and number."),
    )


class ReverseForm(ServiceForm):
    reason = forms.CharField(label=_("Why is it reversed?"), max_length=500, widget=forms.Textarea({"rows": 3}))


class PayForm(ServiceForm):
    field_of_code = {code: "paid_on" if field == "document_on" else field for code, field in FIELD_OF_CODE.items()}

    paid_on = DateField(label=_("Paid on"))
    amount = MoneyField(label=_("Amount, EUR"), help_text="")
    note = LineField(label=_("Payment reference"), max_length=120, required=False)


class ResolveForm(ServiceForm):
    note = forms.CharField(
        label=_("Which amount counts, and how do you know?"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
