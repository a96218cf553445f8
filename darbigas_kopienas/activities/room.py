"""What the floor of activities says to the others (rooms.py)."""

from collections.abc import Iterator
from datetime import date

from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.merged import Doubles, Reference
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.closings import CutOff
from darbigas_kopienas.programme.days_in_use import DaysInUse
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import DocumentUse, Room, State

from .models import Activity, Session
from .states import State as ActivityState


def _uses_of(document: Document) -> Iterator[DocumentUse]:
    """The activities whose pages show a document, so that a withdrawn photo is found."""
    for activity in document.activities.order_by("pk"):
        url = reverse("activities:activity_detail", args=[activity.pk])
        yield DocumentUse(str(activity), url, was_public=activity.is_public)


def _cut_off(user: User, scope: Scope, kind: str, starts_on: date, ends_on: date) -> Iterator[CutOff]:
    """What was planned for these days and is neither held nor cancelled."""
    if kind != ClosingKind.ACTIVITIES:
        return
    rows = Activity.objects.visible_to(user).in_scope(scope).filter(starts_on__range=(starts_on, ends_on))
    for activity in rows.exclude(state__in=["held", "cancelled"]).in_choices():
        url = reverse("activities:activity_detail", args=[activity.pk])
        yield CutOff(activity.choice_label, url, activity.get_state_display())


def _days_in_use(programme_id: int) -> Iterator[DaysInUse]:
    """Held or still to come, and each sitting: what was cancelled needs no day."""
    activities = Activity.objects.filter(programme=programme_id).exclude(state=ActivityState.CANCELLED)
    days = activities.annotate(used_on=Coalesce("held_on", "starts_on"))
    yield from DaysInUse.of(_("activities"), days, "used_on")
    sessions = Session.objects.filter(activity__in=activities).exclude(state=ActivityState.CANCELLED)
    days_of_sessions = sessions.annotate(first=TruncDate("starts_at"), last=TruncDate("ends_at"))
    yield from DaysInUse.of(_("sessions"), days_of_sessions, "first", "last")


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
    references=[
        Reference("activities.Activity", "organiser", scope=""),
        Reference(
            "activities.Activity_organisations",
            "organisation",
            scope="activity__",
            once=("activity",),
            doubles=Doubles.DROPPED,
        ),
    ],
    cut_off=_cut_off,
    days_in_use=_days_in_use,
)
