"""Attendances and unique people: two numbers, never one.

Attendances of an activity = people counted without names + registered people seen at one of its sessions at least.
Unique people of a set of activities = different registered people over all of them (by person, be it who reads the
address without having said so, else by address, else each registration) + of each activity the typed estimate of
different people among those counted, or where none was typed the count itself. The second part is an estimate: a head
count cannot recognise who came twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.head_counts.models import Group, HeadCount
from darbigas_kopienas.participation.registration.identity import Identity, identity_of, known_person
from darbigas_kopienas.participation.registration.models import WITH_SEAT, Registration
from darbigas_kopienas.values.figures import TextPair


@dataclass(frozen=True)
class ActivityTurnout:
    """Who came to one activity. `by_group` holds only people counted without names, `people` only the others.

    `registered` is the number of seats taken, seen or not.
    """

    activity_id: int
    by_group: dict[str, int] = field(default_factory=dict)
    named: int = 0
    registered: int = 0
    people: frozenset[Identity] = frozenset()
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
        return self.unique_counted + len(self.people)


@dataclass(frozen=True)
class Turnout:
    """Who came to a set of activities. `unique` counts a registered person once over the whole set."""

    by_activity: dict[int, ActivityTurnout]

    @property
    def by_group(self) -> dict[str, int]:
        """Head counts by group, in the groups' own order; groups without people are left out."""
        sums = {
            group: sum(turnout.by_group.get(group, 0) for turnout in self.by_activity.values())
            for group in Group.values
        }
        return {group: number for group, number in sums.items() if number}

    @property
    def named(self) -> int:
        return sum(turnout.named for turnout in self.by_activity.values())

    @property
    def attendances(self) -> int:
        return sum(turnout.attendances for turnout in self.by_activity.values())

    @property
    def unique(self) -> int:
        people: set[Identity] = set()
        people.update(*(turnout.people for turnout in self.by_activity.values()))
        return len(people) + sum(turnout.unique_counted for turnout in self.by_activity.values())

    def of(self, activity_id: int) -> ActivityTurnout:
        return self.by_activity.get(activity_id, ActivityTurnout(activity_id))

    def only(self, activity_ids: Iterable[int]) -> "Turnout":
        """The same numbers for a part of the activities."""
        return Turnout({pk: self.of(pk) for pk in activity_ids})


def turnout(activities: Iterable[Activity]) -> Turnout:
    """Who came to these activities, in two statements (three for a queryset), however many there are."""
    estimates = {activity.pk: activity.unique_people for activity in activities}
    counted: dict[int, dict[str, int]] = {}
    heads = HeadCount.objects.filter(activity__in=list(estimates))
    for pk, group, number in heads.values_list("activity_id", "group", "count"):
        counted.setdefault(pk, {})[group] = number
    people, registered = _registered(list(estimates))
    return Turnout(
        {
            pk: ActivityTurnout(
                activity_id=pk,
                by_group=counted.get(pk, {}),
                named=len(people.get(pk, [])),
                registered=registered.get(pk, 0),
                people=frozenset(people.get(pk, [])),
                unique_counted=_unique(estimate, counted.get(pk, {})),
            )
            for pk, estimate in estimates.items()
        }
    )


@dataclass(frozen=True)
class Seen:
    """A registered person who was seen at an activity, and where they came from as they registered."""

    activity_id: int
    identity: Identity
    municipality: TextPair | None
    school: TextPair | None


def people_seen(activity_ids: Iterable[int]) -> list[Seen]:
    """Those whom `turnout` counts by name, the latest registration of each last. One statement."""
    was_seen = Exists(Attendance.objects.counting().filter(registration=OuterRef("pk")))
    rows = (
        Registration.objects.filter(was_seen, activity__in=list(activity_ids))
        .active()
        .order_by("created_at", "pk")
        .values_list(
            "pk", "activity_id", known_person(), "email", "anonymous_key", "municipality__name_lv",
            "municipality__name_en", "organisation__name_lv", "organisation__name_en",
        )
    )  # fmt: skip
    return [
        Seen(activity, identity_of(pk, person, email, key), _named(*names[:2]), _named(*names[2:]))
        for pk, activity, person, email, key, *names in rows
    ]


def _named(lv: str | None, en: str | None) -> TextPair | None:
    return TextPair(lv=lv, en=en or "") if lv else None


def attendances(activity: Activity) -> int:
    """People counted without names and registered people seen; nobody is in both."""
    return turnout([activity]).attendances


def _registered(activity_ids: list[int]) -> tuple[dict[int, list[Identity]], dict[int, int]]:
    """By activity: who was seen, and how many registrations stand."""
    people: dict[int, list[Identity]] = {}
    registered: dict[int, int] = {}
    was_seen = Exists(Attendance.objects.counting().filter(registration=OuterRef("pk")))
    registrations = (
        Registration.objects.filter(activity__in=activity_ids).active().order_by().annotate(was_seen=was_seen)
    )
    for pk, activity_id, person_id, email, key, state, seen in registrations.values_list(
        "pk", "activity_id", known_person(), "email", "anonymous_key", "state", "was_seen"
    ):
        if state in WITH_SEAT:
            registered[activity_id] = registered.get(activity_id, 0) + 1
        if seen:
            people.setdefault(activity_id, []).append(identity_of(pk, person_id, email, key))
    return people, registered


def _unique(estimate: int | None, groups: dict[str, int]) -> int:
    """An estimate never exceeds what was counted."""
    total = sum(groups.values())
    return total if estimate is None else min(estimate, total)
