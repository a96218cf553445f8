"""The register of people, narrowed by words, municipality and how the person came into it."""

from typing import ClassVar

import django_filters
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.people.models import PersonQuerySet as People

UNKNOWN = "none"
ACCOUNT, GUEST, ENTERED = "account", "guest", "entered"
HOW = {ACCOUNT: _("has an account"), GUEST: _("came as a guest"), ENTERED: _("entered by a colleague")}


class PersonFilter(ListFilter):
    sorts: ClassVar = {
        "name": ("sort_key", "pk"),
        "-name": ("-sort_key", "-pk"),
        "school": ("organisation__sort_key", "sort_key", "pk"),
        "-school": ("-organisation__sort_key", "-sort_key", "-pk"),
        "activities": ("activities", "sort_key", "pk"),
        "-activities": ("-activities", "sort_key", "pk"),
        "last": ("last_on", "sort_key", "pk"),
        "-last": ("-last_on", "sort_key", "pk"),
    }
    default_sort = "name"

    q = django_filters.CharFilter(label=_("Name, e-mail or school"), method="filter_words")
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality of the school"), method="filter_municipality", empty_label=_("All")
    )
    how = django_filters.ChoiceFilter(
        label=_("How they came here"),
        method="filter_how",
        empty_label=_("All"),
        choices=list(HOW.items()),
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict,
        *,
        queryset: People,
        request: HttpRequest,
        municipalities: list[tuple[str, str]],
        own: set[int],
    ) -> None:
        """`own` are the municipalities whose register the reader sees."""
        self.own = own
        super().__init__(data, queryset=queryset, request=request)
        self.offer("municipality", [*municipalities, (UNKNOWN, _("not known"))], least=3)

    def filter_words(self, queryset: People, _name: str, value: str) -> People:
        return queryset.about(value)

    def filter_municipality(self, queryset: People, _name: str, value: str) -> People:
        at = {"organisation__municipality": None} if value == UNKNOWN else {"organisation__municipality__code": value}
        return queryset.filter(**at)

    def filter_how(self, queryset: People, _name: str, value: str) -> People:
        if value == ACCOUNT:
            return queryset.filter(user__isnull=False)
        is_entered = Q(entered_for__in=self.own)
        return queryset.filter(is_entered if value == ENTERED else ~is_entered, user__isnull=True)


def how_of(person: Person, own: set[int]) -> str:
    """As the filter has it. In whose register somebody stands elsewhere is not told."""
    if person.user_id is not None:
        return ACCOUNT
    return ENTERED if person.entered_for_id in own else GUEST
