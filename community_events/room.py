"""What the room of community events says to floors and roof (rooms.py)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.access import Permission, Role
from darbigas_kopienas.rooms import DraftedForm, MainButton, Menu, MenuLine, Room

from .models import CommunityEvent


def _page_of(activity: Activity) -> str | None:
    if activity.kind == Activity.Kind.SEMINAR:
        return None
    pk = CommunityEvent.objects.filter(activity=activity).values_list("pk", flat=True).first()
    return reverse("community_events:event_detail", args=[pk]) if pk else None


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
    record_pages={"community_events.communityevent": "community_events:event_detail"},
    activity_page=_page_of,
)
