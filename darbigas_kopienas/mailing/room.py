"""What the outbox says to the other floors (rooms.py)."""

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

from . import account_changes, own_data
from .erasure import ERASURE
from .folder import LETTERS
from .letters import READY_MADE, LetterKind
from .models import OutgoingMail
from .services import ADDRESSES


def _overdue(user: User, programme_id: int) -> BaseExpression | None:
    if not may(user, Permission.MANAGE_ROLES, Scope(programme_id)):
        return None
    return Subquery(OutgoingMail.objects.overdue().values("due_at")[:1])


def _task(moment: Any) -> Task:
    text = _("E-mails have been waiting to be sent since %(moment)s.")
    note = _("Please tell whoever looks after the portal.")
    return Task(text % {"moment": formats.moment(moment)}, note=str(note))


ROOM = Room(
    name="mailing",
    erasure=ERASURE,
    verbs={
        "mail.queued": _("e-mail queued"),
        "mail.chosen": _("chosen which e-mails are wanted"),
        "mail_wording.set": _("own words of an e-mail written"),
        "mail_wording.removed": _("own words of an e-mail removed"),
        "mail.settled": _("e-mail that did not arrive settled"),
        "mail.bounced": _("e-mail came back"),
    },
    states={
        "waiting": State(_("waiting"), "warning", "half"),
        "sending": State(_("being sent"), "info", "half"),
        "sent": State(_("sent"), "good", "check"),
        "dropped": State(_("not sent"), "bad", "triangle"),
        "failed": State(_("failed"), "bad", "triangle"),
        "bounced": State(_("came back"), "bad", "triangle"),
    },
    letters={
        account_changes.TEMPLATE: LetterKind(_("a change in the account"), account_changes.compose),
        READY_MADE: LetterKind(_("code or link for signing in")),
    },
    counted_tasks={"overdue": CountedTask(TaskList.DUE, 3, _overdue, _task)},
    schedule={
        "mailing.send_due": timedelta(seconds=30),
        "mailing.read_bounces": timedelta(minutes=1),
        "mailing.tidy": timedelta(hours=1),
    },
    own_data=own_data.gather,
    retention=[ADDRESSES, LETTERS],
)
