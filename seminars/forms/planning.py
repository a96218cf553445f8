"""Planning a seminar, its days, what came of it."""

from datetime import UTC, date, datetime, time
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import clock, form_fields
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.models import Group
from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Programme
from seminars.models import Seminar, TrainingProgramme

LATEST_SEATS = 2000


class TimeInput(forms.TimeInput):
    """A text box, as days are: a native one shows 1:00 PM in an English browser."""

    input_type = "text"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"})


class SessionForm(forms.Form):
    """One sitting: a day and its hours on the wall clock of Latvia."""

    day = form_fields.DateField(label=_("Day"))
    starts = forms.TimeField(label=_("From"), widget=TimeInput, help_text=_("For example, 10:00."))
    ends = forms.TimeField(label=_("To"), widget=TimeInput, help_text=_("For example, 15:30."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, starts, ends = cleaned.get("day"), cleaned.get("starts"), cleaned.get("ends")
        if day and starts and ends:
            cleaned["starts_at"] = self._moment("starts", day, starts)
            cleaned["ends_at"] = self._moment("ends", day, ends)
            if ends <= starts:
                self.add_error("ends", _("The end has to be after the start."))
        return cleaned

    def _moment(self, name: str, day: date, hour: time) -> datetime:
        """In the hour that summer time skips there is no such moment."""
        moment = datetime.combine(day, hour, clock.RIGA)
        if clock.local(moment.astimezone(UTC)).time() != hour:
            self.add_error(name, _("There is no such hour on this day: the clock is turned."))
        return moment

    @staticmethod
    def initial_from(session: Session) -> dict[str, Any]:
        starts, ends = clock.local(session.starts_at), clock.local(session.ends_at)
        return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


class SeminarForm(forms.Form):
    """What is told about a seminar."""

    title_lv = forms.CharField(label=_("Title"), max_length=200)
    place = forms.CharField(label=_("Place"), max_length=200)
    audience_group = forms.ChoiceField(label=_("For whom"), choices=Seminar.Audience.choices)
    description_lv = forms.CharField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact_email = forms.EmailField(
        label=_("Contact e-mail"), help_text=_("Shown to everybody: questions and registrations go there.")
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
    trainers = forms.CharField(label=_("Trainers"), required=False, max_length=200)
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

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
            **{name: getattr(seminar, name) for name in ("capacity", "registration_until", "contact_email")},
            "training_programme": seminar.training_programme_id,
            "is_published": seminar.is_published,
        }


class NewSeminarForm(PlacedForm, SessionForm, SeminarForm):
    """A seminar with its first day. The order of the fields is that of telling: what, when, where, for whom."""

    field_order = ("title_lv", "day", "starts", "ends", "place", "where", "audience_group", "description_lv")

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
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("The report tells it."))
