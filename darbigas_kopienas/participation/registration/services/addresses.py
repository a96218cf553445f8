"""Where a guest is written to: a mistyped address is corrected, a lost link is sent once more."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.rules import require_may_change
from darbigas_kopienas.participation.registration import mails
from darbigas_kopienas.participation.registration.errors import NotActive, WasThere
from darbigas_kopienas.participation.registration.invitations.models import Invitation
from darbigas_kopienas.participation.registration.models import Answer, Registration
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.email_addresses import mailbox

from .changes import confirm_address
from .lifecycle import locked_registration
from .mail import send_link_again
from .seats import confirm_by, judged_by_database
from .waiting_list import settle

State = Registration.State
MOST_PLACES = 10  # of one address, the latest first
SENT_FOR = timedelta(days=365)  # so long after the day a certificate may be looked for


@judged_by_database()
@transaction.atomic
def correct_address(*, by: Actor, registration: Registration, email: str) -> Registration | None:
    """The address was mistyped: the same seat under the right one, and a new letter; links to the old place are dead.

    None where the right address has a place here already: that one stands, its owner gets the link, and the mistaken
    one is given back. Whoever asks is told the same, so nobody learns who is registered.
    Raises NotActive where the address is confirmed or the registration over, TooLate, WasThere.
    """
    enrolment, locked_row = locked_registration(registration)
    _require_unconfirmed(enrolment, locked_row)
    wanted = mailbox(email)
    if wanted == locked_row.email:
        send_link_again(by=by, activity=enrolment.activity, email=wanted)
        return locked_row
    others = Registration.objects.filter(activity=locked_row.activity_id).exclude(state=State.CANCELLED)
    if at_address(others, wanted).exists():
        _give_back(locked_row, enrolment, by=by)
        send_link_again(by=by, activity=enrolment.activity, email=wanted)
        return None
    return _written_anew(locked_row, enrolment, wanted, by=by)


def _require_unconfirmed(enrolment: Enrolment, registration: Registration) -> None:
    if not registration.is_active:
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if registration.verified_at is not None or registration.person_id is not None:
        raise NotActive(_("This address is confirmed, so it is not changed here."), code="confirmed")
    require_may_change(enrolment)
    if registration.attendances.exists():
        raise WasThere(_("You are ticked as present. To change the address, write to the organiser."), code="was_there")


def _give_back(registration: Registration, enrolment: Enrolment, *, by: Actor) -> None:
    """Without a letter: it would go to whoever reads the mistaken address."""
    registration.state, registration.ending = State.CANCELLED, Registration.Ending.SELF
    registration.offer_until = registration.confirm_by = None
    registration.save(update_fields=["state", "ending", "offer_until", "confirm_by"])
    record(by=by, verb="registration.cancelled", obj=registration, scope=enrolment.scope, changes={"ending": "self"})
    settle(enrolment, by=by)


def _written_anew(registration: Registration, enrolment: Enrolment, email: str, *, by: Actor) -> Registration:
    """Another row, since every link names its row: whoever reads the mistaken address holds links to nothing."""
    was = registration.pk
    fields = {field.attname: getattr(registration, field.attname) for field in Registration._meta.concrete_fields}
    answers = list(registration.answers.values_list("question_id", "value"))
    invitations = list(Invitation.objects.filter(registration=registration).values_list("pk", flat=True))
    corrected = Registration(**{**fields, "id": None, "email": email})
    if registration.confirm_by is not None:
        corrected.confirm_by = confirm_by(enrolment) or registration.confirm_by
    Invitation.objects.filter(pk__in=invitations).update(registration=None)
    registration.delete()
    corrected.save()
    corrected.activity = enrolment.activity
    Invitation.objects.filter(pk__in=invitations).update(registration=corrected)
    Answer.objects.bulk_create(
        [Answer(registration=corrected, question_id=question, value=value) for question, value in answers]
    )
    record(
        by=by, verb="registration.readdressed", obj=corrected, scope=enrolment.scope, changes={"instead_of": was}
    )  # fmt: skip
    mails.notify(corrected, corrected.state, by=by)
    return corrected


@transaction.atomic
def ask_new_address(*, by: Actor, registration: Registration, email: str) -> Registration:
    """A confirmed address is to be another one: it counts once the link that goes there is opened.

    Raises NotActive where the registration is over or belongs to an account, TooLate.
    """
    enrolment, locked_row = locked_registration(registration)
    _require_own_address(enrolment, locked_row)
    wanted = mailbox(email)
    if wanted != locked_row.email:
        mails.notify_new_address(locked_row, wanted, by=by, repeat_key=f"{clock.now():%Y%m%d%H}")
    return locked_row


def _require_own_address(enrolment: Enrolment, registration: Registration) -> None:
    if not registration.is_active:
        raise NotActive(_("This registration is no longer valid."), code="not_active")
    if has_account(registration):
        raise NotActive(_("This address is that of your account: change it there."), code="account")
    require_may_change(enrolment)


def has_account(registration: Registration) -> bool:
    return registration.person is not None and registration.person.user_id is not None


@judged_by_database()
@transaction.atomic
def confirm_new_address(*, by: Actor, registration: Registration, email: str) -> Registration:
    """Whoever opened the link reads the new address. Opening it twice changes nothing.

    Raises NotActive, TooLate, AlreadyRegistered.
    """
    enrolment, locked_row = locked_registration(registration)
    if locked_row.email == email:
        return locked_row
    _require_own_address(enrolment, locked_row)
    locked_row.email, locked_row.person = email, None
    confirm_address(locked_row)
    record(by=by, verb="registration.readdressed", obj=locked_row, scope=enrolment.scope, changes={"fields": ["email"]})
    return locked_row


@transaction.atomic
def send_links(*, by: Actor, email: str) -> None:
    """Somebody lost the link: the owner of the address gets those of its places, and nobody else learns of them.

    Each once an hour at most.
    """
    since = clock.today() - SENT_FOR
    rows = Registration.objects.active().filter(activity__starts_on__gte=since).select_related("activity")
    places = list(at_address(rows, email).order_by("-activity__starts_on", "-pk")[:MOST_PLACES])
    repeat_key = f"{clock.now():%Y%m%d%H}"
    notified = mails.already_notified(places, "link", repeat_key)
    for registration in places:
        if registration.pk not in notified:
            mails.notify(registration, "link", by=by, repeat_key=repeat_key)
