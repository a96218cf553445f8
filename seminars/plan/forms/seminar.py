from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.programme.forms import PlacedForm
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import form_fields
from seminars.catalogue.models import TrainingProgramme
from seminars.seminar.models import Seminar

from .days import SessionForm
from .more_days import DayButton, MoreDays

LATEST_SEATS = 2000


class SeminarForm(forms.Form):
    """What is told about a seminar."""

    title_lv = form_fields.TitleField(label=_("Title"), max_length=200)
    place = form_fields.LineField(label=_("Place"), max_length=200, required=False)
    audience_group = forms.ChoiceField(label=_("For whom"), choices=Seminar.Audience.choices)
    description_lv = forms.CharField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact_email = form_fields.EmailField(
        label=_("Contact e-mail"), help_text=_("Shown to everybody: questions go there.")
    )
    registration_until = form_fields.DateField(label=_("Registration until"), required=False)
    capacity = form_fields.CountField(label=_("Seats"), required=False, min_value=1, max_value=LATEST_SEATS)
    training_programme = form_fields.LabelledChoiceField(
        label=_("Training programme"), queryset=TrainingProgramme.objects.none(), required=False
    )
    trainers = forms.CharField(  # one a line too, in a cell of a table
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
        label=_("Planned cost, EUR"), required=False, help_text=_("Only colleagues see it. For example, 1000,50.")
    )
    audience_lv = form_fields.LineField(label=_("More about the audience"), required=False, max_length=200)
    title_en = form_fields.TitleField(label=_("Title in English"), required=False, max_length=200)
    description_en = forms.CharField(
        label=_("What it is about, in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    audience_en = form_fields.LineField(label=_("More about the audience, in English"), required=False, max_length=200)
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
    def initial_of(seminar: Seminar) -> dict[str, object]:
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
    """A seminar with its days. The order of the fields is that of telling: what, when, where, for whom."""

    field_order = ("title_lv", "day", "starts", "ends", "mode", "place", "online_url", "where", "audience_group")
    # a first day has the seminar's place

    def __init__(self, data: QueryDict | None = None, *, programme: Programme, **kwargs: Any) -> None:
        super().__init__(data, programme=programme, **kwargs)
        self.offer_trainings(programme)
        self.more_days = MoreDays(data)

    def is_valid(self) -> bool:
        are_days_valid = self.more_days.is_valid() if self.is_bound else True
        return super().is_valid() and are_days_valid

    @property
    def seminar(self) -> dict[str, Any]:
        """Of a valid form: what `plan_seminar` takes beside who plans it and where."""
        fields = {name: value for name, value in self.fields_of_row.items() if name not in {"day", "starts", "ends"}}
        return {**fields, "more_days": self.more_days.sessions}

    def take_up_rows(self, draft: MultiValueDict[str, str]) -> None:
        """The further days of a draft."""
        self.more_days = MoreDays(initial=MoreDays(draft).typed)

    def shown_with_days(self, press: DayButton) -> None:
        """The form as it was typed, unchecked, with one day more or less; nothing else is lost."""
        typed = {name: self[name].data for name in self.fields}
        first = {name: typed[name] for name in SessionForm.base_fields}
        rows = press.applied_to([first, *self.more_days.typed])
        self.is_bound, self.initial = False, {**self.initial, **typed}
        self.more_days = MoreDays(initial=rows[1:])
