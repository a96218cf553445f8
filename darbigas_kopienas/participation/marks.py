"""What else those in the organiser's list are told apart by: filters that the floor has, and those that rooms add.

Rooms fill this in `AppConfig.ready()`: the floor knows who was there, but not who holds a certificate.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
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


_marks: dict[str, Mark] = {}


def register_mark(key: str, mark: Mark) -> None:
    """`key` stands in the address of the filtered list; registering again replaces."""
    _marks[key] = mark


def marks_of(activity: Activity) -> dict[str, Mark]:
    return {key: mark for key, mark in _marks.items() if mark.applies(activity)}


def register_all() -> None:
    clash = Mark(_("have another place in the same hours"), RegistrationQuerySet.clashing_with, lambda _activity: True)
    register_mark("clash", clash)
    absent = Mark(_("were at no session, though confirmed"), lambda rows, _activity: rows.absent(), has_begun)
    register_mark("absent", absent)
