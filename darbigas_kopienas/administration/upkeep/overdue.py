"""A backup that was not made: said to whoever gives roles, in „Mani darbi”."""

from typing import Any

from django.conf import settings
from django.db.models import Case, DateTimeField, Subquery, Value, When
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import clock, formats

from .models import OVERDUE_AFTER, Backup


def overdue_since() -> BaseExpression:
    """When the last good one was, or the first that failed; nothing while it is not late.

    Nor on a portal that never tried: its jobs and e-mails say soon enough that nobody works there.
    """
    good = Backup.objects.good().order_by("-ended_at").values("ended_at")[:1]
    first = Backup.objects.order_by("ended_at").values("ended_at")[:1]
    last = Coalesce(Subquery(good), Subquery(first), output_field=DateTimeField())
    return Case(When(LessThan(last, Value(clock.now() - OVERDUE_AFTER)), then=last))


def _for(user: User, programme_id: int) -> BaseExpression | None:
    if not settings.BACKUP_GENERATIONS or not may(user, Permission.MANAGE_ROLES, Scope(programme_id)):
        return None
    return overdue_since()


def _task(moment: Any) -> Task:
    text = _("The portal has not been backed up since %(moment)s.") % {"moment": formats.moment(moment)}
    note = _("Please tell whoever looks after the portal: what has been entered since then could be lost.")
    return Task(str(text), url=reverse("administration:state"), action=_("Look at the state"), note=str(note))


OVERDUE_BACKUP = CountedTask(TaskList.DUE, 3, _for, _task)
