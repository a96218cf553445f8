"""The list's filters: they live in the address, so a filtered list can be kept and sent."""

from typing import Any, ClassVar

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.states import State
from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.choices import municipality_choices, municipality_chosen
from darbigas_kopienas.programme.models import Period, Programme

from .models import CommunityEvent
from .querysets import CommunityEventQuerySet


class EventFilter(ListFilter):
    sorts: ClassVar = {
        "day": ("day", "pk"),
        "-day": ("-day", "-pk"),
        "title": ("activity__sort_key", "pk"),
        "-title": ("-activity__sort_key", "-pk"),
        "attendances": ("attendances", "-day", "-pk"),
        "-attendances": ("-attendances", "-day", "-pk"),
    }
    default_sort = "-day"

    q = django_filters.CharFilter(label=_("Words in the title or place"), method="filter_words")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), method="filter_municipality", empty_label=pgettext_lazy("feminine", "All")
    )
    type = django_filters.ChoiceFilter(label=_("Type"), choices=CommunityEvent.Type.choices, empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"), field_name="activity__state", choices=State.choices, empty_label=_("All")
    )
    period = django_filters.ChoiceFilter(label=_("Period"), method="filter_period", empty_label=_("All"))

    class Meta:
        model = CommunityEvent
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, request: HttpRequest, programme: Programme) -> None:
        super().__init__(data, request=request)
        self.periods: dict[str, Period] = {str(period.pk): period for period in programme.periods.all()}
        places = municipality_choices(request.user, Permission.SEE_STAFF, programme)
        self.offer("municipality", places, least=2)
        self.offer("period", [(pk, period.name) for pk, period in self.periods.items()])

    def filter_words(self, queryset: CommunityEventQuerySet, _name: str, value: str) -> CommunityEventQuerySet:
        return queryset.saying(value)

    def filter_municipality(self, queryset: CommunityEventQuerySet, _name: str, value: str) -> CommunityEventQuerySet:
        return queryset.filter(activity__municipality=municipality_chosen(value))

    def filter_period(self, queryset: CommunityEventQuerySet, _name: str, value: str) -> CommunityEventQuerySet:
        period = self.periods[value]
        return queryset.day_between(period.starts_on, period.ends_on)
