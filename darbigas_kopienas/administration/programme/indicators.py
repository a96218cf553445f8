"""What the grant promised publicly, and which figure of the portal measures it."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.administration.codes import code_of, first_free
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Fields, Line, Row, Verbs, Words
from darbigas_kopienas.programme.measures import measure_words
from darbigas_kopienas.programme.models import Component, Indicator
from darbigas_kopienas.values import form_fields, formats

OF_INDICATOR = "raditajs"  # the code of a name that has no Latin letter


class IndicatorForm(FactForm):
    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=200)
    name_en = form_fields.TitleField(label=_("Name in English"), max_length=200)
    target = form_fields.CountField(label=_("Target"))
    is_more_than = forms.BooleanField(label=_("More than this number was promised"), required=False)
    measured_by = forms.ChoiceField(
        label=_("Measured by"),
        help_text=_("The portal counts this for the reports and the front page."),
        widget=form_fields.SearchedSelect,
    )
    component: "forms.ModelChoiceField[Component]" = forms.ModelChoiceField(
        label=_("Component"), queryset=Component.objects.none(), required=False, empty_label=formats.EMPTY
    )

    def offer(self) -> None:
        form_fields.offer_rows(self, "component", self.programme.components.all())
        cast("forms.ChoiceField", self.fields["measured_by"]).choices = [("", _("Choose")), *measure_words()]


def _with_code(_by: Actor, indicator: Row, fields: Fields) -> Fields:
    """The code is made once: reports that were made know the indicator by it."""
    if indicator.pk is not None:
        return fields
    taken = Indicator.objects.filter(programme=indicator.programme_id).values_list("code", flat=True)
    code = first_free(code_of(fields["name_lv"]) or OF_INDICATOR, set(taken))
    return {**fields, "code": code}


def _target(indicator: Indicator) -> str:
    number = formats.number(indicator.target)
    return f">{formats.NBSP}{number}" if indicator.is_more_than else number


def _line(indicator: Indicator) -> Line:
    notes = [_target(indicator), str(indicator.get_measured_by_display())]
    return Line(str(indicator), notes + ([str(indicator.component)] if indicator.component else []))


INDICATORS = FactKind(
    room="administration",
    name="indicator",
    path=_("indicators/"),
    model=Indicator,
    form=IndicatorForm,
    words=Words(
        plural=_("Indicators"),
        lead=_("What the grant promised publicly, and what it is measured by."),
        add=_("Add an indicator"),
        edit=_("Edit the indicator"),
        remove=_("Remove the indicator"),
    ),
    verbs=Verbs("indicator.added", "indicator.edited", "indicator.removed"),
    line=_line,
    order=50,
    related=("component",),
    prepare=_with_code,
)
