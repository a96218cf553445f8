"""The link by which a participant evaluates without an account."""

from django.core import signing
from django.urls import reverse

from .models import EvaluationTicket

EVALUATION = "seminars.evaluation"


def evaluation_token(ticket: EvaluationTicket) -> str:
    return signing.Signer(salt=EVALUATION, sep=".").sign(str(ticket.pk))


def ticket_in(token: str) -> int | None:
    """The ticket that the token stands for; None where it was not made here."""
    try:
        return int(signing.Signer(salt=EVALUATION, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def evaluation_path(ticket: EvaluationTicket) -> str:
    return reverse("seminars:evaluation_give", args=[evaluation_token(ticket)])
