"""Whether what is erased by itself is erased in time: noted each hour, so that „Mani darbi” need not count."""

from datetime import timedelta

from django.db.models import Subquery
from django.db.models.expressions import BaseExpression
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.jobs.models import LastRun
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.retention import Holding, kinds, numbers_overdue
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import clock

IN_TIME = "retention.in_time"
LATE = timedelta(days=1)  # the tasks run each hour


def late_kinds(holding: Holding | None = None) -> set[str]:
    """Keys of the kinds that are erased by themselves, and of which data are there a day longer than they should be."""
    numbers = numbers_overdue((kind for kind in kinds() if kind.is_automatic), holding=holding, late=LATE)
    return {key for key, number in numbers.items() if number}


def note_lateness() -> None:
    """When nothing was late, for the last time."""
    if not late_kinds():
        LastRun.objects.update_or_create(task=IN_TIME, defaults={"ended_at": clock.now()})


def _late_since(user: User, programme_id: int) -> BaseExpression | None:
    """Nothing on a portal that never looked: its letters and jobs say soon enough that nobody works."""
    if not may(user, Permission.MANAGE_PRIVACY, Scope(programme_id)):
        return None
    late = LastRun.objects.filter(task=IN_TIME, ended_at__lt=clock.now() - LATE)
    return Subquery(late.values("ended_at")[:1])


def _late_task(_moment: object) -> Task:
    note = _("Please tell whoever looks after the portal.")
    return Task(str(_("Personal data are stored for longer than was set: automatic erasing is late.")), note=str(note))


LATE_ERASING = CountedTask(TaskList.DUE, 4, _late_since, _late_task)
