"""A letter that has ended, made in one line."""

from datetime import timedelta
from typing import Any

from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.values import clock

NO_SUCH, FULL = "5.1.1", "5.2.2"


def ended(
    to: str, state: str = State.BOUNCED, error: str = NO_SUCH, *, hours_ago: float = 3, **more: Any
) -> OutgoingMail:
    """One that failed was never sent."""
    at = clock.now() - timedelta(hours=hours_ago)
    fields: dict[str, Any] = {
        "template": "registration_confirmed",
        "language": "lv",
        "unique_key": f"ended:{OutgoingMail.objects.count()}",
        "created_at": at,
        "due_at": at,
        "sent_at": None if state == State.FAILED else at,
    }
    return OutgoingMail.objects.create(to_email=to, state=state, error=error, **{**fields, **more})


def arrived(to: str, *, hours_ago: float) -> OutgoingMail:
    return ended(to, State.SENT, "", hours_ago=hours_ago)
