"""The link by which a trainer answers without an account."""

from darbigas_kopienas.values import signed_tokens

from .models import Engagement

ANSWER = "seminars.engagement"


def token_of(engagement: Engagement) -> str:
    return signed_tokens.token(ANSWER, engagement.pk)


def engagement_by(token: str) -> Engagement | None:
    """The engagement that the link stands for; None where the link was not made here."""
    pk = signed_tokens.pk_in(ANSWER, token)
    if pk is None:
        return None
    return (
        Engagement.objects.select_related("trainer", "seminar__activity__municipality", "seminar__activity__programme")
        .filter(pk=pk)
        .first()
    )
