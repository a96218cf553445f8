"""The same seminar again."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.values import form_fields, formats
from seminars.plan.models import SeminarTemplate
from seminars.seminar.models import Seminar, SeminarQuerySet

MOST_WEEKS = 20


class DuplicateForm(forms.Form):
    first_day = form_fields.DateField(label=_("First day"))
    is_published = forms.BooleanField(label=_("Show to everybody"), required=False)


class RepeatForm(forms.Form):
    weeks = form_fields.CountField(label=_("How many more weeks"), min_value=1, max_value=MOST_WEEKS)
    is_published = forms.BooleanField(label=_("Show to everybody"), required=False)


class _Drafts(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the stubs alone
    """Each with its days, which tell the same seminar of several weeks apart."""

    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(
            filter(None, [obj.title, formats.short_days(obj.activity.days), formats.unbroken(obj.activity.where)])
        )


class PublishForm(forms.Form):
    """Which of those that only colleagues see are shown to everybody."""

    seminars: _Drafts = _Drafts(
        label=_("Seminars that only colleagues see"),
        queryset=Seminar.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one seminar.")},
    )

    def __init__(self, *args: Any, drafts: SeminarQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_Drafts", self.fields["seminars"]).queryset = drafts


class SaveTemplateForm(forms.Form):
    name = form_fields.TitleField(label=_("Name of the template"), max_length=120)


class UseTemplateForm(DuplicateForm):
    template = form_fields.LabelledChoiceField(label=_("Template"), queryset=SeminarTemplate.objects.none())
    field_order = ("template", "first_day", "is_published")

    def __init__(self, *args: Any, templates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[SeminarTemplate]", self.fields["template"]).queryset = templates
