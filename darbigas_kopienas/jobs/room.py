"""What the floor of jobs says to the others (rooms.py)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Room, State

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
    schedule={"jobs.sweep": timedelta(seconds=30)},
)
