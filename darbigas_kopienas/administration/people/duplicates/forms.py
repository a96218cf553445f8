"""What is decided of two that look like one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.values import form_fields

from .models import Duplicate

APART = "different"


class DecisionForm(forms.Form):
    """The button says which: to merge a note is needed, to tell them apart nothing."""

    note = form_fields.LineField(
        label=_("Note"),
        max_length=Duplicate._meta.get_field("note").max_length,
        help_text=_("How do you know? Those who keep the register read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.tells_apart:
            for field in self.fields.values():
                field.required = False

    @property
    def tells_apart(self) -> bool:
        return APART in self.data


class OrganisationDecisionForm(DecisionForm):
    """Which of the two stays."""

    target = forms.TypedChoiceField(label=_("Which one stays?"), widget=forms.RadioSelect, coerce=int, empty_value=None)
    field_order = ("target", "note")

    def __init__(self, *args: Any, first: Organisation, second: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pair = (first, second)
        self.fields["target"].choices = [(row.pk, row.name) for row in self._pair]  # type: ignore[attr-defined]  # has choices

    @property
    def target_first(self) -> tuple[Organisation, Organisation]:
        """Once it is valid: the one that stays, and the other."""
        first, second = self._pair
        return (first, second) if self.cleaned_data["target"] == first.pk else (second, first)
