"""What the coordinator types on a phone. At most six fields are touched; the rest is filled in or folded away."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.forms import UploadsMixin
from darbigas_kopienas.evidence.models import Consent
from darbigas_kopienas.participation.models import Group
from darbigas_kopienas.programme.choices import scope_chosen
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.form_fields import CountField, DateField, LineField, TitleField

from .models import CommunityEvent

FIRST_GROUPS = (Group.CHILDREN, Group.PARENTS, Group.TEACHERS)
MOST = 99_999

# Which input a refusal of the services belongs to, by its code; all others stand above the form.
FIELD_OF_CODE = {
    "period_closed": "held_on",
    "outside_programme": "held_on",
    "future": "held_on",
    "reason": "reason",
    "component": "component",
}


class ConsentInput(forms.RadioSelect):
    """Where nothing was answered, nobody was asked."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or Consent.UNKNOWN


class ServiceForm(forms.Form):
    """A form whose refusals by the services stand at their field."""

    field_of_code = FIELD_OF_CODE


class CountsForm(ServiceForm):
    """How many of each group came, whose names were not taken."""

    unique_people = CountField(
        label=_("Unique participants among them"),
        help_text=_("Only if some were counted more than once. Your own estimate."),
        required=False,
        max_value=MOST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[f"count_{group.value}"] = CountField(label=group.label, required=False, max_value=MOST)

    def first_groups(self) -> list[BoundField]:
        return self._counts(FIRST_GROUPS)

    def other_groups(self) -> list[BoundField]:
        return self._counts(group for group in Group if group not in FIRST_GROUPS)

    def has_other_groups(self) -> bool:
        """Something is typed or wrong among the folded groups, so they stand open."""
        return any(field.value() or field.errors for field in self.other_groups())

    def _counts(self, groups: Iterable[Group]) -> list[BoundField]:
        return [self[f"count_{group.value}"] for group in groups]

    @property
    def counts(self) -> dict[str, int]:
        return {group.value: self.cleaned_data.get(f"count_{group.value}") or 0 for group in Group}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        unique = cleaned.get("unique_people")
        if unique is not None and unique > sum(self.counts.values()):
            self.add_error("unique_people", _("There cannot be more unique participants than were counted."))
        return cleaned


class PhotosForm(UploadsMixin, CountsForm):
    """Counts and photos, with the answer on publishing."""

    consent = forms.ChoiceField(
        label=_("May the photos be published?"),
        help_text=_("A child’s photo needs a parent’s permission."),
        choices=[(Consent.UNKNOWN, _("Not asked yet")), (Consent.CLEARED, _("Yes")), (Consent.REFUSED, _("No"))],
        initial=Consent.UNKNOWN,
        widget=ConsentInput,
    )


class EventForm(PhotosForm):
    """The log itself. A day still to come plans the event; then nobody has been counted yet."""

    form_key = "event"

    title = TitleField(label=_("Title"), max_length=200, error_messages={"required": _("Write the title.")})
    held_on = DateField(label=_("Day"), error_messages={"required": _("Write the day.")})
    place = LineField(label=_("Place"), max_length=200, error_messages={"required": _("Write the place.")})
    type = forms.ChoiceField(label=_("Type"), choices=CommunityEvent.Type.choices)
    municipality = forms.ChoiceField(label=_("Municipality"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For colleagues."),
    )
    component = forms.ModelChoiceField(
        Component.objects.none(), label=_("Component"), required=False, empty_label=_("By the type of event")
    )
    title_en = TitleField(label=_("Title in English"), required=False, max_length=200)
    description = forms.CharField(
        label=_("Description for the public page"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
    )

    field_order = ("title", "held_on", "place", "type", "municipality")

    def __init__(
        self, *args: object, programme: Programme, municipalities: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        components = Component.objects.filter(programme=programme)
        self.fields["component"].queryset = components  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(municipalities) > 1:
            self.fields["municipality"].choices = municipalities  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["municipality"]

    def has_more(self) -> bool:
        """Something is typed or wrong under “More”, so it stands open."""
        more = ("component", "title_en", "description", "unique_people")
        return any(self[name].value() or self[name].errors for name in more)

    @property
    def chosen_scope(self) -> Scope:
        """Where the event goes: what was chosen, else the only municipality there is to choose."""
        chosen = self.cleaned_data.get("municipality")
        return self.scope if chosen is None else scope_chosen(chosen, self.programme)

    @property
    def is_plan(self) -> bool:
        return bool(self.cleaned_data["held_on"] > clock.today())

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("held_on") and self.is_plan and any(self.counts.values()):
            self.add_error("held_on", _("This day has not come yet. To plan the event, leave the numbers empty."))
        return cleaned


class HeldForm(PhotosForm):
    """It took place: the day, who came, photos."""

    held_on = DateField(label=_("Day held"), error_messages={"required": _("Write the day.")})
    field_order = ("held_on",)


class ReasonForm(ServiceForm):
    """Why it is cancelled or moved online; the report tells it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The funder’s report repeats it word for word."),
        error_messages={"required": _("Write the reason.")},
    )


class MistakeForm(ServiceForm):
    """Why it should not have been marked as held."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only the history of the event keeps it."),
        error_messages={"required": _("Write the reason.")},
    )


class PostponeForm(ReasonForm):
    until = DateField(label=_("New day"), required=False)
    field_order = ("until", "reason")
