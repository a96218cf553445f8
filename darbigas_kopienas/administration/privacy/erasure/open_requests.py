"""Requests to be erased stand in „Mani darbi” of whoever answers them, with the nearest last day."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, JSONField, Min, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import CountedTask, Task, TaskList

from .models import ErasureRequest, due_after

if TYPE_CHECKING:
    from django.db.models.expressions import BaseExpression


def _waiting(user: User, programme_id: int) -> "BaseExpression | None":
    if not may(user, Permission.MANAGE_PRIVACY, Scope(programme_id)):
        return None
    rows = ErasureRequest.objects.waiting().in_programmes([programme_id]).order_by()
    numbers = rows.values("state").annotate(numbers=JSONObject(n=Count("pk"), first=Min("asked_at")))
    return Subquery(numbers.values("numbers"), output_field=JSONField())


def _task(numbers: Row) -> Task:
    text = ngettext("%(n)d request to erase data waits", "%(n)d requests to erase data wait", numbers["n"])
    due_on = due_after(datetime.fromisoformat(numbers["first"]))
    return Task(text % {"n": numbers["n"]}, reverse("administration:privacy"), _("Look at the requests"), due_on=due_on)


WAITING = CountedTask(TaskList.DUE, 16, _waiting, _task)
