"""Whoever ticks attendance and may not read who is registered: names at the door, and nothing that people gave."""

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope


def only_records(user: Reader, scope: Scope) -> bool:
    """Ticks there, and may not read who is registered."""
    return may(user, Permission.RECORD_ATTENDANCE, scope) and not may(user, Permission.SEE_REGISTRATIONS, scope)


def is_read_at_the_door(user: Reader, registration: Registration) -> bool:
    """Somebody else's place, whose code was read only to tick them."""
    if not only_records(user, registration.activity.scope):
        return False
    return not Registration.objects.own(user).filter(pk=registration.pk).exists()
