"""What else those in the organiser's list are told apart by: filters that the floor has, and those that rooms add.

The floor knows who was there, but not who holds a certificate: rooms say that in their `room.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock

from .querysets import RegistrationQuerySet


def has_begun(activity: Activity) -> bool:
    """Before its first day everybody would be absent."""
    return activity.starts_on <= clock.today()


@dataclass(frozen=True)
class Mark:
    """`narrow` leaves those of this activity who bear it; it is offered where `applies` says so."""

    label: str | Promise
    narrow: Callable[[RegistrationQuerySet, Activity], RegistrationQuerySet]
    applies: Callable[[Activity], bool]


def marks_of(activity: Activity) -> dict[str, Mark]:
    marks = {key: mark for room in registered() for key, mark in room.participant_filters.items()}
    return {key: mark for key, mark in marks.items() if mark.applies(activity)}


CLASH = Mark(_("have another place in the same hours"), RegistrationQuerySet.clashing_with, lambda _activity: True)
ABSENT = Mark(_("were at no session, though confirmed"), lambda rows, _activity: rows.absent(), has_begun)
