"""Asking people from a list to come, and reminding those who stay silent."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import queue_many
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.rules import require_open_registration
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration.errors import NobodyToAsk, SeminarFull
from darbigas_kopienas.participation.registration.invitations.about import own_words
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.participation.registration.prepared import occupancy_of
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.values import clock

MOST_INVITED = 500


def known_among(activity: Activity, emails: list[str]) -> tuple[set[str], set[str]]:
    """(already registered, already invited) among these addresses."""
    active = Registration.objects.filter(activity=activity, email__in=emails).exclude(state="cancelled")
    invited = Invitation.objects.filter(activity=activity, email__in=emails)
    return set(active.values_list("email", flat=True)), set(invited.values_list("email", flat=True))


@transaction.atomic
def invite(
    *, by: Actor, activity: Activity, people: list[Pasted], language: str = "lv", words: str = ""
) -> list[Invitation]:
    """Ask all of them at once, in `words` of one's own too; those registered or asked before are left out.

    Raises PermissionDenied, WordsTooLong, RegistrationClosed, SeminarFull, NobodyToAsk where nobody is left or there
    are too many.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    words = own_words(words)
    enrolment = _locked_with_room(activity)
    if len(people) > MOST_INVITED:
        raise NobodyToAsk(_("Too many people at once."), code="many")
    registered, invited = known_among(activity, [person.email for person in people])
    left = [person for person in people if person.email not in registered | invited]
    if not left:
        raise NobodyToAsk(_("Everybody in the list is registered or has been invited already."), code="nobody")
    made = Invitation.objects.bulk_create(
        Invitation(
            activity=activity,
            name=name.name,
            email=name.email,
            school=name.school,
            language=language,
            words=words,
            invited_by=account_of(by),
        )
        for name in left
    )
    record(by=by, verb="invitation.sent", obj=enrolment, changes={"number": len(made)})
    _write(made, "invitation", "first", by=by, activity=activity)
    return made


@transaction.atomic
def remind_silent(*, by: Actor, activity: Activity) -> int:
    """Once more to those who neither registered nor said no, each at most once a day; returns how many.

    Raises PermissionDenied, RegistrationClosed, SeminarFull, NobodyToAsk.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    enrolment = _locked_with_room(activity)
    silent = list(to_remind(activity))
    if not silent:
        raise NobodyToAsk(_("There is nobody to remind: all have answered or were written to today."), code="nobody")
    for invitation in silent:
        invitation.reminded_at = clock.now()
    Invitation.objects.bulk_update(silent, ["reminded_at"])
    record(by=by, verb="invitation.reminded", obj=enrolment, changes={"number": len(silent)})
    _write(silent, "invitation_reminder", f"{clock.today():%Y%m%d}", by=by, activity=activity)
    return len(silent)


def has_room(enrolment: Enrolment) -> bool:
    """Whether somebody who is asked today could still register, if only on the waiting list."""
    if not enrolment.is_open_at(clock.now()):
        return False
    return enrolment.has_waiting_list or occupancy_of(enrolment, []).seats.is_free_for(None)


def _locked_with_room(activity: Activity) -> Enrolment:
    enrolment = locked(activity)
    require_open_registration(enrolment)
    if not has_room(enrolment):
        raise SeminarFull(
            _("All seats are taken and there is no waiting list, so whoever is asked could not come."), code="full"
        )
    return enrolment


def to_remind(activity: Activity) -> Any:
    """The silent ones to whom nothing was written today."""
    today = datetime.combine(clock.today(), time(), clock.RIGA)
    not_today = Q(reminded_at__isnull=True) | Q(reminded_at__lt=today)
    asked = Invitation.objects.filter(not_today, activity=activity, invited_at__lt=today).exclude(email="")
    return asked.silent()


@transaction.atomic
def decline(*, by: Actor, invitation: Invitation) -> Invitation:
    """The person says no; saying it twice, or after registering, changes nothing."""
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("activity").get(pk=invitation.pk)
    if locked.declined_at is None and locked.registration_id is None:
        locked.declined_at = clock.now()
        locked.save(update_fields=["declined_at"])
        record(by=by, verb="invitation.declined", obj=locked)
    return locked


def _write(invitations: list[Invitation], template: str, repeat_key: str, *, by: Actor, activity: Activity) -> None:
    queue_many(
        by=by,
        letters=[
            OutgoingMail(
                to_email=invitation.email,
                template=template,
                language=invitation.language,
                context={"invitation": invitation.pk},
                unique_key=f"invitation:{invitation.pk}:{repeat_key}",
            )
            for invitation in invitations
        ],
        about=activity,
        scope=activity.scope,
    )
