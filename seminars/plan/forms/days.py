from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.values import clock, form_fields, formats

MOST_HOURS, HALF = 100, Decimal("0.5")
MOST_BREAKS = 600


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


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
    starts = form_fields.TimeField(label=_("From"))
    ends = form_fields.TimeField(label=_("To"), help_text=_("For example, 15:30."))
    mode = forms.ChoiceField(label=_("How"), choices=Session.Mode.choices, required=False)
    place = form_fields.LineField(label=_("Place"), required=False, max_length=200)
    online_url = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown only to those who have a confirmed seat."),
    )
    break_minutes = form_fields.CountField(
        label=_("Breaks, minutes in all"),
        required=False,
        max_value=MOST_BREAKS,
        help_text=_("Lunch and other breaks of the agenda; they do not count as academic hours."),
    )
    hours = HalfHoursField(
        label=_("Academic hours"),
        required=False,
        help_text=_("Left empty: as many as fit in beside the breaks (40 minutes each)."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["mode"] = cleaned.get("mode") or Session.Mode.IN_PERSON
        if cleaned["mode"] == Session.Mode.IN_PERSON and cleaned.get("online_url"):
            self.add_error("online_url", _("A day in person has no link. Choose online or hybrid."))
        cleaned["break_minutes"] = cleaned.get("break_minutes") or 0
        day, starts, ends = cleaned.get("day"), cleaned.get("starts"), cleaned.get("ends")
        if day and starts and ends:
            cleaned["starts_at"] = self._moment("starts", day, starts)
            cleaned["ends_at"] = self._moment("ends", day, ends)
            if ends <= starts:
                self.add_error("ends", _("The end has to be after the start."))
            elif _minutes(ends) - _minutes(starts) <= cleaned["break_minutes"]:
                self.add_error("break_minutes", _("The breaks have to be shorter than the day."))
        return cleaned

    @property
    def session(self) -> dict[str, Any]:
        """Of a valid form: the fields of a session."""
        names = ("starts_at", "ends_at", "place", "mode", "online_url", "break_minutes", "hours")
        return {name: self.cleaned_data[name] for name in names}

    def _moment(self, name: str, day: date, hour: time) -> datetime | None:
        """In the hour that summer time skips there is no such moment."""
        moment = clock.moment_on(day, hour)
        if moment is None:
            self.add_error(name, _("There is no such hour on this day: the clocks change."))
        return moment

    @staticmethod
    def initial_from(session: Session) -> dict[str, object]:
        starts, ends = clock.local(session.starts_at), clock.local(session.ends_at)
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            **{name: getattr(session, name) for name in ("mode", "place", "online_url", "hours")},
            "break_minutes": session.break_minutes or "",
        }
