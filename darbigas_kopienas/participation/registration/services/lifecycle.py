"""What becomes of a place: cancelled, accepted, approved, refused."""

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.errors import TooLate
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.errors import NotStanding, ReasonMissing
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

from .place import Participant, confirm_by, judged_by_database, register, take_seat_or_wait
from .waiting_list import settle

State, Ending = Registration.State, Registration.Ending


def locked_registration(registration: Registration) -> tuple[Enrolment, Registration]:
    """The activity's lock first, then the row as it stands now."""
    enrolment = locked(registration.activity)
    kept = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    kept.activity = enrolment.activity
    return enrolment, kept


@transaction.atomic
def cancel_registration(
    *, by: Actor, registration: Registration, ending: str = Ending.ORGANISER, reason: str = ""
) -> Registration:
    """Give the place back; a free seat is offered at once to the first in line. Cancelling twice changes nothing.

    The participant's own deed (`ending` SELF) raises TooLate after the deadline, and NotStanding for a refused one.
    Whoever only waits, or was offered a seat, may say no at any time. The organiser's raises PermissionDenied.
    """
    if ending != Ending.SELF:
        require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, kept = locked_registration(registration)
    if kept.state != State.CANCELLED:
        if ending == Ending.SELF:
            _require_own_time(enrolment, kept)
        kept.state, kept.ending, kept.reason = State.CANCELLED, ending, reason.strip()[:300]
        kept.offer_until = kept.confirm_by = None
        kept.save(update_fields=["state", "ending", "reason", "offer_until", "confirm_by"])
        record(by=by, verb="registration.cancelled", obj=kept, scope=enrolment.scope, changes={"ending": ending})
        mails.tell(kept, "cancelled" if ending == Ending.SELF else "removed", by=by)
        settle(enrolment, by=by)
    registration.state = kept.state
    return kept


def _require_own_time(enrolment: Enrolment, kept: Registration) -> None:
    if kept.state == State.REFUSED:  # else one could register anew and ask for ever
        raise NotStanding(_("This registration is no longer valid."), code="not_standing")
    if kept.state == State.CONFIRMED and not enrolment.may_be_changed_on(clock.today()):
        raise TooLate(_("The last day for cancelling has passed. Write to the organiser."), code="late")


@transaction.atomic
def accept_offer(*, by: Actor, registration: Registration) -> Registration:
    """The offered seat becomes theirs. Accepting twice changes nothing. Raises TooLate.

    A guest who has not yet opened the mailed link gets the whole time for it again.
    """
    enrolment, kept = locked_registration(registration)
    if kept.state == State.CONFIRMED:
        return kept
    is_off = enrolment.activity.state == "cancelled"
    if kept.state != State.OFFERED or kept.has_lapsed_at(clock.now()) or is_off:
        raise TooLate(_("The offer is over; the seat went to the next in line."), code="late")
    kept.state, kept.offer_until = State.CONFIRMED, None
    kept.confirm_by = confirm_by(enrolment) if kept.confirm_by is not None else None
    kept.save(update_fields=["state", "offer_until", "confirm_by"])
    record(by=by, verb="registration.accepted", obj=kept, scope=enrolment.scope)
    mails.tell(kept, "confirmed", by=by)
    return kept


@judged_by_database()
@transaction.atomic
def approve(*, by: Actor, registration: Registration) -> Registration:
    """The organiser says yes: a seat if one is free that nobody in line may have, else a place in line.

    Raises PermissionDenied, NotStanding, NoSeatLeft.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, kept = locked_registration(registration)
    if kept.state in {State.CONFIRMED, State.WAITING, State.OFFERED}:
        return kept
    if kept.state != State.ASKED or kept.has_lapsed_at(clock.now()):
        raise NotStanding(_("This registration is no longer valid."), code="not_standing")
    take_seat_or_wait(enrolment, kept, list(enrolment.reserves.all()))
    kept.save(update_fields=["state", "waiting_no"])
    record(by=by, verb="registration.approved", obj=kept, scope=enrolment.scope, changes={"state": kept.state})
    mails.tell(kept, kept.state, by=by)
    return kept


@transaction.atomic
def refuse(*, by: Actor, registration: Registration, reason: str) -> Registration:
    """The organiser says no, and why; the person is told. Raises PermissionDenied, ReasonMissing, NotStanding."""
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    if not reason.strip():
        raise ReasonMissing({"reason": _("Say the reason; the person is told it.")}, code="reason")
    enrolment, kept = locked_registration(registration)
    if kept.state == State.REFUSED:
        return kept
    if kept.state != State.ASKED:
        raise NotStanding(_("Only a registration that waits for approval can be refused."), code="not_asked")
    kept.state, kept.reason, kept.confirm_by = State.REFUSED, reason.strip()[:300], None
    kept.save(update_fields=["state", "reason", "confirm_by"])
    record(by=by, verb="registration.refused", obj=kept, scope=enrolment.scope)
    mails.tell(kept, "refused", by=by, turn=f"{clock.now():%Y%m%d%H%M%S}")  # it may be taken back and refused anew
    return kept


@transaction.atomic
def take_back_refusal(*, by: Actor, registration: Registration) -> Registration:
    """The refusal was a mistake: the registration waits for approval again. Raises PermissionDenied, NotStanding."""
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, kept = locked_registration(registration)
    if kept.state != State.REFUSED:
        raise NotStanding(_("Only a refusal can be taken back."), code="not_refused")
    kept.state, kept.reason = State.ASKED, ""
    kept.save(update_fields=["state", "reason"])
    record(by=by, verb="registration.refusal_taken_back", obj=kept, scope=enrolment.scope)
    return kept


@transaction.atomic
def register_again(*, by: Actor, registration: Registration) -> Registration:
    """A cancelled registration made anew with what was answered then: a seat if one is free, else the end of the line.

    The cancelled one stays as it is, so the history tells both.
    Raises PermissionDenied, NotStanding, AlreadyRegistered, NoSeatLeft.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    if registration.state != State.CANCELLED:
        raise NotStanding(_("This registration stands; there is nothing to make anew."), code="standing")
    names = ("name", "email", "school", "organisation", "person", "group", "shows_name")
    participant = Participant(
        **{name: getattr(registration, name) for name in names},
        answers=dict(registration.answers.values_list("question", "value")),
    )
    return register(by=by, activity=registration.activity, participant=participant, language=registration.language)
