"""A participant's own code: the address of the place, or the letters beside its QR."""

import hmac
import re
from dataclasses import dataclass

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.sessions import is_day_of, sessions_of
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock, signed_tokens

_SHORT = re.compile(r"([0-9]{1,12})-[0-9A-Z]{5}")  # `\d` would take the digits of every script


@dataclass(frozen=True)
class Choice:
    """One of today's sessions, to which somebody's place may be ticked."""

    session: Session
    is_here: bool


def check_in_choices(user: Reader, registration: Registration) -> list[Choice]:
    """Today's sessions for staff who opened somebody's place; nothing for everybody else, or without a seat."""
    activity = registration.activity
    if not registration.has_seat or not may(user, Permission.RECORD_ATTENDANCE, activity.scope):
        return []
    today = [session for session in sessions_of(activity) if is_day_of(session, clock.now())]
    seen = Attendance.objects.counting().filter(registration=registration, session__in=today) if today else []
    here = {attendance.session_id for attendance in seen}
    return [Choice(session, session.pk in here) for session in today]


def place_in(text: str) -> int | None:
    """The registration that a read code stands for; None where it was not made here."""
    typed = text.strip().rstrip("/").rsplit("/", 1)[-1]
    short = _SHORT.fullmatch(typed.upper())
    if short is None:
        return signed_tokens.pk_in(links.PLACE, typed)
    pk = int(short[1])
    return pk if hmac.compare_digest(links.short_code(Registration(pk=pk)), short[0]) else None
