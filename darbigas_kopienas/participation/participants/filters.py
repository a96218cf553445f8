"""The list of those registered: its filters live in the address, so a filtered list can be kept and sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.participation.head_counts.models import Group
from darbigas_kopienas.participation.participants.totals import municipalities_of
from darbigas_kopienas.participation.registration.models import Registration, RegistrationQuerySet
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock

ACTIVE = "standing"


class RegistrationFilter(ListFilter):
    sorts: ClassVar = {
        "name": ("sort_key", "pk"),
        "-name": ("-sort_key", "-pk"),
        "school": ("school_key", "sort_key", "pk"),
        "-school": ("-school_key", "-sort_key", "-pk"),
        "state": ("state", "waiting_no", "sort_key", "pk"),
        "-state": ("-state", "waiting_no", "sort_key", "pk"),
        "at": ("created_at", "pk"),
        "-at": ("-created_at", "-pk"),
    }
    default_sort = "name"

    q = django_filters.CharFilter(label=_("Name, e-mail or school"), method="filter_words")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), method="filter_municipality", empty_label=pgettext_lazy("feminine", "All")
    )
    group = django_filters.ChoiceFilter(
        label=_("Group"), choices=Group.choices, empty_label=pgettext_lazy("feminine", "All")
    )
    mark = django_filters.ChoiceFilter(label=_("Only those who"), method="filter_mark", empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(ACTIVE, ""), *Registration.State.choices],
        method="filter_state",
        widget=forms.HiddenInput,
    )
    in_tabs: ClassVar = frozenset({"state"})

    class Meta:
        model = Registration
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: object, *, queryset: RegistrationQuerySet, request: HttpRequest, activity: Activity
    ) -> None:
        self.activity, self.marks = activity, marks_of(activity)
        super().__init__(data, queryset=queryset, request=request)
        choices = [(str(name.pk), str(name)) for name in municipalities_of(activity)]
        self.offer("municipality", [*choices, ("none", _("not known"))], least=2)
        self.offer("mark", [(key, mark.label) for key, mark in self.marks.items()])

    def filter_words(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return queryset.about(value)

    def filter_municipality(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return queryset.filter(Q(municipality__isnull=True) if value == "none" else Q(municipality=int(value)))

    def filter_mark(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return self.marks[value].narrow(queryset, self.activity)

    def filter_state(self, queryset: RegistrationQuerySet, _name: str, value: str) -> RegistrationQuerySet:
        return queryset.active() if value == ACTIVE else queryset.filter(state=value)


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
