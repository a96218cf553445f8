"""What the floor of evidence says to the others (rooms.py)."""

from datetime import timedelta
from typing import Any

from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.people.merged import Reference
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.task_counts import number_of
from darbigas_kopienas.rooms import CountedTask, Room, State, Task, TaskList

from . import own_data
from .erasure import ERASURE
from .models import Document
from .retention import UPLOADS


def _photos_without_consent(user: User, programme_id: int) -> BaseExpression | None:
    if not may_anywhere(user, Permission.CLEAR_PHOTO, programme_id):
        return None
    return number_of(Document.objects.filter(q_in_scopes(user, Permission.CLEAR_PHOTO)).awaiting_consent())


def _photos_task(number: Any) -> Task:
    text = ngettext("%(n)d photo waits for consent", "%(n)d photos wait for consent", number)
    return Task(text % {"n": number}, reverse("evidence:photo_list"), _("Check the photos"))


ROOM = Room(
    name="evidence",
    erasure=ERASURE,
    verbs={
        "document.added": _("document added"),
        "document.attached": _("document attached"),
        "document.moved": _("document moved to another municipality"),
        "document.erased": _("document erased"),
        "document.opened_to_funder": _("document opened to the funder"),
        "photo.cleared": _("photo cleared for publishing"),
        "photo.refused": _("photo not to be published"),
    },
    states={
        "staged": State(_("not attached yet"), "", "ring"),
        "stored": State(_("stored"), "good", "check"),
        "erased": State(_("erased"), "", "cross"),
        "unknown": State(_("consent unknown"), "warning", "half"),
        "cleared": State(_("cleared"), "good", "check"),
        "refused": State(_("refused"), "bad", "cross"),
    },
    counted_tasks={"photos": CountedTask(TaskList.WAITING, 40, _photos_without_consent, _photos_task)},
    retention=[UPLOADS],
    own_data=own_data.gather,
    schedule={"evidence.tidy": timedelta(hours=1)},
    # What a paper printed is frozen with it; the foot of pages names the one that is kept.
    references=[Reference("evidence.Logo", "organisation", scope="", is_fact=True)],
)
