from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.values import clock, form_fields, formats, texts

USUAL = timedelta(days=14)


class ReportsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # of reports
    """Each shown by its period, its municipality and the end of its code."""

    def label_from_instance(self, obj: Report) -> str:
        where = str(obj.municipality) if obj.municipality else str(_("all municipalities"))
        return f"{formats.period(obj.starts_on, obj.ends_on)}, {where} ({obj.spaced_code})"


class SharedLinkForm(forms.Form):
    """Its fields are called as the keywords of the service."""

    for_whom = form_fields.TitleField(
        label=pgettext_lazy("link", "For whom"),
        max_length=200,
        help_text=_("An institution or office, for example “State Audit Office”."),
    )
    reports = ReportsField(
        queryset=Report.objects.none(),
        label=_("Reports"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark none, and the link shows all submitted reports, also those submitted later."),
    )
    shows_documents = forms.BooleanField(
        label=_("Also the receipts and agreements that the reports cite"),
        required=False,
        help_text=_("Pay sheets and attendance sheets are never shown: there are people’s names in them."),
    )
    last_on = form_fields.DateField(
        label=_("Last day"), help_text=_("At most 90 days, today included. For example, 23.11.2026.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=texts.LANGUAGES)

    def __init__(self, *args: Any, user: Reader, programme: Programme, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_on": clock.today() + USUAL, "language": "lv"})
        super().__init__(*args, **kwargs)
        submitted = Report.objects.visible_to(user).filter(programme=programme, state=Report.State.SUBMITTED)
        offered: Any = self.fields["reports"]
        offered.queryset = submitted.for_lists()
        if not submitted.exists():
            del self.fields["reports"]
