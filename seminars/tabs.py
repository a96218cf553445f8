"""The staff side of one seminar: its pages in the order in which a coordinator needs them.

A page is shown as soon as its address exists, so each subject of the room adds itself with one line.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Seminar


@dataclass(frozen=True, slots=True)
class Tab:
    """`of` says whose id the address takes: the seminar's or its activity's."""

    label: str | Promise
    url_name: str
    of: str = "seminar"


TABS = [
    Tab(pgettext_lazy("tab", "Overview"), "seminars:seminar_detail"),
    Tab(_("Participants"), "participation:registration_list", "activity"),
    Tab(_("Attendance"), "participation:attendance_grid", "activity"),
    Tab(_("Certificates"), "seminars:certificate_list"),
    Tab(_("Evaluation"), "seminars:evaluation_summary"),
    Tab(_("Trainers and materials"), "seminars:running_list"),
    Tab(_("Registration settings"), "participation:enrolment_edit", "activity"),
]


def tabs_of(seminar: Seminar) -> list[tuple[str | Promise, str, str]]:
    """(label, address, URL name) of the pages that exist."""
    found = []
    for tab in TABS:
        try:
            url = reverse(tab.url_name, args=[seminar.pk if tab.of == "seminar" else seminar.activity_id])
        except NoReverseMatch:
            continue
        found.append((tab.label, url, tab.url_name))
    return found
