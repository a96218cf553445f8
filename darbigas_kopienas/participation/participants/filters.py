"""The list of those registered: its filters live in the address, so a filtered list can be kept and sent."""

from collections.abc import Callable
from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.head_counts.models import Group
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock

SORTS = {
    "name": ("sort_key", "pk"),
    "-name": ("-sort_key", "-pk"),
    "school": ("school", "sort_key", "pk"),
    "-school": ("-school", "-sort_key", "-pk"),
    "state": ("state", "waiting_no", "sort_key", "pk"),
    "-state": ("-state", "waiting_no", "sort_key", "pk"),
    "at": ("created_at", "pk"),
    "-at": ("-created_at", "-pk"),
}
ACTIVE = "standing"


class RegistrationFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    q = django_filters.CharFilter(label=_("Name, e-mail or school"), method="filter_words")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), method="filter_municipality", empty_label=pgettext_lazy("feminine", "All")
    )
    group = django_filters.ChoiceFilter(
        label=_("Group"), choices=Group.choices, empty_label=pgettext_lazy("feminine", "All")
    )
    mark = django_filters.ChoiceFilter(label=_("Only those who"), method="filter_mark", empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        choices=[(ACTIVE, ""), *Registration.State.choices], method="filter_state", widget=forms.HiddenInput
    )
    sort = django_filters.ChoiceFilter(
        choices=[(name, name) for name in SORTS], method="leave", widget=forms.HiddenInput
    )  # fmt: skip

    class Meta:
        model = Registration
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: object, *, queryset: RegistrationQuerySet, request: HttpRequest, activity: Activity
    ) -> None:
        self.activity, self.marks = activity, marks_of(activity)
        super().__init__(data, queryset=queryset, request=request)
        used = Municipality.objects.filter(pk__in=queryset.order_by().values("municipality"))
        choices = [(str(name.pk), str(name)) for name in used]
        if choices:
            self.filters["municipality"].extra["choices"] = [*choices, ("none", _("not known"))]
        else:
            del self.filters["municipality"]

        self.filters["mark"].extra["choices"] = [(key, mark.label) for key, mark in self.marks.items()]

    def leave(self, queryset: RegistrationQuerySet, _name: str, _value: str) -> RegistrationQuerySet:
        return queryset

    def filter_words(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return queryset.about(value)

    def filter_municipality(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return queryset.filter(Q(municipality__isnull=True) if value == "none" else Q(municipality=int(value)))

    def filter_mark(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return self.marks[value].narrow(queryset, self.activity)

    def filter_state(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return queryset.active() if value == ACTIVE else queryset.filter(state=value)

    def chosen(self, name: str) -> str:
        """What the address says; nothing where it says what does not exist."""
        return str(self.form.cleaned_data.get(name) or "") if self.form.is_valid() else ""

    def rows(self) -> RegistrationQuerySet:
        """The filtered, sorted rows; a filter that does not exist is left out."""
        order = SORTS[self.chosen("sort") or "name"]
        rows: RegistrationQuerySet = self.qs
        return rows.order_by(
            *(F(name[1:]).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True) for name in order)
        )


def has_begun(activity: Activity) -> bool:
    """Before its first day everybody would be absent."""
    return activity.starts_on <= clock.today()


@dataclass(frozen=True)
class Mark:
    """What else those in the list are told apart by; rooms add theirs, since the floor knows no certificates.

    `narrow` leaves those of this activity who bear it; it is offered where `applies` says so.
    """

    label: str | Promise
    narrow: Callable[[RegistrationQuerySet, Activity], RegistrationQuerySet]
    applies: Callable[[Activity], bool]


def marks_of(activity: Activity) -> dict[str, Mark]:
    marks = {key: mark for room in registered() for key, mark in room.participant_filters.items()}
    return {key: mark for key, mark in marks.items() if mark.applies(activity)}


CLASH = Mark(_("have another place in the same hours"), RegistrationQuerySet.clashing_with, lambda _activity: True)
ABSENT = Mark(_("were at no session, though confirmed"), lambda rows, _activity: rows.absent(), has_begun)
