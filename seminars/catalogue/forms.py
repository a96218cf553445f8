"""The catalogue of training programmes."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import form_fields, formats

from .models import DEFAULT_CERTIFICATE_SHARE, TrainingProgramme


class TrainingForm(forms.Form):
    """A training programme of the catalogue."""

    title_lv = form_fields.TitleField(label=_("Title"), max_length=200)
    aims_lv = forms.CharField(
        label=_("Aims"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    academic_hours = form_fields.CountField(
        label=_("Academic hours"),
        min_value=1,
        max_value=500,
        help_text=_("An academic hour is 40 minutes."),
    )
    type = forms.ChoiceField(label=_("Type"), choices=TrainingProgramme.Type.choices)
    module = form_fields.LineField(
        label=_("Module"), required=False, max_length=120, help_text=_("If it is a module of a longer programme.")
    )
    approval_number = form_fields.LineField(label=_("Approval number"), required=False, max_length=60)
    approved_by: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Approved by"), queryset=Municipality.objects.none(), required=False, empty_label=formats.EMPTY
    )
    approved_on = form_fields.DateField(label=_("Approved on"), required=False)
    valid_until = form_fields.DateField(label=_("Valid until"), required=False)
    issuer: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Who issues the certificates"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("the implementer of the programme"),
    )
    certificate_share = form_fields.CountField(
        label=_("Share of the hours needed for a certificate, %"),
        required=False,
        min_value=1,
        max_value=100,
        initial=DEFAULT_CERTIFICATE_SHARE,
    )
    title_en = form_fields.TitleField(label=_("Title in English"), required=False, max_length=200)
    aims_en = forms.CharField(
        label=_("Aims in English"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programme is not None:
            self.offer_choices(programme)

    def offer_choices(self, programme: Programme) -> None:
        partners = Municipality.objects.filter(partnerships__programme=programme)
        issuers = Organisation.objects.filter(kind__in=[Organisation.Kind.MUNICIPAL, Organisation.Kind.NGO])
        cast("forms.ModelChoiceField[Municipality]", self.fields["approved_by"]).queryset = partners
        cast("forms.ModelChoiceField[Organisation]", self.fields["issuer"]).queryset = issuers

    def clean_certificate_share(self) -> int:
        return self.cleaned_data["certificate_share"] or DEFAULT_CERTIFICATE_SHARE

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        approved_on, valid_until = cleaned.get("approved_on"), cleaned.get("valid_until")
        if approved_on and valid_until and valid_until < approved_on:
            raise ValidationError({"valid_until": _("The approval cannot end before it was given.")})
        if cleaned.get("approval_number") and not approved_on and "approved_on" not in self.errors:
            raise ValidationError({"approved_on": _("Give the day on which the approval was given.")})
        return cleaned

    @staticmethod
    def initial_of(training: TrainingProgramme) -> dict[str, object]:
        plain = [name for name in TrainingForm.base_fields if name not in {"approved_by", "issuer"}]
        return {
            **{name: getattr(training, name) for name in plain},
            "approved_by": training.approved_by_id,
            "issuer": training.issuer_id,
        }


class NewTrainingForm(PlacedForm, TrainingForm):
    def __init__(self, *args: object, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        self.offer_choices(programme)
