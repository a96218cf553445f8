"""What the room of guidelines says to floors and roof (rooms.py)."""

from collections.abc import Iterator
from typing import Any

from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.mailing.choices import Topic
from darbigas_kopienas.mailing.letters import LetterKind
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.days_in_use import DaysInUse
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.task_counts import number_of
from darbigas_kopienas.rooms import CountedTask, DraftedForm, Menu, MenuLine, Room, State, Task, TaskList

from . import mails, own_data
from .models import Guideline, Publicity


def _drafts_of_others(user: User, programme_id: int) -> BaseExpression | None:
    """Written by somebody else, with a text to be read."""
    if not may_anywhere(user, Permission.PUBLISH, programme_id):
        return None
    drafts = Guideline.objects.filter(q_in_scopes(user, Permission.PUBLISH)).drafts().not_written_by(user)
    return number_of(drafts.exclude(body_lv=""))


def _draft_task(number: Any) -> Task:
    text = ngettext("%(n)d guideline waits for approval", "%(n)d guidelines wait for approval", number)
    return Task(text % {"n": number}, reverse("guidelines:guideline_list"), _("Read and publish"))


def _days_in_use(programme_id: int) -> Iterator[DaysInUse]:
    publicity = Publicity.objects.filter(programme=programme_id)
    yield from DaysInUse.of(_("publicity"), publicity, "on")


ROOM = Room(
    name="guidelines",
    drafts=[
        DraftedForm("guidelines:guideline_add", _("a guideline")),
        DraftedForm("guidelines:guideline_edit", _("correction of a guideline")),
        DraftedForm("guidelines:publicity_add", _("publicity")),
    ],
    verbs={
        "guideline.written": _("guideline written"),
        "guideline.rewritten": _("guideline rewritten"),
        "guideline.published": _("guideline published"),
        "guideline.archived": _("guideline archived"),
        "publicity.recorded": _("publicity recorded"),
    },
    states={
        "draft": State(_("draft"), "", "ring"),
        "published": State(_("published"), "good", "check"),
        "archived": State(_("archived"), "", "square"),
    },
    menu=[MenuLine(Menu.ROOMS, _("Guidelines"), "guidelines:guideline_list", order=40, icon="book")],
    counted_tasks={"drafts": CountedTask(TaskList.WAITING, 30, _drafts_of_others, _draft_task)},
    letters={mails.PUBLISHED: LetterKind(_("good practice published"), mails.compose, topic=Topic.WORK)},
    record_pages={"guidelines.guideline": "guidelines:guideline_detail"},
    own_data=own_data.gather,
    days_in_use=_days_in_use,
)
