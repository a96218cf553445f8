"""The author is told when a guideline is published: only somebody else could do it, on a day that they do not know."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

from .models import Guideline

NEWS_FOR = timedelta(days=30)
PUBLISHED = "guideline_published"


def notify_author(guideline: Guideline, *, by: Actor) -> None:
    author = guideline.written_by
    if author is not None and author.is_active:
        mailing.queue_to(
            author,
            by=by,
            template=PUBLISHED,
            context={"guideline": guideline.pk},
            unique_key=f"{PUBLISHED}:{guideline.pk}",
            scope=guideline.scope,
            about=guideline,
        )


def compose(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it is out of sight again, or no news any more."""
    rows = Guideline.objects.select_related("published_by")
    guideline = rows.filter(pk=mail.context.get("guideline"), state=Guideline.State.PUBLISHED).first()
    if guideline is None:
        return NoLetter(Reason.CHANGED)
    if clock.now() - mail.created_at > NEWS_FOR:
        return NoLetter(Reason.OVER)
    with translation.override(mail.language):
        url = settings.PUBLIC_URL + reverse("guidelines:guideline_detail", args=[guideline.pk])
    other = guideline.published_by
    return Letter(
        context={"guideline": guideline, "guideline_url": url},
        contact=contact_of_user(other),
    )
