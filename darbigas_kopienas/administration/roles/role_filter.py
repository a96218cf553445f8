"""Who has which role, narrowed by municipality, role and state."""

from typing import ClassVar

import django_filters
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.memberships import Membership, MembershipQuerySet
from darbigas_kopienas.values import clock

ENDED, ALL = "ended", "all"


def with_second_factor(roles: MembershipQuerySet) -> MembershipQuerySet:
    """Each with whether its person has one (`has_second_factor`). Recovery codes alone are none, as at signing in."""
    factors = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return roles.annotate(has_second_factor=Exists(factors))


class RoleFilter(ListFilter):
    """Without a state: those that hold today, or will."""

    sorts: ClassVar = {"-since": ("-given_at", "-pk"), "since": ("given_at", "pk")}
    default_sort = "-since"

    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), field_name="municipality__code", empty_label=_("All")
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        empty_label=pgettext_lazy("roles", "Now"),
        choices=[(ENDED, pgettext_lazy("roles", "Ended")), (ALL, pgettext_lazy("roles", "All"))],
    )

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict, *, queryset: MembershipQuerySet, request: HttpRequest, partners: list[tuple[str, str]]
    ) -> None:
        super().__init__(data, queryset=queryset, request=request)
        self.offer("municipality", partners, least=2)

    def filter_queryset(self, queryset: MembershipQuerySet) -> MembershipQuerySet:
        rows: MembershipQuerySet = super().filter_queryset(queryset)
        return rows if self.chosen("state") else rows.not_over_on(clock.today())

    def filter_state(self, queryset: MembershipQuerySet, _name: str, value: str) -> MembershipQuerySet:
        return queryset.over_on(clock.today()) if value == ENDED else queryset
