"""What this floor holds about somebody: places with answers, hours, invitations, the calendar's address.

Whom they registered on others' behalf stands here as a number and a day: those people's answers are not theirs.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.calendar_feed.models import CalendarFeed
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import Answer, Registration
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

REGISTRATION = pgettext_lazy("a person's place", "Registration")


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    own = Registration.objects.own(user).select_related("activity").order_by("created_at", "pk")
    yield "registrations", _registrations(own)
    yield "answers", _answers(own)
    yield "attendances", _attendances(own)
    yield "invitations", _invitations(user)
    yield "registered_for_others", _for_others(user)
    feeds = CalendarFeed.objects.own(user)
    title = _("Address of my calendar")
    columns = (Column(_("Made at"), "moment"),)
    yield "calendar", OwnTable(title, ("made_at",), columns, [(feed.made_at,) for feed in feeds])


def _registrations(own: Any) -> OwnTable:
    return OwnTable(
        title=_("Registrations"),
        keys=(
            "number", "activity", "day", "name", "email", "school", "state", "reason", "group", "shows_name",
            "registered_at",
        ),
        columns=(
            Column(pgettext_lazy("of a document", "Number"), "count"), Column(_("Activity")), Column(_("Day"), "date"),
            Column(pgettext_lazy("person", "Name")),
            Column(_("E-mail")), Column(_("School or organisation")), Column(_("State")), Column(_("Reason")),
            Column(_("Group")), Column(_("Others may see the name")), Column(_("Registered at"), "moment"),
        ),
        rows=[
            (registration.pk, str(registration.activity), registration.activity.day, registration.name,
             registration.email, registration.school, registration.get_state_display(), registration.reason,
             registration.get_group_display(), registration.shows_name, registration.created_at)
            for registration in own
        ],
    )  # fmt: skip


def _answers(own: Any) -> OwnTable:
    rows = Answer.objects.filter(registration__in=own).select_related("question").order_by("registration", "pk")
    return OwnTable(
        title=_("Answers"),
        keys=("registration", "question", "answer"),
        columns=(
            Column(REGISTRATION, "count"),
            Column(_("Question")),
            Column(_("Answer")),
        ),
        rows=[(row.registration_id, str(row.question), row.value) for row in rows],
    )


def _attendances(own: Any) -> OwnTable:
    rows = Attendance.objects.filter(registration__in=own).select_related("session").order_by("session__starts_at")
    return OwnTable(
        title=_("Attendance"),
        keys=("registration", "starts_at", "hours", "known_by", "recorded_at"),
        columns=(
            Column(REGISTRATION, "count"), Column(_("Session"), "moment"), Column(_("Academic hours"), "hours"),
            Column(_("How recorded")), Column(_("Recorded at"), "moment"),
        ),
        rows=[
            (row.registration_id, row.session.starts_at, row.hours, row.get_via_display(), row.at) for row in rows
        ],
    )  # fmt: skip


def _invitations(user: User) -> OwnTable:
    rows = at_address(Invitation.objects.select_related("activity"), user.email).order_by("invited_at", "pk")
    return OwnTable(
        title=_("Invitations"),
        keys=("activity", "name", "school", "invited_at", "reminded_at", "declined_at"),
        columns=(
            Column(_("Activity")), Column(pgettext_lazy("person", "Name")), Column(_("School or organisation")),
            Column(_("Invited at"), "moment"), Column(_("Reminded at"), "moment"), Column(_("Declined at"), "moment"),
        ),
        rows=[
            (str(row.activity), row.name, row.school, row.invited_at, row.reminded_at, row.declined_at) for row in rows
        ],
    )  # fmt: skip


def _for_others(user: User) -> OwnTable:
    """Of those who have confirmed it: the others would tell which address was registered before."""
    others = Registration.objects.filter(~Q(person__user=user) | Q(person=None), registered_by=user)
    others = others.exclude(via=Registration.Via.COLLEAGUE, verified_at=None)
    return OwnTable(
        title=_("Registered by me for others"),
        keys=("number", "registered_at"),
        columns=(Column(pgettext_lazy("of a document", "Number"), "count"), Column(_("Registered at"), "moment")),
        rows=list(others.order_by("created_at", "pk").values_list("pk", "created_at")),
    )
