"""E-mails as the log reads them: written, sent, lost."""

from typing import Any
from uuid import uuid4

from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock


def letter(scope: Scope | None, to: str = "zane@example.lv", **more: Any) -> OutgoingMail:
    """Waiting to leave, unless said otherwise; without a scope it concerns an account."""
    given = {"template": "registration_confirmed", "language": "lv", "unique_key": str(uuid4()), **more}
    return OutgoingMail.objects.create(
        to_email=to,
        programme_id=scope.programme_id if scope else None,
        municipality_id=scope.municipality_id if scope else None,
        **given,
    )


def lost(scope: Scope | None, to: str = "zane@example.lv", **more: Any) -> OutgoingMail:
    return letter(scope, to, **{"state": State.BOUNCED, "error": "5.1.1", "sent_at": clock.now(), **more})
