"""Who gets a seat: at once where a seat is free, else in the line, else not at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.errors import NoSeatLeft, RegistrationClosed
from darbigas_kopienas.participation.enrolment.models import Enrolment, SeatReserve
from darbigas_kopienas.participation.enrolment.rules import require_open_registration
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.questions.errors import NotAnswered
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.registration import consents, mails, prepared
from darbigas_kopienas.participation.registration.errors import AlreadyRegistered, WrongActivity
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import Answer, Registration
from darbigas_kopienas.participation.registration.prepared import Meaning, meaning_of, occupancy_of
from darbigas_kopienas.participation.registration.reserved_seats import reserve_of
from darbigas_kopienas.participation.registration.schools import is_contact_of, require_contact_of
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import Organisation, Person, User
from darbigas_kopienas.people.services import person_of, verified_person
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import DEADLINE, Actor, account_of
from darbigas_kopienas.values import clock, formats
from darbigas_kopienas.values.characters import one_line
from darbigas_kopienas.values.email_addresses import mailbox
from darbigas_kopienas.values.prepared_queries import together, write

from .waiting_list import settle

State, Via = Registration.State, Registration.Via
RIGHT_TO_REGISTER: dict[str, Permission] = {
    Via.ORGANISER: Permission.MANAGE_REGISTRATIONS, Via.WALK_IN: Permission.RECORD_ATTENDANCE,
}  # fmt: skip
BY_ORGANISER = frozenset(RIGHT_TO_REGISTER)
BY_ANYBODY = frozenset({Via.GUEST, Via.COLLEAGUE})  # nobody has shown that the address is theirs
BY_OTHERS = BY_ORGANISER | {Via.COLLEAGUE}  # they cannot answer what is asked; the person can, by the link

# Whom nobody at the school has confirmed as its contact may name anybody: such a seat is not held without the link.
COLLEAGUE_CONFIRMS_WITHIN = timedelta(hours=24)


@contextmanager
def judged_by_database() -> Iterator[None]:
    """Stands outside the transaction: what the database refuses after all is said as the service would have said it."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        match getattr(diagnosis, "constraint_name", None):
            case "participation_registration_once" | "participation_registration_person_once":
                raise AlreadyRegistered(_("This person is already registered."), code="registered") from error
            case "participation_person_not_erased":
                sentence = _("The data of this person were erased. Register anew.")
                raise RegistrationClosed(sentence, code="erased") from error
            case "participation_seats_hold":
                raise NoSeatLeft(_("All seats are taken."), code="full") from error
            case _:
                raise


@dataclass(frozen=True)
class Participant:
    """Who is to be registered, as given. `organisation` wins over the typed `school`."""

    name: str
    email: str = ""
    school: str = ""
    organisation: Organisation | None = None
    person: Person | None = None
    group: str = ""
    shows_name: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def signed_in(cls, user: User, **more: Any) -> "Participant":
        """The person behind an account, without typing anything."""
        person = person_of(user)
        school = {"school": str(person.organisation or ""), "organisation": person.organisation}
        return cls(**{"name": person.name, "email": user.email, "person": person, **school, **more})


def register(
    *,
    by: Actor,
    activity: Activity,
    participant: Participant,
    via: str = Via.ORGANISER,
    invitation: Invitation | None = None,
    language: str = "",
) -> Registration:
    """A place at the activity, with its own copy of name and school; the letter that says so goes with it.

    State: CONFIRMED while a seat is free for this person, ASKED where the organiser approves, else WAITING.
    Whoever came without registering always gets in. It is tied to a person only when the address is verified as theirs:
    by the mailed link, by signing in, or because the organiser writes to that person.
    Registering oneself needs no permission: open registration decides it. For others it raises PermissionDenied. Raises
    RegistrationClosed, AlreadyRegistered, NotAnswered, NoSeatLeft; WrongActivity for another's invitation.
    """
    _require_right(by, activity, participant, via)
    return take_place(
        by=by, activity=activity, participant=participant, via=via, invitation=invitation, language=language
    )


def _require_right(by: Actor, activity: Activity, participant: Participant, via: str) -> None:
    """To register somebody else: as organiser, at the door, or as a contact of their school."""
    if via in RIGHT_TO_REGISTER:
        require(by, RIGHT_TO_REGISTER[via], activity.scope)
    if via == Via.COLLEAGUE:
        require_contact_of(by, participant.organisation)


@judged_by_database()
@transaction.atomic
def take_place(
    *,
    by: Actor,
    activity: Activity,
    participant: Participant,
    via: str,
    invitation: Invitation | None = None,
    language: str = "",
) -> Registration:
    """See `register`, which asks for the right; here whoever calls has asked."""
    if invitation is not None and invitation.activity_id != activity.pk:
        raise WrongActivity(_("The invitation is to another activity."), code="activity")
    registration = _new(by=by, activity=activity, participant=participant, via=via, language=language)
    arrival = _locked_for(registration)
    enrolment = arrival.enrolment
    if via not in BY_ORGANISER:
        require_open_registration(enrolment)
    is_first = _is_first(registration, is_known=arrival.is_known)
    if not is_first and via not in BY_ANYBODY:
        taken = _taken_over(by=by, enrolment=enrolment, newcomer=registration, given=participant.answers)
        return _answered(invitation, taken)
    answers = checked_answers(enrolment, participant.answers, is_required=via not in BY_OTHERS)
    _give_place(enrolment, registration, arrival.counted)
    if not is_first:  # only now, so that a known address is answered as an unknown one, a full seminar too
        raise _already()
    with together():  # one trip for all of them: everybody else waits behind the lock
        write(registration)
        for question, text in answers:
            write(Answer(registration=registration, question=question, value=text))
        gets_letter = via != Via.WALK_IN and bool(registration.email)
        changes = {"activity": activity.pk, "state": registration.state, "via": via, "letter": gets_letter}
        record(by=by, verb="registration.made", obj=registration, scope=enrolment.scope, changes=changes)
        if gets_letter:
            mails.notify_first(registration, by=by)
    if registration.shows_name and registration.person_id is not None:
        consents.follow_wish(registration)
    return _answered(invitation, registration)


def _answered(invitation: Invitation | None, registration: Registration) -> Registration:
    if invitation is not None:
        invitation.registration = registration
        invitation.save(update_fields=["registration"])
    return registration


def _locked_for(registration: Registration) -> prepared.Coming:
    """What stands behind the lock. The newcomer's number is drawn there, so rows are numbered as people came."""
    arrival = prepared.coming(registration.activity_id, registration.email)
    if arrival is None:
        locked(registration.activity)  # makes it, or raises
        arrival = cast(prepared.Coming, prepared.coming(registration.activity_id, registration.email))
    registration.activity, registration.pk = arrival.enrolment.activity, arrival.number
    return arrival


def _new(*, by: Actor, activity: Activity, participant: Participant, via: str, language: str) -> Registration:
    email = mailbox(participant.email)
    chosen = participant.organisation
    meaning = Meaning(chosen) if chosen is not None else meaning_of(participant.school, activity)
    person = participant.person or (verified_person(email) if via in BY_ORGANISER else None)
    registration = Registration(
        activity=activity,
        name=one_line(participant.name),
        email=email,
        school=one_line(participant.school) or (str(chosen) if chosen is not None else ""),
        organisation=meaning.organisation,
        municipality_id=meaning.municipality_id,
        person=person,
        group=participant.group,
        shows_name=participant.shows_name,
        via=via,
        language=language or formats.active_language(),
        verified_at=clock.now() if participant.person is not None else None,
        registered_by=account_of(by),
    )
    registration.sort()
    return registration


def _is_first(registration: Registration, *, is_known: bool = False) -> bool:
    """With the lock held nobody else registers meanwhile, so looking first is enough; the constraint judges."""
    if is_known or registration.person_id is None:
        return not is_known
    others = Registration.objects.filter(activity=registration.activity_id, person=registration.person_id)
    return not others.exclude(state=State.CANCELLED).exists()


def _already() -> AlreadyRegistered:
    return AlreadyRegistered(_("This person is already registered."), code="registered")


def _taken_over(*, by: Actor, enrolment: Enrolment, newcomer: Registration, given: Mapping[int, str]) -> Registration:
    """Whoever signed in reads the address: what somebody else may have registered with it becomes theirs, as they say.

    The seat, or the place in line, stays what it is. Raises AlreadyRegistered where nothing is to be taken over.
    """
    rows = at_address(Registration.objects.filter(activity=newcomer.activity_id).active(), newcomer.email)
    unproven = rows.filter(verified_at=None, person=None).select_for_update(of=("self",)).first()
    if newcomer.via != Via.SELF or unproven is None or not _is_first(newcomer):
        raise _already()
    answers = checked_answers(enrolment, given, is_required=True)
    for name in ("name", "school", "organisation", "municipality", "person", "shows_name", "verified_at", "via"):
        setattr(unproven, name, getattr(newcomer, name))
    unproven.activity, unproven.confirm_by = enrolment.activity, None
    unproven.save()
    unproven.answers.all().delete()
    rows_of_answers = [Answer(registration=unproven, question=question, value=text) for question, text in answers]
    Answer.objects.bulk_create(rows_of_answers)
    record(by=by, verb="registration.verified", obj=unproven, scope=enrolment.scope, changes={"via": Via.SELF})
    consents.follow_wish(unproven)
    return unproven


def _give_place(enrolment: Enrolment, registration: Registration, counted: prepared.Counted) -> None:
    """Sets state, number in line, deadlines. Raises NoSeatLeft."""
    reserves = list(enrolment.reserves.all()) if enrolment.has_reserves else []
    registration.reserve = reserve_of(registration, reserves) if reserves else None
    if registration.via == Via.GUEST:
        registration.confirm_by = confirm_by(enrolment)
    if registration.via == Via.COLLEAGUE and not is_contact_of(
        registration.registered_by, registration.organisation_id
    ):
        registration.confirm_by = confirm_by(enrolment) or clock.now() + COLLEAGUE_CONFIRMS_WITHIN
    if registration.via == Via.WALK_IN:
        registration.state = State.CONFIRMED
        return
    if enrolment.needs_approval and registration.via != Via.ORGANISER:
        registration.state = State.ASKED
        return
    take_seat_or_wait(enrolment, registration, reserves, counted)


def confirm_by(enrolment: Enrolment) -> datetime | None:
    """Until when a guest is to open the mailed link; None where the seat is kept without it."""
    return clock.now() + timedelta(hours=enrolment.confirm_hours) if enrolment.confirm_hours is not None else None


def take_seat_or_wait(
    enrolment: Enrolment,
    registration: Registration,
    reserves: list[SeatReserve],
    counted: prepared.Counted | None = None,
) -> None:
    """CONFIRMED, or the end of the line; NoSeatLeft where there is none. `counted`: as `known` of `occupancy_of`."""
    occupancy = occupancy_of(enrolment, reserves, counted)
    if occupancy.is_over or (occupancy.waiting and occupancy.seats.is_free_for(registration.reserve_id)):
        settle(enrolment, by=DEADLINE)  # those in line come first
        occupancy = occupancy_of(enrolment, reserves)
    if occupancy.seats.is_free_for(registration.reserve_id):
        registration.state = State.CONFIRMED
        return
    if not enrolment.has_waiting_list:
        raise NoSeatLeft(_("All seats are taken."), code="full")
    registration.state, registration.waiting_no = State.WAITING, occupancy.last_no + 1


def checked_answers(enrolment: Enrolment, given: Mapping[int, str], *, is_required: bool) -> list[tuple[Question, str]]:
    """What is kept of the answers: those to questions that were asked. Raises NotAnswered."""
    by_question: dict[int, str] = {}
    answered = []
    for question in enrolment.questions.all() if enrolment.has_questions else ():
        if question.depends_on_id is not None and by_question.get(question.depends_on_id) != question.depends_value:
            continue
        text = str(given.get(question.pk, "")).strip()[:1000]
        if not text:
            if is_required and question.is_required:
                raise NotAnswered({f"question_{question.pk}": _("Answer this question.")}, code="not_answered")
            continue
        if question.kind != Question.Kind.TEXT and text not in {value for value, _word in question.choices()}:
            raise NotAnswered({f"question_{question.pk}": _("Choose one of the answers.")}, code="not_a_choice")
        by_question[question.pk] = text
        answered.append((question, text))
    return answered
