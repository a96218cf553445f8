"""The staff side of one seminar: its pages in the order in which a coordinator needs them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Reader
from seminars.seminar.models import Seminar


@dataclass(frozen=True, slots=True)
class Tab:
    """`of` says whose id the address takes: the seminar's or its activity's; `needs` who is shown it."""

    label: str | Promise
    url_name: str
    of: str = "seminar"
    needs: Permission = Permission.SEE_STAFF


TABS = [
    Tab(pgettext_lazy("tab", "Overview"), "seminars:seminar_detail"),
    Tab(_("Participants"), "participation:registration_list", "activity", Permission.SEE_REGISTRATIONS),
    Tab(_("Attendance"), "participation:attendance_grid", "activity", Permission.SEE_REGISTRATIONS),
    Tab(_("Certificates"), "seminars:certificate_list", needs=Permission.ISSUE_CERTIFICATE),
    Tab(_("Evaluation"), "seminars:evaluation_summary"),
    Tab(_("Trainers and materials"), "seminars:running_list"),
    Tab(_("Registration settings"), "participation:enrolment_edit", "activity", Permission.MANAGE_REGISTRATIONS),
]


def tabs_of(seminar: Seminar, user: Reader) -> list[tuple[str | Promise, str]]:
    """(label, address) of the pages that this person may open."""
    return [
        (tab.label, reverse(tab.url_name, args=[seminar.pk if tab.of == "seminar" else seminar.activity_id]))
        for tab in TABS
        if may(user, tab.needs, seminar.scope)
    ]
