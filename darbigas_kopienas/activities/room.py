"""What the floor of activities says to the others (rooms.py)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.rooms import DocumentUse, Room, State


def _uses_of(document: Document) -> Iterator[DocumentUse]:
    """The activities whose pages show a document, so that a withdrawn photo is found."""
    for activity in document.activities.order_by("pk"):
        url = reverse("activities:activity_detail", args=[activity.pk])
        yield DocumentUse(str(activity), url, was_public=activity.is_public)


ROOM = Room(
    name="activities",
    verbs={
        "activity.planned": _("planned"),
        "activity.held": _("marked as held"),
        "activity.postponed": _("postponed"),
        "activity.moved_online": _("moved online"),
        "activity.cancelled": _("cancelled"),
        "activity.set_back": _("set back to planned"),
        "activity.edited": _("corrected"),
        "activity.counted": _("participants counted"),
        "activity.published": _("shown to everybody"),
        "activity.withdrawn": _("hidden from visitors"),
        "session.added": _("session added"),
        "session.moved": _("session moved"),
        "session.edited": _("session corrected"),
        "session.cancelled": _("session cancelled"),
        "session.removed": _("session removed"),
        "cost.stated": _("cost stated"),
        "cost.restated": _("cost stated anew"),
    },
    states={
        "planned": State(_("planned"), "info", "ring"),
        "held": State(_("held"), "good", "check"),
        "postponed": State(_("postponed"), "warning", "arrow"),
        "moved_online": State(_("moved online"), "info", "square"),
        "cancelled": State(_("cancelled"), "bad", "cross"),
        "asked": State(_("asked"), "", "ring"),
        "ordered": State(_("ordered"), "info", "half"),
        "invoiced": State(_("invoiced"), "info", "arrow"),
    },
    record_pages={"activities.activity": "activities:activity_detail"},
    document_uses=_uses_of,
)
