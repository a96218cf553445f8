from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import form_fields

from .models import ClosingKind, Partnership, Programme


class ClosingForm(forms.Form):
    """A span to close; the municipality left out means the whole programme."""

    kind = forms.ChoiceField(label=_("What is closed"), choices=ClosingKind.choices)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=None, required=False, empty_label=_("the whole programme")
    )
    starts_on = form_fields.DateField(label=_("First day"))
    ends_on = form_fields.DateField(label=_("Last day"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partnership.objects.filter(programme=programme).values("municipality")
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Partnership.municipality.field.related_model.objects.filter(pk__in=partners)


class ReopeningForm(forms.Form):
    reason = forms.CharField(label=_("Why must the period be opened?"), max_length=300)
