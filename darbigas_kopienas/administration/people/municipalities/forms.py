"""A municipality's own data."""

import re
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.values import form_fields


class MunicipalityForm(forms.Form):
    """Its fields are called as the keywords of the service."""

    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=120)
    name_en = form_fields.TitleField(label=_("Name in English"), max_length=120)
    locative_lv = form_fields.TitleField(
        label=_("Where, in Latvian"), max_length=120, help_text=_("The answer to the question “where?”.")
    )
    iso = form_fields.LineField(
        label="ISO 3166-2",
        required=False,
        max_length=10,
        validators=[RegexValidator(re.compile(r"^[A-Z]{2}-[A-Z0-9]{1,3}\Z"), _("Write it as LV-047."))],
    )
    atvk = form_fields.LineField(
        label="ATVK",
        required=False,
        max_length=7,
        validators=[RegexValidator(re.compile(r"^[0-9]{7}\Z"), _("Write seven digits: 0032000."))],
    )
    valid_from = form_fields.DateField(label=_("Valid from"), required=False)
    valid_to = form_fields.DateField(
        label=_("Valid to"), required=False, help_text=_("The last day of this name and these borders.")
    )
    successors: "forms.ModelMultipleChoiceField[Municipality]" = forms.ModelMultipleChoiceField(
        label=_("Followed by"),
        queryset=Municipality.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If a reform split it or merged it into another."),
    )

    def __init__(self, *args: Any, municipality: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if municipality is not None:
            others = Municipality.objects.exclude(pk=municipality.pk)
            cast("forms.ModelMultipleChoiceField[Municipality]", self.fields["successors"]).queryset = others

    @classmethod
    def initial_of(cls, municipality: Municipality) -> dict[str, object]:
        columns = {name: getattr(municipality, name) for name in cls.base_fields if name != "successors"}
        return {**columns, "successors": [row.pk for row in municipality.successors.all()]}
