"""That letters are late or did not arrive stands in „Mani darbi” of whoever can do something about it."""

from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, DateTimeField, F, JSONField, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Greatest, JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from darbigas_kopienas.programme.task_counts import number_and_first
from darbigas_kopienas.rooms import CountedTask, Task, TaskList
from darbigas_kopienas.values import formats

from .models import OutgoingMail, State
from .services.delivery import PAUSES

if TYPE_CHECKING:
    from django.db.models.expressions import BaseExpression


def _should_have_left() -> Case:
    """When it was due at first: each failed attempt has put its `due_at` off."""
    put_off = [
        When(
            Q(state=State.WAITING, attempts=failed) | Q(state=State.SENDING, attempts=failed + 1),
            then=Greatest(F("created_at"), F("due_at") - Value(timedelta(minutes=minutes))),
        )
        for failed, minutes in enumerate(accumulate(PAUSES), start=1)
    ]
    return Case(*put_off, default=F("due_at"), output_field=DateTimeField())


def _late(user: User, programme_id: int) -> "BaseExpression | None":
    """How many, how many of them the log of the programme lists, and since when the first one waits.

    Letters without a programme are in no list, and said to whoever runs the whole programme.
    """
    seen = Q(q_in_scopes(user, Permission.SEE_MAIL), programme=OuterRef("pk"))
    if may(user, Permission.MANAGE_ROLES, Scope(programme_id)):
        seen |= Q(programme__isnull=True)
    elif not may_anywhere(user, Permission.SEE_MAIL, programme_id):
        return None
    late = OutgoingMail.objects.late().filter(seen).order_by().values(_all=Value(1))
    facts = JSONObject(
        n=Count("pk"), listed=Count("programme"), programme=Max("programme"), since=Min(_should_have_left())
    )
    some = late.annotate(facts=facts, n=Count("pk")).filter(n__gt=0)
    return Subquery(some.values("facts"), output_field=JSONField())


def _late_task(facts: Any) -> Task:
    n, listed = facts["n"], facts["listed"]
    text = ngettext(
        "%(n)d e-mail has been waiting to be sent since %(moment)s",
        "%(n)d e-mails have been waiting to be sent since %(moment)s",
        n,
    )
    text %= {"n": n, "moment": formats.moment(datetime.fromisoformat(facts["since"]))}
    if not listed:
        return Task(text, note=str(_("Please tell whoever looks after the portal.")))
    return Task(text, _log(facts["programme"], "late"), _("See which are late"), note=_unlisted(n - listed))


def _unlisted(n: int) -> str:
    if not n:
        return ""
    text = ngettext(
        "%(n)d of them concerns signing in or an account, and is not in the list.",
        "%(n)d of them concern signing in or an account, and are not in the list.",
        n,
    )
    return text % {"n": n}


def _not_arrived(user: User, programme_id: int) -> "BaseExpression | None":
    if not may_anywhere(user, Permission.SEE_MAIL, programme_id):
        return None
    lost = OutgoingMail.objects.not_arrived().visible_to(user)
    return number_and_first(lost, programme="programme", first="programme")


def _not_arrived_task(facts: Any) -> Task:
    n, programme_id = facts["n"], facts["at"]
    text = ngettext("%(n)d e-mail did not arrive", "%(n)d e-mails did not arrive", n) % {"n": n}
    return Task(text, _log(programme_id, "not_arrived"), _("See which did not arrive"))


def _log(programme_id: int, state: str) -> str:
    """The page stands on the roof, above this floor: led to by its address."""
    return f"{reverse('administration:mail_log', args=[programme_id])}?state={state}"


LATE = CountedTask(TaskList.DUE, 3, _late, _late_task)
NOT_ARRIVED = CountedTask(TaskList.DUE, 5, _not_arrived, _not_arrived_task)
