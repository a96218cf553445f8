from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.pages.code_form import PrintedCodeField
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.choices import WHOLE_PROGRAMME
from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.values import clock, formats, texts

from . import codes
from .models import Rendering
from .services import Wish

SINCE_START = "programme"


class ReportForm(PlacedForm):
    """What the report is of. Everything is chosen already: what was chosen last, else the period that is due."""

    period = forms.ChoiceField(label=_("Period"))
    language = forms.ChoiceField(label=_("Language of the report"), choices=texts.LANGUAGES)
    format = forms.ChoiceField(
        choices=Rendering.Format.choices, initial=Rendering.Format.PDF, required=False, widget=forms.HiddenInput
    )
    field_order = ("period", "where", "language", "format")

    def __init__(
        self, *args: object, user: User, programme: Programme, remembered: dict[str, str], **kwargs: object
    ) -> None:
        periods = list(programme.periods.all())
        initial = {"period": _due(periods), "where": WHOLE_PROGRAMME, "language": user.language} | remembered
        super().__init__(
            *args, user=user, programme=programme, permission=Permission.MAKE_REPORT, initial=initial, **kwargs
        )
        self.programme = programme
        self.periods = {str(period.pk): period for period in periods}
        whole = (SINCE_START, str(_("the whole programme until today")))
        named = [
            (key, f"{period.name}: {formats.period(period.starts_on, period.ends_on)}")
            for key, period in self.periods.items()
        ]
        cast("forms.ChoiceField", self.fields["period"]).choices = [*reversed(named), whole]

    @property
    def wish(self) -> Wish:
        """Of a valid form."""
        data, period = self.cleaned_data, self.periods.get(self.cleaned_data["period"])
        today = min(clock.today(), self.programme.ends_on)
        return Wish(
            scope=self.scope,
            starts_on=period.starts_on if period else self.programme.starts_on,
            ends_on=period.ends_on if period else max(today, self.programme.starts_on),
            language=data["language"],
            format=data["format"] or Rendering.Format.PDF,
        )

    @property
    def to_remember(self) -> dict[str, str]:
        """Of a valid form: what the next one starts with."""
        return {name: self.cleaned_data[name] for name in ("period", "where", "language") if name in self.cleaned_data}


class FileForm(forms.Form):
    """Another file of a report."""

    language = forms.ChoiceField(choices=texts.LANGUAGES)
    format = forms.ChoiceField(choices=Rendering.Format.choices)


class CodeForm(forms.Form):
    """The code printed on a report's last page."""

    code = PrintedCodeField(
        label=_("Report code"),
        length=codes.LENGTH,
        length_before=codes.LENGTH_BEFORE,
        help_text=_("On the last page of the report, for example 7K2M-9QXR-4T6W-1B8D-5HNC-0YVE-3S."),
    )


def _due(periods: list[Period]) -> str:
    """The last period that has ended, else the first: reports are made of what is over."""
    today = clock.today()
    ended = [period for period in periods if period.ends_on < today]
    chosen = ended[-1] if ended else next(iter(periods), None)
    return str(chosen.pk) if chosen else SINCE_START
