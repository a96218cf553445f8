"""The letter that asks a trainer, and the link in it by which the trainer answers without an account."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from darbigas_kopienas.mailing.registry import Letter

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


def ask_trainer(mail: Any) -> Letter | None:
    """The facts of today; None where the trainer has answered meanwhile or there is nothing to answer any more."""
    found = Engagement.objects.select_related("trainer", "seminar__activity__municipality")
    engagement = found.filter(pk=mail.context.get("engagement"), state=Engagement.State.ASKED).first()
    if engagement is None or engagement.seminar.activity.state in {"held", "cancelled"}:
        return None
    seminar = engagement.seminar
    return Letter(
        context={
            "trainer": engagement.trainer,
            "seminar": seminar,
            "sessions": [one for one in seminar.activity.sessions.all() if one.state != "cancelled"],
            "answer_url": settings.PUBLIC_URL + reverse("seminars:engagement_answer", args=[token_of(engagement)]),
        }
    )
