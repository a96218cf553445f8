"""Which of those registered cannot be written to at the address that they gave."""

from collections.abc import Collection

from darbigas_kopienas.mailing.unreachable import unreachable_among

from .models import Registration


def mark_unreachable(registrations: Collection[Registration]) -> None:
    """Gives each as `why_unreachable` why e-mails to its address do not arrive, in words; in one statement."""
    why = unreachable_among(registration.email for registration in registrations)
    for registration in registrations:
        registration.why_unreachable = why.get(registration.email, "")
