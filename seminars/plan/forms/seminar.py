"""Planning a seminar, its days, what came of it."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.models import Group
from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, form_fields, formats
from seminars.models import Seminar, TrainingProgramme

LATEST_SEATS = 2000


class TimeInput(forms.TimeInput):
    """A text box, as days are: a native one shows 1:00 PM in an English browser."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"})


class HoursField(forms.CharField):
    """Academic hours, whole and half: `6`, `1,5`; Django's own field would take `1e1` and refuse the comma."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=5, widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}), **kwargs
        )

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,2}(\.[05])?", text) or Decimal(text) == 0:
            raise ValidationError(_("Whole or half academic hours, for example 6 or 1,5."), code="hours")
        return Decimal(text)


class SessionForm(forms.Form):
    """One sitting: a day and its hours on the wall clock of Latvia, where, and how one joins."""

    day = form_fields.DateField(label=_("Day"))
    starts = forms.TimeField(label=_("From"), widget=TimeInput, help_text=_("For example, 10:00."))
    ends = forms.TimeField(label=_("To"), widget=TimeInput, help_text=_("For example, 15:30."))
    mode = forms.ChoiceField(label=_("How"), choices=Session.Mode.choices, required=False)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    online_url = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown only to those who have a confirmed seat."),
    )
    hours = HoursField(
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
    def initial_from(session: Session) -> dict[str, Any]:
        starts, ends = clock.local(session.starts_at), clock.local(session.ends_at)
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            **{name: getattr(session, name) for name in ("mode", "place", "online_url")},
            "hours": "" if session.hours is None else formats.number(session.hours.normalize(), language="lv"),
        }


class SeminarForm(forms.Form):
    """What is told about a seminar."""

    title_lv = forms.CharField(label=_("Title"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    audience_group = forms.ChoiceField(label=_("For whom"), choices=Seminar.Audience.choices)
    description_lv = forms.CharField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact_email = form_fields.EmailField(
        label=_("Contact e-mail"), help_text=_("Shown to everybody: questions go there.")
    )
    registration_until = form_fields.DateField(label=_("Registration until"), required=False)
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=LATEST_SEATS,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    training_programme = forms.ModelChoiceField(
        label=_("Training programme"), queryset=TrainingProgramme.objects.none(), required=False
    )
    trainers = forms.CharField(
        label=_("Trainers"), required=False, max_length=200, help_text=_("Names with commas between.")
    )
    agenda_lv = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A line that begins with “- ” becomes a point of a list, one with “## ” a heading."),
    )
    agenda_en = forms.CharField(
        label=_("Agenda in English"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
    planned_cost = form_fields.MoneyField(
        label=_("Planned cost, EUR"), required=False, help_text=_("Only colleagues see it. For example, 1 000,50.")
    )
    audience_lv = forms.CharField(label=_("More about the audience"), required=False, max_length=200)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    description_en = forms.CharField(
        label=_("What it is about, in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    audience_en = forms.CharField(label=_("More about the audience, in English"), required=False, max_length=200)
    is_published = forms.BooleanField(label=_("Show to everybody"), required=False)

    def __init__(self, *args: Any, programme: Programme | None = None, needs_place: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].required = needs_place and self.data.get("mode") != Session.Mode.ONLINE
        if programme is not None:
            self.offer_trainings(programme)

    def offer_trainings(self, programme: Programme) -> None:
        trainings = TrainingProgramme.objects.filter(programme=programme)
        cast("forms.ModelChoiceField[TrainingProgramme]", self.fields["training_programme"]).queryset = trainings

    @staticmethod
    def initial_of(seminar: Seminar) -> dict[str, Any]:
        about = seminar.activity
        return {
            **{
                name: getattr(about, name)
                for name in ("title_lv", "title_en", "place", "description_lv", "description_en")
            },
            **{name: getattr(seminar, name) for name in ("audience_group", "audience_lv", "audience_en", "trainers")},
            **{name: getattr(seminar, name) for name in ("agenda_lv", "agenda_en", "planned_cost")},
            **{name: getattr(seminar, name) for name in ("capacity", "registration_until", "contact_email")},
            "training_programme": seminar.training_programme_id,
            "is_published": seminar.is_published,
        }


class NewSeminarForm(PlacedForm, SessionForm, SeminarForm):
    """A seminar with its first day. The order of the fields is that of telling: what, when, where, for whom."""

    field_order = ("title_lv", "day", "starts", "ends", "mode", "place", "online_url", "where", "audience_group")
    # a first day has the seminar's place

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        self.offer_trainings(programme)


class HoldForm(forms.Form):
    """It happened: the last day, and how many came whose names were not taken."""

    held_on = form_fields.DateField(label=_("Held on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = forms.IntegerField(
                label=group.label.capitalize(),
                required=False,
                min_value=0,
                max_value=9999,
                widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
            )

    @property
    def counts(self) -> dict[str, int]:
        """Of a valid form."""
        return {group.value: self.cleaned_data[group.value] for group in Group if self.cleaned_data[group.value]}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("The report tells it, and so does the letter to participants.")
    )


class PostponeForm(CancelForm):
    until = form_fields.DateField(
        label=_("New first day"), required=False, help_text=_("Left empty: not known yet. For example, 23.11.2026.")
    )
    field_order = ("until", "reason")


class MoveOnlineForm(CancelForm):
    online_url = forms.URLField(
        label=_("Link to join online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown only to those who have a confirmed seat."),
    )
    field_order = ("online_url", "reason")
