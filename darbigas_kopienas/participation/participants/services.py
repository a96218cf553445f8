"""What the organiser does with the list: several decided at once, one put right, a letter written to them."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import queue_many
from darbigas_kopienas.participation.enrolment.errors import NoSeatLeft
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.errors import NobodyToAsk, NotActive, ReasonMissing, WasThere
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.services import (
    approve,
    cancel_registration,
    change,
    refuse,
)
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.characters import one_line

State = Registration.State


@transaction.atomic
def decide(*, by: Actor, registrations: Iterable[Registration], action: str, reason: str = "") -> "Decided":
    """One deed (`approve`, `refuse`, `cancel`) on several, first come first served.

    Those for whom it makes no sense are left as they are and counted. Before anything is done it raises
    PermissionDenied where one of them is not to be decided by this person, and ReasonMissing.
    """
    in_order = sorted(registrations, key=lambda row: (row.created_at, row.pk))
    for scope in {registration.activity.scope for registration in in_order}:
        require(by, Permission.MANAGE_REGISTRATIONS, scope)
    if action == "refuse" and not reason.strip():
        raise ReasonMissing({"reason": _("Give the reason; the person will be told.")}, code="reason")
    actions: dict[str, Callable[[Registration], Registration]] = {
        "approve": lambda registration: approve(by=by, registration=registration),
        "refuse": lambda registration: refuse(by=by, registration=registration, reason=reason),
        "cancel": lambda registration: cancel_registration(by=by, registration=registration, reason=reason),
    }
    done, waiting, left = 0, 0, 0
    for pending in in_order:
        before = pending.state
        try:
            decided = actions[action](pending)
        except (NotActive, NoSeatLeft, WasThere):
            left += 1
            continue
        changed = decided.state != before
        done, left = done + changed, left + (not changed)
        waiting += changed and decided.state == State.WAITING
    return Decided(done=done, waiting=waiting, left=left)


@dataclass(frozen=True)
class Decided:
    """How many were changed, how many of these only got a place in line, and how many were left as they are."""

    done: int
    waiting: int
    left: int


@transaction.atomic
def correct(
    *, by: Actor, registration: Registration, name: str, school: str, group: str, municipality: Municipality | None
) -> Registration:
    """What the organiser puts right. A known school brings its own municipality; else the chosen one counts.

    Raises PermissionDenied, NotActive.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    corrected = change(by=by, registration=registration, name=one_line(name), school=school.strip(), group=group)
    if corrected.organisation_id is None and corrected.municipality != municipality:
        corrected = change(by=by, registration=corrected, municipality=municipality)
    return corrected


@transaction.atomic
def send_link(*, by: Actor, registration: Registration) -> None:
    """The letter with the link to one's own place once more, at most once a minute.

    Raises PermissionDenied, NotActive.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    if not registration.is_active:
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if not registration.email:
        raise NotActive(_("There is no e-mail address to send the link to."), code="no_address")
    record(by=by, verb="registration.link_sent", obj=registration)
    mails.notify(registration, "link", by=by, repeat_key=f"{clock.now():%Y%m%d%H%M}")


@transaction.atomic
def write_to(
    *, by: Actor, activity: Activity, registrations: Iterable[Registration], subject: str, text: str
) -> int:  # fmt: skip
    """Returns how many letters are new: the same words do not go to the same person twice in a day.

    A letter is dropped where the registration's state is another one by the time it leaves.
    Raises PermissionDenied, NobodyToAsk.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    to = [registration for registration in registrations if registration.email]
    if not to:
        raise NobodyToAsk(_("Nobody in the list has an e-mail address."), code="nobody")
    repeat_key = hashlib.sha256(f"{clock.today()}\n{subject}\n{text}".encode()).hexdigest()[:16]
    letters = [
        OutgoingMail(
            to_email=registration.email,
            template="registration_message",
            language=registration.language,
            context={
                "registration": registration.pk,
                "state": registration.state,
                "written_subject": subject,
                "written_text": text,
            },
            unique_key=f"registration:{registration.pk}:message:{repeat_key}",
        )
        for registration in to
    ]
    number = queue_many(by=by, letters=letters, about=activity, scope=activity.scope)
    record(by=by, verb="registration.written_to", obj=activity, changes={"letters": number})
    return number
