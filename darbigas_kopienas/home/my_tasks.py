"""Mani darbi: what waits for a person, what came back, what is due, each with the button that does it.

Rooms say what there is to do (rooms.py). The whole page has ten statements for everybody: what only needs a number is
counted in one of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.jobs.models import State as JobState
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import may_anywhere, memberships_of, sites_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.shared_statements import shared
from darbigas_kopienas.rooms import MainButton, Task, TaskList, Text, registered
from darbigas_kopienas.values import clock

MAX_BUTTONS = 3
MAX_JOBS_SHOWN = 5
MAX_JOBS_READ = 40
JOBS_SEEN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class JobLine:
    """Work in the background, and how many more read just like it."""

    job: Job
    more: int


@dataclass
class Due:
    """The page's lists, in the order of urgency."""

    returned: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)
    due: list[Task] = field(default_factory=list)
    jobs: list[JobLine] = field(default_factory=list)
    wants_second_factor: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.returned or self.waiting or self.due or self.jobs)


@dataclass(frozen=True, slots=True)
class Button:
    label: Text
    url: str
    icon: str


def due_of(user: User, programme: Programme) -> Due:
    """One statement for all numbers, one for jobs, and one for each list of rows that the person may see."""
    numbers = _numbers(user, programme)
    jobs: list[Job] = shared("my jobs", user, programme.pk, _jobs_of).objects(user.pk)
    due = Due(
        jobs=_merged(jobs)[:MAX_JOBS_SHOWN],
        wants_second_factor=user.needs_second_factor and not user.has_second_factor,
    )
    tasks = [*_counted(numbers), *_listed(user, programme)]
    for _order, list_name, task in sorted(tasks, key=lambda row: row[0]):
        getattr(due, list_name).append(task)
    return due


def _jobs_of(user: User) -> "QuerySet[Job]":
    rows = Job.objects.visible_to(user).filter(created_at__gte=clock.now() - JOBS_SEEN)
    return rows.exclude(state=JobState.DONE, result={}).select_related("result_document")[:MAX_JOBS_READ]


def _merged(jobs: Iterable[Job]) -> list[JobLine]:
    """Of those that would read alike the latest stands for all."""
    alike: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        alike.setdefault((job.title, job.state), []).append(job)
    return [JobLine(latest, len(earlier)) for latest, *earlier in alike.values()]


def main_buttons(user: User, programme: Programme) -> list[Button]:
    """What this person came for; the first is the primary one."""
    offered = sorted((button for room in registered() for button in room.main_buttons), key=lambda button: button.order)
    buttons = [
        Button(button.label, reverse(button.page), button.icon)
        for button in offered
        if _is_for(button, user, programme)
    ]
    return buttons[:MAX_BUTTONS] or [Button(_("Find a seminar"), reverse("seminars:seminar_list"), "users")]


def _is_for(button: MainButton, user: User, programme: Programme) -> bool:
    roles = {membership.role for membership in memberships_of(user) if membership.programme_id == programme.pk}
    if button.role not in roles:
        return False
    return may_anywhere(user, button.permission, programme.pk) or bool(sites_of(user, button.permission))


def _numbers(user: User, programme: Programme) -> dict[str, object]:
    """By "<room>_<key>", read in one statement over the programme's row."""

    def counted(anybody: User) -> "QuerySet[Programme, object]":
        wanted = {
            f"{room.name}_{key}": expression
            for room in registered()
            for key, counted in room.counted_tasks.items()
            if (expression := counted.value(anybody, programme.pk)) is not None
        }
        return Programme.objects.filter(pk=programme.pk).values(**wanted)

    (numbers,) = shared("my tasks", user, programme.pk, counted).dicts(user.pk)
    return numbers


def _counted(numbers: dict[str, object]) -> Iterator[tuple[int, TaskList, Task]]:
    for room in registered():
        for key, counted in room.counted_tasks.items():
            if number := numbers.get(f"{room.name}_{key}"):
                made = counted.task(number)
                for task in [made] if isinstance(made, Task) else made:
                    yield counted.order, counted.list, task


def _listed(user: User, programme: Programme) -> Iterator[tuple[int, TaskList, Task]]:
    for room in registered():
        for listed in room.listed_tasks:
            for list_name, task in listed.tasks(user, programme):
                yield listed.order, list_name, task
