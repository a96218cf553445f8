"""Invitations that nobody answered in their seven days stand in „Mani darbi” of whoever may send them again."""

from typing import cast

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import clock

from .models import RoleInvitation


def _silent(user: User, programme_id: int) -> BaseExpression | None:
    if not may_anywhere(user, Permission.INVITE, programme_id):
        return None
    rows = RoleInvitation.objects.to_manage_by(user).silent_at(clock.now()).filter(programme=OuterRef("pk"))
    counted = rows.order_by().values("programme").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def _task(number: object) -> Task:
    n = cast("int", number)
    text = ngettext(
        "%(n)d invitation to a role was not answered in time",
        "%(n)d invitations to a role were not answered in time",
        n,
    )
    return Task(text % {"n": n}, reverse("administration:role_list"), _("Look at the roles"))


SILENT = CountedTask(TaskList.WAITING, 80, _silent, _task)
