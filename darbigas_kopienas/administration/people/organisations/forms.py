"""An organisation's own data: for a party of the grant, and for the register."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.values import form_fields, formats

IS_ANOTHER = _("It is another organisation with a similar name")


class OrganisationForm(forms.Form):
    """Its fields are called as the keywords of the service."""

    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    registration_number = form_fields.LineField(
        label=_("Registration number"),
        required=False,
        max_length=20,
        help_text=_("Eleven digits, without “LV”. It is required before something is signed."),
    )
    address = form_fields.LineField(label=_("Address"), required=False, max_length=200)
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.all(), required=False, empty_label=formats.EMPTY
    )

    @classmethod
    def initial_of(cls, organisation: Organisation) -> dict[str, object]:
        return {name: organisation.serializable_value(name) for name in OrganisationForm.base_fields}


class RegisteredForm(OrganisationForm):
    """Of the register: an institution of one of the municipalities; only a party may be of none."""

    is_another = forms.BooleanField(
        label=IS_ANOTHER, required=False, help_text=_("Tick it where the portal says that this may be another one.")
    )

    def __init__(
        self, *args: Any, places: "QuerySet[Municipality]", is_party: bool = False, may_fund: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        form_fields.offer_rows(self, "municipality", places)
        self.fields["municipality"].required = not is_party
        if not may_fund:
            kinds = [choice for choice in Organisation.Kind.choices if choice[0] != Organisation.Kind.FUNDER]
            cast("forms.ChoiceField", self.fields["kind"]).choices = kinds
        only = list(places[:2])
        if not is_party and len(only) == 1:
            self.initial.setdefault("municipality", only[0].pk)
