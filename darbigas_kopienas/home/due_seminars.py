"""What waits at seminars: an offered seat of one's own; of the organiser's, places, odd check-ins, attendance, papers.

Each is a number with the first activity or seminar that it is about, read inside the one statement of all numbers.
"""

from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import JSONField
from django.db.models.functions import JSONObject
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import State
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.scoping import q_in_scopes
from seminars.models import Certificate, Seminar, TrainingProgramme

Told = dict[str, int]
HELD = {"activity__state": State.HELD}


def told_of(rows: "QuerySet[Any]", programme: str, first: str) -> Subquery:
    """How many, and the first of what they are about: `{"n": 3, "at": 17}`; nothing where there are none."""
    counted = rows.filter(**{programme: OuterRef("pk")}).order_by().values(programme)
    told = counted.annotate(told=JSONObject(n=Count("pk", distinct=True), at=Min(first)))
    return Subquery(told.values("told"), output_field=JSONField())


def wanted_of(user: Any, programme_id: int) -> dict[str, Subquery]:
    """By name; only what this person may do something about."""
    offered = Registration.objects.own(user).filter(state=Registration.State.OFFERED)
    wanted = {"offers": told_of(offered, "activity__programme", "activity")}
    if may_anywhere(user, Permission.MANAGE_REGISTRATIONS, programme_id):
        here = q_in_scopes(user, Permission.MANAGE_REGISTRATIONS, path="activity__")
        asked = Registration.objects.filter(here, state=Registration.State.ASKED)
        wanted["approvals"] = told_of(asked.exclude(activity__state=State.CANCELLED), "activity__programme", "activity")
    if may_anywhere(user, Permission.RECORD_ATTENDANCE, programme_id):
        wanted |= _of_attendance(user)
    if may_anywhere(user, Permission.ISSUE_CERTIFICATE, programme_id):
        wanted["papers"] = told_of(_without_papers(user), "activity__programme", "pk")
    return wanted


def _of_attendance(user: Any) -> dict[str, Subquery]:
    here = q_in_scopes(user, Permission.RECORD_ATTENDANCE, path="registration__activity__")
    odd = Attendance.objects.filter(here, ~Q(oddity=""), settled_by=None)
    came = Registration.objects.filter(activity=OuterRef("activity")).confirmed()
    seen = Attendance.objects.filter(registration__activity=OuterRef("activity"))
    mine = q_in_scopes(user, Permission.RECORD_ATTENDANCE, path="activity__")
    over = Seminar.objects.filter(mine, Exists(came), ~Exists(seen), **HELD)
    return {
        "oddities": told_of(odd, "registration__activity__programme", "registration__activity"),
        "attendance": told_of(over, "activity__programme", "activity"),
    }


def _without_papers(user: Any) -> "QuerySet[Seminar]":
    """Held runs of A programmes, of whose participants somebody was seen and has never had a paper."""
    seen = Attendance.objects.counting().filter(registration=OuterRef("pk"))
    had = Certificate.objects.filter(registration=OuterRef("pk"))
    waits = Registration.objects.standing().filter(Exists(seen), ~Exists(had), activity=OuterRef("activity"))
    here = q_in_scopes(user, Permission.ISSUE_CERTIFICATE, path="activity__")
    kind = {"training_programme__type": TrainingProgramme.Type.A}
    return Seminar.objects.filter(here, Exists(waits), **HELD, **kind)


def words_of(name: str, number: int) -> tuple[str, Any]:
    """What waits and what its button says."""
    if name == "offers":
        text = ngettext("A seat is offered to you: %(n)d seminar", "A seat is offered to you: %(n)d seminars", number)
        return text % {"n": number}, _("Accept the seat")
    if name == "approvals":
        text = ngettext("%(n)d registration waits for approval", "%(n)d registrations wait for approval", number)
        return text % {"n": number}, _("Look at the registrations")
    if name == "oddities":
        text = ngettext("%(n)d odd check-in to be looked at", "%(n)d odd check-ins to be looked at", number)
        return text % {"n": number}, _("Look at the check-ins")
    if name == "attendance":
        text = ngettext(
            "%(n)d seminar was held and has no attendance", "%(n)d seminars were held and have no attendance", number
        )
        return text % {"n": number}, _("Record attendance")
    text = ngettext("Certificates of %(n)d seminar to be issued", "Certificates of %(n)d seminars to be issued", number)
    return text % {"n": number}, _("Issue the certificates")


PAGES = {
    "approvals": "participation:registration_list",
    "oddities": "participation:attendance_grid",
    "attendance": "participation:attendance_grid",
    "papers": "seminars:certificate_list",
}


def page_of(name: str, told: Told) -> str:
    """One's own page for an offer; else that of the first activity or seminar that waits."""
    if name == "offers":
        return reverse("seminars:own_list")
    try:
        return reverse(PAGES[name], args=[told["at"]])
    except NoReverseMatch:  # a portal may run without that page
        return reverse("seminars:seminar_list")
