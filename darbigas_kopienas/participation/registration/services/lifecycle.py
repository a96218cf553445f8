"""What becomes of a place: cancelled, accepted, approved, refused."""

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.errors import TooLate
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.errors import NotActive, ReasonMissing, WasThere
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

from .seats import Participant, confirm_by, judged_by_database, register, take_seat_or_wait
from .waiting_list import settle

State, Ending = Registration.State, Registration.Ending


def locked_registration(registration: Registration) -> tuple[Enrolment, Registration]:
    """The activity's lock first, then the row as it stands now. Raises NotActive where it is another's, or nobody's."""
    enrolment = locked(registration.activity)
    locked_row = Registration.objects.select_for_update(of=("self",)).filter(pk=registration.pk).first()
    if locked_row is None or locked_row.anonymous_key:  # its address was corrected, or its names are erased
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    locked_row.activity = enrolment.activity
    return enrolment, locked_row


@transaction.atomic
def cancel_registration(
    *, by: Actor, registration: Registration, ending: str = Ending.ORGANISER, reason: str = ""
) -> Registration:
    """Give the place back; a free seat is offered at once to the first in line. Cancelling twice changes nothing.

    The participant's own deed (`ending` SELF) raises TooLate after the deadline, and NotActive for a refused one.
    Whoever only waits, or was offered a seat, may say no at any time. The organiser's raises PermissionDenied.
    Raises WasThere.
    """
    if ending != Ending.SELF:
        require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, locked_row = locked_registration(registration)
    if locked_row.state != State.CANCELLED:
        if ending == Ending.SELF:
            _require_own_time(enrolment, locked_row)
        if locked_row.attendances.counting().exists():
            raise WasThere(_was_there(locked_row, ending), code="was_there")
        locked_row.state, locked_row.ending, locked_row.reason = State.CANCELLED, ending, reason.strip()[:300]
        locked_row.offer_until = locked_row.confirm_by = None
        locked_row.save(update_fields=["state", "ending", "reason", "offer_until", "confirm_by"])
        record(by=by, verb="registration.cancelled", obj=locked_row, scope=enrolment.scope, changes={"ending": ending})
        mails.notify(locked_row, "cancelled" if ending == Ending.SELF else "removed", by=by)
        settle(enrolment, by=by)
    registration.state = locked_row.state
    return locked_row


def _was_there(registration: Registration, ending: str) -> str:
    if ending == Ending.SELF:
        return _("You are ticked as present, so the registration stays. If that is wrong, write to the organiser.")
    sentence = _("Ticked as present: %s. The registration stays; take the mark back first, if it is wrong.")
    return sentence % registration.name


def _require_own_time(enrolment: Enrolment, registration: Registration) -> None:
    if registration.state == State.REFUSED:  # else one could register anew and ask for ever
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if registration.state == State.CONFIRMED and not enrolment.may_be_changed_at(clock.now()):
        raise TooLate(_("The last day for cancelling has passed. Write to the organiser."), code="late")


@transaction.atomic
def accept_offer(*, by: Actor, registration: Registration) -> Registration:
    """The offered seat becomes theirs. Accepting twice changes nothing. Raises TooLate.

    A guest who has not yet opened the mailed link gets the whole time for it again.
    """
    enrolment, locked_row = locked_registration(registration)
    if locked_row.state == State.CONFIRMED:
        return locked_row
    is_off = enrolment.activity.state == "cancelled"
    if locked_row.state != State.OFFERED or locked_row.has_lapsed_at(clock.now()) or is_off:
        raise TooLate(_("The offer is over; the seat went to the next in line."), code="late")
    locked_row.state, locked_row.offer_until = State.CONFIRMED, None
    locked_row.confirm_by = confirm_by(enrolment) if locked_row.confirm_by is not None else None
    locked_row.save(update_fields=["state", "offer_until", "confirm_by"])
    record(by=by, verb="registration.accepted", obj=locked_row, scope=enrolment.scope)
    mails.notify(locked_row, "confirmed", by=by)
    return locked_row


@judged_by_database()
@transaction.atomic
def approve(*, by: Actor, registration: Registration) -> Registration:
    """The organiser says yes: a seat if one is free that nobody in line may have, else a place in line.

    Raises PermissionDenied, NotActive, NoSeatLeft.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, locked_row = locked_registration(registration)
    if locked_row.state in {State.CONFIRMED, State.WAITING, State.OFFERED}:
        return locked_row
    if locked_row.state != State.ASKED or locked_row.has_lapsed_at(clock.now()):
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    take_seat_or_wait(enrolment, locked_row, list(enrolment.reserves.all()))
    locked_row.save(update_fields=["state", "waiting_no"])
    record(
        by=by, verb="registration.approved", obj=locked_row, scope=enrolment.scope, changes={"state": locked_row.state}
    )
    mails.notify(locked_row, locked_row.state, by=by)
    return locked_row


@transaction.atomic
def refuse(*, by: Actor, registration: Registration, reason: str) -> Registration:
    """The organiser says no, and why; the person is told. Raises PermissionDenied, ReasonMissing, NotActive."""
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    if not reason.strip():
        raise ReasonMissing({"reason": _("Give the reason; the person will be told.")}, code="reason")
    enrolment, locked_row = locked_registration(registration)
    if locked_row.state == State.REFUSED:
        return locked_row
    if locked_row.state != State.ASKED:
        raise NotActive(_("Only a registration that waits for approval can be refused."), code="not_asked")
    locked_row.state, locked_row.reason, locked_row.confirm_by = State.REFUSED, reason.strip()[:300], None
    locked_row.save(update_fields=["state", "reason", "confirm_by"])
    record(by=by, verb="registration.refused", obj=locked_row, scope=enrolment.scope)
    mails.notify(
        locked_row, "refused", by=by, repeat_key=f"{clock.now():%Y%m%d%H%M%S}"
    )  # it may be taken back and refused anew
    return locked_row


@transaction.atomic
def take_back_refusal(*, by: Actor, registration: Registration) -> Registration:
    """The refusal was a mistake: the registration waits for approval again. Raises PermissionDenied, NotActive."""
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    enrolment, locked_row = locked_registration(registration)
    if locked_row.state != State.REFUSED:
        raise NotActive(_("Only a refusal can be taken back."), code="not_refused")
    locked_row.state, locked_row.reason = State.ASKED, ""
    locked_row.save(update_fields=["state", "reason"])
    record(by=by, verb="registration.refusal_taken_back", obj=locked_row, scope=enrolment.scope)
    return locked_row


@transaction.atomic
def register_again(*, by: Actor, registration: Registration) -> Registration:
    """A cancelled registration made anew with what was answered then: a seat if one is free, else the end of the line.

    The cancelled one stays as it is, so the history tells both.
    Raises PermissionDenied, NotActive, AlreadyRegistered, NoSeatLeft.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, registration.activity.scope)
    if registration.state != State.CANCELLED:
        raise NotActive(_("This registration is valid; there is no need to register again."), code="active")
    names = ("name", "email", "school", "organisation", "person", "group", "shows_name")
    participant = Participant(
        **{name: getattr(registration, name) for name in names},
        answers=dict(registration.answers.values_list("question", "value")),
    )
    return register(by=by, activity=registration.activity, participant=participant, language=registration.language)
