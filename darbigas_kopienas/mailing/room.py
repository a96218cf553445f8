"""What the outbox says to the other floors (rooms.py)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Room, State

from . import account_changes, own_data

ROOM = Room(
    name="mailing",
    verbs={
        "mail.queued": _("letter queued"),
    },
    states={
        "waiting": State(_("waiting"), "warning", "half"),
        "sending": State(_("being sent"), "info", "half"),
        "sent": State(_("sent"), "good", "check"),
        "dropped": State(_("not sent"), "bad", "triangle"),
        "failed": State(_("failed"), "bad", "triangle"),
    },
    letters={account_changes.TEMPLATE: account_changes.compose},
    schedule={"mailing.send_due": timedelta(seconds=30), "mailing.tidy": timedelta(hours=1)},
    own_data=own_data.gather,
)
