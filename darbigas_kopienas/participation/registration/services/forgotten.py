"""What is stored of people for some time only: who took part, who was invited."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.registration.anonymous import anonymise
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.retention import RetentionKind, limit_of
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

NAME_DAYS = 1826  # five years after the programme: the funder and the State Audit Office may check until then
INVITATION_DAYS = 90


@transaction.atomic
def forget_names(*, by: Actor) -> int:
    """Places of programmes that ended long ago tell nobody's name any more; returns how many places.

    A programme is done whole, so that one person's places still count as one person.
    """
    forgotten = 0
    overdue = _named_before(limit_of(NAMES))
    for programme in Programme.objects.filter(pk__in=overdue.values("activity__programme")).order_by("pk"):
        places = anonymise(Registration.objects.filter(activity__programme=programme))
        record(by=by, verb="registration.names_forgotten", obj=programme, changes={"number": places})
        forgotten += places
    return forgotten


def forget_invitations() -> int:
    """Nobody registered by them: the addresses and names go, what they are counted by stays; returns how many."""
    return _unused_before(limit_of(INVITATIONS)).update(name="", email="", school="", words="")


def _named_before(moment: datetime) -> "QuerySet[Registration]":
    return Registration.objects.filter(
        anonymous_key="", activity__programme__ends_on__lt=clock.day_of(moment)
    )  # fmt: skip


def _unused_before(moment: datetime) -> "QuerySet[Invitation]":
    """By the activity's last day. Those who registered are forgotten with their place."""
    over = Invitation.objects.filter(registration=None).exclude(email="")
    later = Session.objects.filter(activity=OuterRef("activity"), ends_at__gte=moment)
    last_on = Coalesce("activity__held_on", "activity__starts_on")
    return over.alias(last_on=last_on).filter(~Exists(later), last_on__lt=clock.day_of(moment))


NAMES = RetentionKind(
    key="participation.names",
    label=_("Names of those who took part, with registrations and attendance"),
    counted_from=_("the end of the programme"),
    days=NAME_DAYS,
    overdue=_named_before,
    is_public=True,
)
INVITATIONS = RetentionKind(
    key="participation.invitations",
    label=_("Addresses of those who were invited and did not register"),
    counted_from=_("the day of the activity"),
    days=INVITATION_DAYS,
    overdue=_unused_before,
    is_public=True,
)
