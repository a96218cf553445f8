"""What the floor of jobs says to the others (rooms.py)."""

from datetime import timedelta
from typing import Any

from django.db.models import Subquery
from django.db.models.expressions import BaseExpression
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import CountedTask, Room, State, Task, TaskList
from darbigas_kopienas.values import formats

from . import own_data
from .models import SWEEP, Job, LastRun
from .services import JOBS


def _overdue_sweep(user: User, programme_id: int) -> BaseExpression | None:
    if not may(user, Permission.MANAGE_ROLES, Scope(programme_id)):
        return None
    return Subquery(LastRun.objects.overdue_sweep().values("ended_at")[:1])


def _overdue_job(user: User, programme_id: int) -> BaseExpression | None:
    if not may(user, Permission.MANAGE_ROLES, Scope(programme_id)):
        return None
    return Subquery(Job.objects.overdue().order_by("created_at").values("created_at")[:1])


def _sweep_task(moment: Any) -> Task:
    text = _("The portal has done no work in the background since %(moment)s.")
    note = _("Please tell whoever looks after the portal: reports, reminders and e-mails are waiting.")
    return Task(text % {"moment": formats.moment(moment)}, note=str(note))


def _job_task(moment: Any) -> Task:
    text = _("Work that was asked for on %(moment)s has not begun.")
    note = _("Please tell whoever looks after the portal.")
    return Task(text % {"moment": formats.moment(moment)}, note=str(note))


ROOM = Room(
    name="jobs",
    verbs={
        "job.asked": _("work asked of the portal"),
        "job.done": _("work done"),
        "job.failed": _("work failed"),
    },
    states={
        "waiting": State(_("waiting"), "warning", "half"),
        "running": State(_("running"), "info", "half"),
        "done": State(_("done"), "good", "check"),
        "failed": State(_("failed"), "bad", "triangle"),
    },
    counted_tasks={
        "overdue_sweep": CountedTask(TaskList.DUE, 1, _overdue_sweep, _sweep_task),
        "overdue_job": CountedTask(TaskList.DUE, 2, _overdue_job, _job_task),
    },
    retention=[JOBS],
    own_data=own_data.gather,
    schedule={SWEEP: timedelta(seconds=30), "jobs.tidy": timedelta(hours=1)},
)
