"""The catalogue of training programmes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import form_fields
from darbigas_kopienas.programme.forms import PlacedForm
from seminars.models import TrainingProgramme


class TrainingForm(PlacedForm):
    """A training programme for the catalogue."""

    title_lv = forms.CharField(label=_("Title"), max_length=200)
    academic_hours = forms.IntegerField(
        label=_("Academic hours"),
        min_value=1,
        max_value=500,
        help_text=_("An academic hour is 40 minutes."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    type = forms.ChoiceField(label=_("Type"), choices=TrainingProgramme.Type.choices)
    approval_number = forms.CharField(label=_("Approval number"), required=False, max_length=60)
    approved_on = form_fields.DateField(label=_("Approved on"), required=False)
    valid_until = form_fields.DateField(label=_("Valid until"), required=False)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        approved_on, valid_until = cleaned.get("approved_on"), cleaned.get("valid_until")
        if approved_on and valid_until and valid_until < approved_on:
            raise ValidationError({"valid_until": _("The approval cannot end before it was given.")})
        return cleaned
