"""Whose place a telephone in the room may check in with one tap."""

from dataclasses import dataclass

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.registration.device import Device
from darbigas_kopienas.participation.registration.models import WITH_SEAT, Registration
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.requests import AnyUser


@dataclass(frozen=True)
class OwnPlace:
    """`place` None: nobody is known here, so the address is typed."""

    place: int | None = None
    name: str = ""
    attendance: Attendance | None = None


def own_place(user: AnyUser, session: Session, device: Device) -> OwnPlace:
    """The seat of whoever is signed in; else the first of those whose link was opened, or that checked in, here."""
    seated = Registration.objects.filter(activity_id=session.activity_id, state__in=WITH_SEAT)
    theirs = seated.filter(pk__in=device.places)
    if user.is_authenticated:  # two questions in one statement: "or" between them would read the whole list
        theirs = seated.own(user).order_by().union(at_address(seated, user.email).order_by())
    registration = min(
        theirs, key=lambda registration: (_order(device, registration.pk), registration.pk), default=None
    )
    if registration is None:
        return OwnPlace()
    attendance = Attendance.objects.filter(registration=registration, session=session).first()
    return OwnPlace(registration.pk, registration.name, attendance)


def _order(device: Device, pk: int) -> int:
    return device.places.index(pk) if pk in device.places else len(device.places)
