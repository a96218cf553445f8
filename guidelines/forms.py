"""Forms of the room: a guideline's text and an entry of the publicity register."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.values import clock, form_fields
from darbigas_kopienas.web.components.markdown import LONGEST

from .models import Guideline, Publicity
from .services import WRITABLE

COMPONENT_LABEL = "4"  # support materials: where a guideline usually belongs
# What is refused of a day stands at it.
OF_ITS_DAY = {"outside_programme": "on", "period_closed": "on"}


class GuidelineForm(forms.Form):
    """The text in both languages; the English may come later."""

    title_lv = form_fields.TitleField(label=_("Title"), max_length=200)
    summary_lv = forms.CharField(
        label=_("Summary"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    body_lv = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Markdown: # heading, **bold**, - list, [link](https://…)."),
    )
    authors = form_fields.LineField(label=_("Authors"), required=False, max_length=300)
    component = forms.ModelChoiceField(label=_("Component"), queryset=Component.objects.none(), empty_label=None)
    version = form_fields.LineField(
        label=_("Version"), max_length=20, initial="1.0", widget=forms.TextInput(attrs={"class": "short"})
    )
    licence = form_fields.LineField(
        label=_("Licence"), max_length=60, initial="CC BY 4.0", widget=forms.TextInput(attrs={"class": "medium"})
    )
    title_en = form_fields.TitleField(label=_("Title in English"), required=False, max_length=200)
    summary_en = forms.CharField(
        label=_("Summary in English"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    body_en = forms.CharField(
        label=_("Text in English"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 16})
    )

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programme is not None:
            self.offer_components(programme)

    def offer_components(self, programme: Programme) -> None:
        components = Component.objects.filter(programme=programme)
        cast("forms.ModelChoiceField[Component]", self.fields["component"]).queryset = components


class NewGuidelineForm(PlacedForm, GuidelineForm):
    field_order = ("title_lv", "where", "summary_lv", "body_lv")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        self.offer_components(programme)


class RewriteForm(GuidelineForm):
    is_english_checked = forms.BooleanField(
        label=_("The English says what the Latvian says now"),
        required=False,
        help_text=_("Tick when you have compared the two; the mark “translation out of date” goes away."),
    )

    @staticmethod
    def initial_of(guideline: Guideline) -> dict[str, object]:
        return {name: getattr(guideline, name) for name in WRITABLE}


class PublicityForm(PlacedForm):
    """One time that the programme was made known."""

    field_of_code = OF_ITS_DAY

    title_lv = form_fields.TitleField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Publicity.Kind.choices)
    on = form_fields.DateField(label=_("Day"), initial=clock.today)
    channel = form_fields.LineField(
        label=_("Channel"), required=False, max_length=120, help_text=_("For example, the name of a newspaper or page.")
    )
    url = forms.URLField(label=_("Web address"), required=False, max_length=400, assume_scheme="https")
    audience = form_fields.CountField(
        label=_("People reached"),
        required=False,
        max_value=10_000_000,
        help_text=_("Leave empty where nobody counted."),
    )
    title_en = form_fields.TitleField(label=_("Title in English"), required=False, max_length=200)
    field_order = ("title_lv", "kind", "on", "where", "channel", "url", "audience")
