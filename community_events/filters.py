"""The list's filters: they live in the address, so a filtered list can be kept and sent."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import State
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.models import Period, Programme

from .choices import WHOLE_PROGRAMME, municipality_choices
from .models import CommunityEvent
from .querysets import CommunityEventQuerySet

SORTS = {
    "day": ("day", "pk"),
    "-day": ("-day", "-pk"),
    "title": ("activity__folded", "pk"),
    "-title": ("-activity__folded", "-pk"),
    "attendances": ("attendances", "-day", "-pk"),
    "-attendances": ("-attendances", "-day", "-pk"),
}


class EventFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
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

    def __init__(
        self, data: Any, *, queryset: CommunityEventQuerySet, request: HttpRequest, programme: Programme
    ) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.periods: dict[str, Period] = {str(period.pk): period for period in programme.periods.all()}
        municipalities = municipality_choices(request.user, programme, Permission.SEE_STAFF)
        if len(municipalities) > 1:
            self.filters["municipality"].extra["choices"] = municipalities
        else:
            del self.filters["municipality"]
        if self.periods:
            self.filters["period"].extra["choices"] = [(pk, period.name) for pk, period in self.periods.items()]
        else:
            del self.filters["period"]

    def filter_words(self, queryset: CommunityEventQuerySet, _name: str, value: str) -> CommunityEventQuerySet:
        return queryset.saying(value)

    def filter_municipality(self, queryset: CommunityEventQuerySet, _name: str, value: str) -> CommunityEventQuerySet:
        chosen = None if value == WHOLE_PROGRAMME else int(value)
        return queryset.filter(activity__municipality=chosen)

    def filter_period(self, queryset: CommunityEventQuerySet, _name: str, value: str) -> CommunityEventQuerySet:
        period = self.periods[value]
        return queryset.day_between(period.starts_on, period.ends_on)

    @property
    def sorted_by(self) -> str:
        wanted = str(self.data.get("sort", ""))
        return wanted if wanted in SORTS else "-day"

    def rows(self) -> CommunityEventQuerySet:
        """The filtered, sorted rows with `day` and `attendances`; a filter that does not exist is left out."""
        rows: CommunityEventQuerySet = self.qs
        return rows.order_by(*SORTS[self.sorted_by])
