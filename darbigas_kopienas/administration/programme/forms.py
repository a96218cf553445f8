from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.proposed_periods import DAYS_UNTIL_DUE, MONTHS
from darbigas_kopienas.values import form_fields

LONGEST_TEXT = 4000


class ParagraphField(forms.CharField):
    """Several lines; a browser ends each in its own way, which is no change of the text."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: object) -> str:
        return "\n".join(str(super().to_python(value) or "").splitlines())


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
    goal_lv = ParagraphField(label=_("Goal in Latvian"), max_length=LONGEST_TEXT)
    goal_en = ParagraphField(label=_("Goal in English"), required=False, max_length=LONGEST_TEXT)
    target_group_lv = ParagraphField(label=_("Target group in Latvian"), required=False, max_length=LONGEST_TEXT)
    target_group_en = ParagraphField(label=_("Target group in English"), required=False, max_length=LONGEST_TEXT)
    credit_lv = ParagraphField(
        label=_("Funder’s standing paragraph in Latvian"), required=False, max_length=LONGEST_TEXT
    )
    credit_en = ParagraphField(
        label=_("Funder’s standing paragraph in English"), required=False, max_length=LONGEST_TEXT
    )

    @classmethod
    def values_of(cls, programme: Programme) -> dict[str, object]:
        return {name: getattr(programme, name) for name in cls.base_fields}


class ProposalForm(forms.Form):
    months = form_fields.CountField(label=_("Months in each period"), min_value=1, max_value=60)
    days_until_due = form_fields.CountField(label=_("Days from its end until the report is due"), max_value=365)

    USUAL = {"months": str(MONTHS), "days_until_due": str(DAYS_UNTIL_DUE)}
