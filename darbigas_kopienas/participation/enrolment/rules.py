"""Who may have a seat, when one may register, and until when one may change it oneself; else the reason in words.

The seat is given by `registration.services.seats`, behind the lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.values import clock, formats

from .errors import RegistrationClosed, TooLate


def why_closed(enrolment: Enrolment) -> str:
    """Why nobody can register today; empty where one can."""
    about, now = enrolment.activity, clock.now()
    today = clock.day_of(now)
    if enrolment.is_open_at(now):
        return ""
    if about.state == "cancelled":
        return _("It has been cancelled, so nobody can register.")
    if enrolment.is_over_at(now):
        return _("It is over, so nobody can register any more.")
    if enrolment.opens_on is not None and today < enrolment.opens_on:
        return _("Registration opens on %(day)s.") % {"day": formats.day(enrolment.opens_on)}
    if about.is_public and today > enrolment.last_day:
        return _("Registration closed on %(day)s.") % {"day": formats.day(enrolment.last_day)}
    return _("Registration is closed.")


def require_open_registration(enrolment: Enrolment) -> None:
    """Raises RegistrationClosed."""
    if reason := why_closed(enrolment):
        raise RegistrationClosed(reason, code="closed")


def require_may_change(enrolment: Enrolment) -> None:
    """For the participant's own deeds. Raises TooLate."""
    if not enrolment.may_be_changed_at(clock.now()):
        raise TooLate(_("The last day for changing has passed. Write to the organiser."), code="late")


@dataclass(frozen=True)
class Seats:
    """The seats of one activity at one moment.

    `reserved` are seats kept back today, by reserve; `occupied` are seats taken, by the reserve that the person
    belongs to (None: to no reserve). Whoever belongs to a reserve sits on its seats first, then on everybody's.
    """

    capacity: int | None
    occupied: Mapping[int | None, int] = field(default_factory=dict)
    reserved: Mapping[int, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return sum(self.occupied.values())

    @property
    def left(self) -> int | None:
        """Free seats that nothing is kept for; None: without limit. Never below zero."""
        if self.capacity is None:
            return None
        everybodys = self.capacity - sum(self.reserved.values())
        sitting = sum(max(0, number - self.reserved.get(group, 0) if group is not None else number)
                      for group, number in self.occupied.items())  # fmt: skip
        return max(0, min(everybodys - sitting, self.capacity - self.taken))

    def left_for(self, group: int | None) -> int | None:
        """Free seats for somebody of this reserve (None: of no reserve): its own ones and everybody's."""
        left = self.left
        if left is None or self.capacity is None or group is None:
            return left
        own = max(0, self.reserved.get(group, 0) - self.occupied.get(group, 0))
        return max(0, min(left + own, self.capacity - self.taken))

    def is_free_for(self, group: int | None) -> bool:
        left = self.left_for(group)
        return left is None or left > 0

    def with_taken(self, group: int | None) -> "Seats":
        return replace(self, occupied={**self.occupied, group: self.occupied.get(group, 0) + 1})


def reserve_for(
    reserves: list[SeatReserve], organisation_id: int | None, municipality_id: int | None
) -> SeatReserve | None:
    """The reserve somebody belongs to: the school's before the municipality's."""
    by_school = (
        reserve for reserve in reserves if organisation_id is not None and reserve.organisation_id == organisation_id
    )
    by_place = (
        reserve for reserve in reserves if municipality_id is not None and reserve.municipality_id == municipality_id
    )
    return next(by_school, None) or next(by_place, None)
