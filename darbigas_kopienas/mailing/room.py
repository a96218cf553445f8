"""What the outbox says to the other floors (rooms.py)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Room, State

from . import account_changes, own_data
from .erasure import ERASURE
from .folder import LETTERS
from .letters import READY_MADE, LetterKind
from .lost_mail import LATE, NOT_ARRIVED
from .services import ADDRESSES

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
    counted_tasks={"late": LATE, "not_arrived": NOT_ARRIVED},
    schedule={
        "mailing.send_due": timedelta(seconds=30),
        "mailing.read_bounces": timedelta(minutes=1),
        "mailing.tidy": timedelta(hours=1),
    },
    own_data=own_data.gather,
    retention=[ADDRESSES, LETTERS],
)
