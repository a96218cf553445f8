"""What a participant's own device remembers for the day: whose places it checked in, and at which sessions.

So the second session is one tap, and two people on one telephone are noticed. A signed cookie, nothing else; whoever
deletes it only types the address again.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.values import clock
from darbigas_kopienas.web.cookies import cookie_name

from .sessions import is_day_of, sessions_of

COOKIE, SALT = "on_the_day", "participation.device"
FOR_A_DAY = int(timedelta(hours=18).total_seconds())
MOST = 30  # places or sessions; a cookie holds 4 kB


@dataclass
class Device:
    places: list[int] = field(default_factory=list)
    checked_in: dict[str, list[int]] = field(default_factory=dict)

    def at(self, session: int) -> list[int]:
        """Whom it checked in to the session."""
        return self.checked_in.get(str(session), [])

    def remember(self, place: int, session: int | None = None) -> None:
        self.places = [place, *(known for known in self.places if known != place)][:MOST]
        if session is not None:
            seen = self.checked_in.setdefault(str(session), [])
            self.checked_in[str(session)] = sorted({*seen, place})[:MOST]


def device_of(request: HttpRequest) -> Device:
    """An old, foreign or damaged cookie is none."""
    cookie: Any = request.get_signed_cookie(cookie_name(COOKIE), default="", salt=SALT, max_age=FOR_A_DAY)
    if not cookie:
        return Device()
    places, checked_in = json.loads(cookie)  # signed by us, so it is what `remember_device` wrote
    return Device(places, checked_in)


def remember_device(response: HttpResponse, device: Device) -> None:
    response.set_signed_cookie(
        cookie_name(COOKIE),
        json.dumps([device.places, device.checked_in], separators=(",", ":")),
        salt=SALT,
        max_age=FOR_A_DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remember_place(request: HttpRequest, response: HttpResponse, registration: Registration) -> None:
    """Its owner opened the link to the place here on the day: then one tap in the room is enough.

    Staff open many people's places, so their telephones remember none.
    """
    activity, now = registration.activity, clock.now()
    if may(request.user, Permission.SEE_REGISTRATIONS, activity.scope):
        return
    if registration.has_seat and any(is_day_of(session, now) for session in sessions_of(activity)):
        device = device_of(request)
        device.remember(registration.pk)
        remember_device(response, device)
