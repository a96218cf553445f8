"""What the room of community events says to floors and roof (rooms.py)."""

from typing import Any

from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, Role, may_anywhere
from darbigas_kopienas.programme.scoping import q_in_scopes
from darbigas_kopienas.programme.task_counts import number_and_first
from darbigas_kopienas.rooms import CountedTask, DraftedForm, MainButton, Menu, MenuLine, Room, Task, TaskList

from .models import CommunityEvent


def _page_of(activity: Activity) -> str | None:
    if activity.kind == Activity.Kind.SEMINAR:
        return None
    pk = CommunityEvent.objects.filter(activity=activity).values_list("pk", flat=True).first()
    return reverse("community_events:event_detail", args=[pk]) if pk else None


def _waiting(user: User, programme_id: int) -> BaseExpression | None:
    if not may_anywhere(user, Permission.PUBLISH, programme_id):
        return None
    seen = CommunityEvent.objects.filter(q_in_scopes(user, Permission.PUBLISH, path="activity__"))
    return number_and_first(seen.waiting_to_be_published(), programme="activity__programme", first="pk")


def _waiting_task(numbers: Any) -> Task:
    text = ngettext("%(n)d event waits to be published", "%(n)d events wait to be published", numbers["n"])
    url = reverse("community_events:event_detail", args=[numbers["at"]])
    return Task(text % {"n": numbers["n"]}, url, _("Look at the event"))


ROOM = Room(
    name="community_events",
    drafts=[
        DraftedForm("community_events:event_add", _("an event"), key="event"),
        DraftedForm("community_events:event_edit", _("correction of an event")),
        DraftedForm("community_events:event_mark_held", _("an event that took place")),
    ],
    verbs={
        "event.logged": _("event logged"),
        "event.edited": _("event corrected"),
    },
    menu=[MenuLine(Menu.ROOMS, _("Events"), "community_events:event_list", order=10, icon="calendar")],
    main_buttons=[
        MainButton(role, Permission.WRITE_ACTIVITY, "community_events:event_add", _("Log an event"), order)
        for role, order in ((Role.COORDINATOR, 20), (Role.PROGRAMME, 80))
    ],
    counted_tasks={"unpublished": CountedTask(TaskList.WAITING, 35, _waiting, _waiting_task)},
    record_pages={"community_events.communityevent": "community_events:event_detail"},
    activity_page=_page_of,
)
