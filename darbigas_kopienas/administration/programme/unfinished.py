"""That a programme is not wholly set up stands in „Mani darbi” of whoever sets it up."""

from functools import reduce
from operator import add
from typing import cast

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.db.models.expressions import BaseExpression, Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.facts.kinds import FactKind, fact_kinds
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import CountedTask, Task, TaskList


def _lacks(kind: FactKind) -> Combinable:
    rows = kind.model._default_manager.filter(programme=OuterRef("pk"))
    return Case(When(Exists(rows), then=Value(0)), default=Value(1), output_field=IntegerField())


def _missing(user: User, programme_id: int) -> BaseExpression | None:
    if not may(user, Permission.WRITE_PROGRAMME, Scope(programme_id)):
        return None
    return cast("BaseExpression", reduce(add, [_lacks(kind) for kind in fact_kinds() if kind.is_needed]))


def _task(number: object) -> Task:
    n = cast("int", number)
    text = ngettext("%(n)d part of the programme is missing", "%(n)d parts of the programme are missing", n)
    return Task(text % {"n": n}, reverse("administration:set_up"), _("Go on setting up"))


UNFINISHED = CountedTask(TaskList.WAITING, 90, _missing, _task)
