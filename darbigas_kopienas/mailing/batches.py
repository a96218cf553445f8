"""What became of letters that were written to many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import CharField, Exists, Model, OuterRef, Value
from django.db.models.functions import Cast, Concat

from .models import OutgoingMail, State
from .services import about_key

MOST = 5


@dataclass(frozen=True)
class NotSent:
    """A letter that did not reach its recipient, and why, in words (empty where only a kind of error is known)."""

    email: str
    why: str


@dataclass(frozen=True)
class Batch:
    """Letters written at once: how many have left, how many are still to leave, and each that was not sent."""

    template: str
    at: datetime
    sent: int
    waiting: int
    not_sent: tuple[NotSent, ...]


def batches_about(row: Model) -> list[Batch]:
    """The last few batches about the row, newest first. Whoever asks has the right to see who was written to."""
    mails = OutgoingMail.objects.filter(about=about_key(row), is_one_of_many=True)
    moments = mails.order_by("-created_at").values("created_at").distinct()[:MOST]
    rows = mails.filter(created_at__in=moments).order_by("-created_at", "template", "pk")
    shown = rows.only("template", "created_at", "state", "error", "to_email")
    groups = groupby(shown, key=lambda mail: (mail.template, mail.created_at))
    return [_batch(template, at, list(group)) for (template, at), group in groups]


def has_batches(model: type[Model]) -> Exists:
    """For `annotate` on rows of the model: whether letters to many were written about it."""
    about = Concat(Value(f"{model._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    return Exists(OutgoingMail.objects.filter(about=about, is_one_of_many=True))


def _batch(template: str, at: datetime, mails: Iterable[OutgoingMail]) -> Batch:
    states = [State(mail.state) for mail in mails]
    lost = {State.DROPPED, State.FAILED, State.BOUNCED}
    return Batch(
        template=template,
        at=at,
        sent=states.count(State.SENT),
        waiting=states.count(State.WAITING) + states.count(State.SENDING),
        not_sent=tuple(NotSent(mail.to_email, mail.why_not) for mail in mails if mail.state in lost),
    )
