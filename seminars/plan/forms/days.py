from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.values import clock, form_fields, formats

MOST_HOURS, HALF = 100, Decimal("0.5")


class TimeInput(forms.TimeInput):
    """A text box, as days are: a native one shows 1:00 PM in an English browser."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"})


class HalfHoursField(form_fields.HoursField):
    """Academic hours of a sitting, whole and half: `6`, `1,5`."""

    def read(self, text: str) -> Decimal:
        try:
            hours = formats.parse_hours(text)
        except formats.NotHours:
            hours = Decimal(0)
        if not 0 < hours < MOST_HOURS or hours % HALF:
            raise ValidationError(_("Whole or half academic hours, for example 6 or 1,5."), code="hours")
        return hours


class SessionForm(forms.Form):
    """One sitting: a day and its hours on the wall clock of Latvia, where, and how one joins."""

    day = form_fields.DateField(label=_("Day"))
    starts = forms.TimeField(label=_("From"), widget=TimeInput, help_text=_("For example, 10:00."))
    ends = forms.TimeField(label=_("To"), widget=TimeInput, help_text=_("For example, 15:30."))
    mode = forms.ChoiceField(label=_("How"), choices=Session.Mode.choices, required=False)
    place = form_fields.LineField(label=_("Place"), required=False, max_length=200)
    online_url = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown only to those who have a confirmed seat."),
    )
    hours = HalfHoursField(
        label=_("Academic hours"), required=False, help_text=_("Left empty: as many as fit in (40 minutes each).")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["mode"] = cleaned.get("mode") or Session.Mode.IN_PERSON
        if cleaned["mode"] == Session.Mode.IN_PERSON and cleaned.get("online_url"):
            self.add_error("online_url", _("A day in person has no link. Choose online or hybrid."))
        day, starts, ends = cleaned.get("day"), cleaned.get("starts"), cleaned.get("ends")
        if day and starts and ends:
            cleaned["starts_at"] = self._moment("starts", day, starts)
            cleaned["ends_at"] = self._moment("ends", day, ends)
            if ends <= starts:
                self.add_error("ends", _("The end has to be after the start."))
        return cleaned

    @property
    def session(self) -> dict[str, Any]:
        """Of a valid form: the fields of a session."""
        names = ("starts_at", "ends_at", "place", "mode", "online_url", "hours")
        return {name: self.cleaned_data[name] for name in names}

    def _moment(self, name: str, day: date, hour: time) -> datetime | None:
        """In the hour that summer time skips there is no such moment."""
        moment = clock.moment_on(day, hour)
        if moment is None:
            self.add_error(name, _("There is no such hour on this day: the clock is turned."))
        return moment

    @staticmethod
    def initial_from(session: Session) -> dict[str, object]:
        starts, ends = clock.local(session.starts_at), clock.local(session.ends_at)
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            **{name: getattr(session, name) for name in ("mode", "place", "online_url")},
            "hours": "" if session.hours is None else formats.short_number(session.hours, language="lv"),
        }
