"""The link by which a trainer answers without an account."""

from django.core import signing

from .models import Engagement

_signer = signing.Signer(salt="seminars.engagement", sep=".")


def token_of(engagement: Engagement) -> str:
    return _signer.sign(str(engagement.pk))


def engagement_by(token: str) -> Engagement | None:
    """The engagement that the link stands for; None where the link was not made here."""
    try:
        pk = int(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return (
        Engagement.objects.select_related("trainer", "seminar__activity__municipality", "seminar__activity__programme")
        .filter(pk=pk)
        .first()
    )
