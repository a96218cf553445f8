"""Attendances and unique people: two numbers, never one.

Attendances of an activity = people counted without names + registered people seen at one of its sessions at least.
Unique people of a set of activities = different registered people over all of them (by person, else by address,
else each registration) + of each activity the typed estimate of different people among those counted, or where none
was typed the count itself. The second part is an estimate: a head count cannot recognise who came twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from darbigas_kopienas.activities.models import Activity

from .models import Group, HeadCount, Registration


@dataclass(frozen=True)
class ActivityTurnout:
    """Who came to one activity. `by_group` holds only people counted without names."""

    activity_id: int
    by_group: dict[str, int] = field(default_factory=dict)
    named: int = 0
    unique_counted: int = 0

    @property
    def counted(self) -> int:
        return sum(self.by_group.values())

    @property
    def attendances(self) -> int:
        return self.counted + self.named

    @property
    def unique(self) -> int:
        """Different people of this one activity; a registered person is one, however many sessions."""
        return self.unique_counted + self.named


@dataclass(frozen=True)
class Turnout:
    """Who came to a set of activities. `unique` counts a registered person once over the whole set."""

    by_activity: dict[int, ActivityTurnout]
    named_unique: int

    @property
    def by_group(self) -> dict[str, int]:
        """Head counts by group, in the groups' own order; groups without people are left out."""
        sums = {group: sum(one.by_group.get(group, 0) for one in self.by_activity.values()) for group in Group.values}
        return {group: number for group, number in sums.items() if number}

    @property
    def named(self) -> int:
        return sum(one.named for one in self.by_activity.values())

    @property
    def attendances(self) -> int:
        return sum(one.attendances for one in self.by_activity.values())

    @property
    def unique(self) -> int:
        return self.named_unique + sum(one.unique_counted for one in self.by_activity.values())

    def of(self, activity_id: int) -> ActivityTurnout:
        return self.by_activity.get(activity_id, ActivityTurnout(activity_id))


def turnout(activities: "QuerySet[Activity] | Iterable[Activity]") -> Turnout:
    """Numbers of these activities in two statements (three for a queryset), however many there are."""
    estimates = {one.pk: one.unique_people for one in activities}
    counted: dict[int, dict[str, int]] = {}
    for pk, group, number in HeadCount.objects.filter(activity__in=list(estimates)).values_list(
        "activity_id", "group", "count"
    ):
        counted.setdefault(pk, {})[group] = number
    seen = Registration.objects.filter(activity__in=list(estimates)).standing().seen()
    people: set[tuple[str, object]] = set()
    named: dict[int, int] = {}
    for pk, activity_id, person_id, email in seen.order_by().values_list("pk", "activity_id", "person_id", "email"):
        named[activity_id] = named.get(activity_id, 0) + 1
        people.add(_identity(pk, person_id, email))
    return Turnout(
        by_activity={
            pk: ActivityTurnout(pk, groups := counted.get(pk, {}), named.get(pk, 0), _unique(estimate, groups))
            for pk, estimate in estimates.items()
        },
        named_unique=len(people),
    )


def attendances(activity: Activity) -> int:
    """People counted without names and registered people seen; nobody is in both."""
    return turnout([activity]).attendances


def registered_counts(activities: Iterable[Activity]) -> dict[int, int]:
    """Standing registrations by activity, in one statement."""
    rows = Registration.objects.filter(activity__in=list(activities)).standing().order_by()
    return dict(rows.values("activity").annotate(number=Count("pk")).values_list("activity", "number"))


def _identity(pk: int, person_id: int | None, email: str) -> tuple[str, object]:
    if person_id is not None:
        return ("person", person_id)
    return ("address", email.lower()) if email else ("registration", pk)


def _unique(estimate: int | None, groups: dict[str, int]) -> int:
    """An estimate never exceeds what was counted."""
    total = sum(groups.values())
    return total if estimate is None else min(estimate, total)
