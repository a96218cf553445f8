"""The register of organisations, narrowed by name or number, kind and municipality."""

from typing import ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.values import formats

from .likeness import plain_number


class OrganisationFilter(ListFilter):
    sorts: ClassVar = {
        "name": ("sort_key", "pk"),
        "-name": ("-sort_key", "-pk"),
        "municipality": ("municipality__sort_key", "sort_key", "pk"),
        "-municipality": ("-municipality__sort_key", "-sort_key", "-pk"),
        "people": ("people_number", "sort_key", "pk"),
        "-people": ("-people_number", "sort_key", "pk"),
    }
    default_sort = "name"

    q = django_filters.CharFilter(label=_("Name or registration number"), method="filter_words")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind.choices, empty_label=_("All"))
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), field_name="municipality__code", empty_label=_("All")
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict,
        *,
        queryset: "QuerySet[Organisation]",
        request: HttpRequest,
        municipalities: "QuerySet[Municipality]",
    ) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.offer("municipality", [(place.code, place.name) for place in municipalities], least=2)

    def filter_words(self, queryset: "QuerySet[Organisation]", _name: str, value: str) -> "QuerySet[Organisation]":
        named, number = Q(), plain_number(value)
        for word in formats.words_of(value):
            named &= Q(folded__contains=word)
        return queryset.filter(named | Q(registration_number__startswith=number) if number.isdecimal() else named)
