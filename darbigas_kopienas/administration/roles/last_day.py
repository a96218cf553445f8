"""That nobody will give roles in a programme soon stands in „Mani darbi” of whoever still does."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, JSONField, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import clock, formats

from .rules import given_to_confirmed

if TYPE_CHECKING:
    from django.db.models.expressions import BaseExpression

SOON = timedelta(days=30)


def _runs_out(user: User, programme_id: int) -> "BaseExpression | None":
    """The last day on which anybody gives roles in the programme, where that is soon."""
    if not may(user, Permission.MANAGE_ROLES, Scope(programme_id)):
        return None
    today = clock.today()
    givers = given_to_confirmed(Membership.objects.not_over_on(today).with_permission(Permission.MANAGE_ROLES))
    of_programme = givers.filter(programme=OuterRef("pk"), user__is_active=True).order_by().values("programme")
    last = of_programme.annotate(last=Max("ends_on"), endless=Count("pk", filter=Q(ends_on__isnull=True)))
    soon = last.filter(endless=0, last__lte=today + SOON).annotate(said=JSONObject(last=Max("ends_on")))
    return Subquery(soon.values("said"), output_field=JSONField())


def _task(said: Row) -> Task:
    last = date.fromisoformat(said["last"])
    text = _("Nobody gives roles in the programme after %(day)s") % {"day": formats.day(last)}
    return Task(text, reverse("administration:role_list"), gettext_lazy("Look at the roles"), due_on=last)


RUNS_OUT = CountedTask(TaskList.DUE, 15, _runs_out, _task)
