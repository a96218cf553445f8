from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.participation.models import Group
from darbigas_kopienas.values import form_fields


class HeldForm(forms.Form):
    """It happened: the last day, and how many came whose names were not taken."""

    held_on = form_fields.DateField(label=_("Held on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = form_fields.CountField(
                label=capfirst(group.label), required=False, max_value=9999
            )

    @property
    def counts(self) -> dict[str, int]:
        """Of a valid form."""
        return {group.value: self.cleaned_data[group.value] for group in Group if self.cleaned_data[group.value]}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("It appears in the report and in the e-mail to participants.")
    )


class MistakeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Only the history of the seminar keeps it.")
    )


class PostponeForm(CancelForm):
    until = form_fields.DateField(
        label=_("New first day"), required=False, help_text=_("Left empty: not known yet. For example, 23.11.2026.")
    )
    field_order = ("until", "reason")


class MoveOnlineForm(CancelForm):
    online_url = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown only to those who have a confirmed seat."),
    )
    field_order = ("online_url", "reason")
