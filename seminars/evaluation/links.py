"""The link by which a participant evaluates without an account."""

from django.urls import reverse

from darbigas_kopienas.values import signed_tokens

from .models import EvaluationTicket

EVALUATION = "seminars.evaluation"


def evaluation_token(ticket: EvaluationTicket) -> str:
    return signed_tokens.token(EVALUATION, ticket.pk)


def ticket_in(token: str) -> int | None:
    """The ticket that the token stands for; None where it was not made here."""
    return signed_tokens.pk_in(EVALUATION, token)


def evaluation_path(ticket: EvaluationTicket) -> str:
    return reverse("seminars:evaluation_give", args=[evaluation_token(ticket)])
