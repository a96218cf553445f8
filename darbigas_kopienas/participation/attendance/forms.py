"""Forms of the day."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.values import form_fields, formats

from .attendance_list import plain_hours

MOST_HOURS = 100


def read_hours(text: str) -> Decimal:
    """`2,5` or `2.5` academic hours. Raises ValidationError."""
    try:
        hours = formats.parse_hours(text)
    except formats.NotHours as slip:
        raise forms.ValidationError(str(slip), code=slip.code) from slip
    if hours >= MOST_HOURS:
        raise forms.ValidationError(_("These are more academic hours than a session can have."), code="hours")
    return hours


class ListForm(forms.Form):
    """The whole list saved at once: only what differs from what its page had shown is wanted.

    So a list that lay open for an hour does not undo what a colleague ticked meanwhile.
    """

    here = forms.Field(required=False, widget=forms.SelectMultiple)
    was = forms.CharField(required=False)
    via = forms.ChoiceField(choices=[("list", ""), ("sheet", "")], required=False)
    everybody = forms.BooleanField(required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.wanted: dict[int, Decimal | None] = {}

    def clean_was(self) -> dict[int, str]:
        try:
            seen = json.loads(self.cleaned_data["was"] or "{}")
            was = {formats.parse_count(pk): str(hours) for pk, hours in seen.items()}
        except (ValueError, AttributeError, RecursionError):
            raise forms.ValidationError(_("This page is out of date. Reload it."), code="was") from None
        return was

    def clean_via(self) -> str:
        return str(self.cleaned_data["via"] or Attendance.Via.LIST)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        here = set(cleaned.get("here") or [])
        for pk, before in (cleaned.get("was") or {}).items():
            after = self._after(pk, before, is_here=str(pk) in here or bool(cleaned.get("everybody")))
            if plain_hours(after) != before:
                self.wanted[pk] = after
        return cleaned

    def _after(self, pk: int, before: str, *, is_here: bool) -> Decimal | None:
        if not is_here:
            return None
        typed = self.data.get(f"hours_{pk}", "").strip()
        try:
            return read_hours(typed or before or plain_hours(self.session.academic_hours))
        except forms.ValidationError as error:
            self.add_error(None, error)
            return None


class TickForm(forms.Form):
    """One tick as the script sends it: how it is to be, and what had been seen before."""

    registration = form_fields.CountField(min_value=1)
    here = forms.BooleanField(required=False)
    hours = forms.CharField(required=False, max_length=10)
    seen = forms.CharField(required=False, max_length=10)
    via = forms.ChoiceField(choices=[("list", ""), ("sheet", "")], required=False)

    def clean_hours(self) -> Decimal | None:
        return read_hours(self.cleaned_data["hours"]) if self.cleaned_data["hours"] else None


class WalkInForm(forms.Form):
    name = form_fields.NameField(
        label=pgettext_lazy("person", "Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    school = form_fields.LineField(
        label=_("School or organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = form_fields.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("For the certificate and the materials."),
    )


class CodeForm(forms.Form):
    """The code on the wall, typed."""

    code = forms.CharField(
        label=_("Code on the wall"),
        max_length=20,
        help_text=_("Six letters and digits, for example K7QX3M."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                                      "class": "short"}),
    )  # fmt: skip


class HereForm(forms.Form):
    email = form_fields.EmailField(
        label=_("E-mail with which you registered"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class PassForm(forms.Form):
    """What a camera read or somebody typed of a participant's own code."""

    code = forms.CharField(
        label=_("The participant’s code"),
        max_length=300,
        help_text=_("Point the reader at the code, or type the letters and digits beside it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
    )


class AssignForm(forms.Form):
    """A photo whose code could not be read is filed by hand."""

    session = form_fields.LabelledChoiceField(Session.objects.none(), label=_("Session"))
    page = form_fields.CountField(label=_("Page of the sheet"), min_value=1, initial=1)
