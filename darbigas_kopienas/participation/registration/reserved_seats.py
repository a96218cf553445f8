"""Whose a reserved seat may be.

Where somebody works is what they say themselves, so a school's seats are had by those whom its contact or the organiser
registers. A municipality's are everybody's who comes from there.
"""

from darbigas_kopienas.participation.enrolment.models import SeatReserve
from darbigas_kopienas.participation.enrolment.rules import reserve_for
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.schools import is_contact_of

Via = Registration.Via


def reserve_of(
    registration: Registration, reserves: list[SeatReserve], *, by_organiser: bool = False
) -> SeatReserve | None:
    """The reserve on which this registration sits; whoever sat on their school's goes on sitting there."""
    reserve = reserve_for(reserves, registration.organisation_id, registration.municipality_id)
    if reserve is None or reserve.organisation_id is None or by_organiser or _is_vouched_for(registration):
        return reserve
    return reserve_for(reserves, None, registration.municipality_id)


def _is_vouched_for(registration: Registration) -> bool:
    school = registration.organisation_id
    sits_there = registration.reserve is not None and registration.reserve.organisation_id == school
    is_by_organiser = registration.via in {Via.ORGANISER, Via.WALK_IN}
    return sits_there or is_by_organiser or is_contact_of(registration.registered_by, school)
