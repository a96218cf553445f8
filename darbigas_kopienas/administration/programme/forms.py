from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.proposed_periods import DAYS_UNTIL_DUE, MONTHS
from darbigas_kopienas.values import form_fields

LONGEST_TEXT = 4000


def _text(label: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, max_length=LONGEST_TEXT, widget=widget)


class ProgrammeForm(forms.Form):
    """A grant as a whole; its fields are called as the columns that they fill."""

    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), max_length=200)
    number = form_fields.LineField(label=_("Grant number"), required=False, max_length=60)
    starts_on = form_fields.DateField(label=_("First day"))
    starts_known_to = forms.ChoiceField(
        label=_("The first day is known"), choices=Programme.KnownTo.choices, initial=Programme.KnownTo.DAY
    )
    ends_on = form_fields.DateField(label=_("Last day"))
    goal_lv = _text(_("Goal in Latvian"), required=True)
    goal_en = _text(_("Goal in English"))
    target_group_lv = _text(_("Target group in Latvian"))
    target_group_en = _text(_("Target group in English"))
    credit_lv = _text(_("Funder’s standing paragraph in Latvian"))
    credit_en = _text(_("Funder’s standing paragraph in English"))

    @classmethod
    def values_of(cls, programme: Programme) -> dict[str, object]:
        return {name: getattr(programme, name) for name in cls.base_fields}


class ProposalForm(forms.Form):
    months = form_fields.CountField(label=_("Months in each period"), min_value=1, max_value=60)
    days_until_due = form_fields.CountField(label=_("Days from its end until the report is due"), max_value=365)

    USUAL = {"months": str(MONTHS), "days_until_due": str(DAYS_UNTIL_DUE)}
