"""A school's contact registers several colleagues at once; each gets a place of their own."""

from datetime import datetime, time
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.enrolment.errors import NoSeatLeft
from darbigas_kopienas.participation.enrolment.models import Enrolment
from darbigas_kopienas.participation.enrolment.rules import require_open_registration
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration.errors import AlreadyRegistered, NobodyToAsk
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.participation.registration.prepared import occupancy_of
from darbigas_kopienas.participation.registration.reserved_seats import reserve_of
from darbigas_kopienas.participation.registration.schools import is_contact_of, require_schools
from darbigas_kopienas.participation.registration.services import Participant, send_link_again, settle, take_place
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import Organisation, SchoolContact, User
from darbigas_kopienas.programme.actors import DEADLINE, Actor, account_of
from darbigas_kopienas.values import clock

MOST_COLLEAGUES = 50  # for one activity
MOST_A_DAY, MOST_A_DAY_BY_CONTACT = 50, 200


def registered_by(user: User, activity: Activity) -> list[Registration]:
    """The colleagues whom this person registered for it, with their `rank` in line.

    Whoever does not speak for the school sees a colleague once the mailed link was opened: else the list would tell
    which of the addresses was registered before.
    """
    rows = Registration.objects.filter(activity=activity, registered_by=user, via=Registration.Via.COLLEAGUE)
    rows = rows.filter(_shown_to(user))
    return list(rows.with_rank().order_by("created_at", "pk"))


def _shown_to(by: Actor) -> Q:
    """Of the colleagues whom they registered; what is not in the list is not said in a refusal either."""
    spoken_for = SchoolContact.objects.own(cast(User, account_of(by))).values("organisation")
    return Q(verified_at__isnull=False) | Q(organisation__in=spoken_for)


@transaction.atomic
def register_colleagues(
    *, by: Actor, activity: Activity, school: Organisation, people: list[Pasted], language: str = "lv"
) -> list[Registration]:
    """All of them in the order of the list, or none; gives the new ones. Each is told by whom.

    Who was registered by somebody else already gets the link to that place, and nobody else learns of it.
    Raises PermissionDenied, RegistrationClosed, NobodyToAsk, or ValidationError with a sentence for each line that
    cannot be done.
    """
    schools = require_schools(by)
    _require_day_s_limit(by, school, len(people))
    enrolment = locked(activity)
    require_open_registration(enrolment)
    if school not in schools:
        raise NobodyToAsk(_("You may register colleagues of your own school only."), code="school")
    brought = activity.registrations.filter(registered_by=account_of(by), via=Registration.Via.COLLEAGUE)
    if len(people) + brought.active().count() > MOST_COLLEAGUES:
        message = ngettext(
            "At most %(n)s colleague can be registered by one person.",
            "At most %(n)s colleagues can be registered by one person.",
            MOST_COLLEAGUES,
        )
        raise NobodyToAsk(message % {"n": MOST_COLLEAGUES}, code="many")
    made, slips = [], _without_seat(enrolment, by, school, people)
    for person in people if not slips else []:
        participant = Participant(name=person.name, email=person.email, organisation=school, school=str(school.name_lv))
        try:
            via = Registration.Via.COLLEAGUE
            made.append(take_place(by=by, activity=activity, participant=participant, via=via, language=language))
        except AlreadyRegistered as slip:
            if at_address(brought.active().filter(_shown_to(by)), person.email).exists():
                slips.append(_slip(person, slip))
            else:
                send_link_again(by=by, activity=activity, email=person.email)
    if slips:
        raise ValidationError(slips)
    return made


def _slip(person: Pasted, refusal: ValidationError) -> str:
    return _("Line %(n)s: %(told)s") % {"n": person.line, "told": " ".join(refusal.messages)}


def _require_day_s_limit(by: Actor, school: Organisation, number: int) -> None:
    """Over all activities. With the account's row locked, so that two lists at once are counted one after the other."""
    user = cast(User, account_of(by))  # nobody else has a school
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    most = MOST_A_DAY_BY_CONTACT if is_contact_of(user, school.pk) else MOST_A_DAY
    today = datetime.combine(clock.today(), time(), clock.RIGA)
    brought = Registration.objects.filter(registered_by=user, via=Registration.Via.COLLEAGUE, created_at__gte=today)
    if number + brought.count() > most:
        message = ngettext(
            "At most %(n)s colleague can be registered by one person in a day.",
            "At most %(n)s colleagues can be registered by one person in a day.",
            most,
        )
        raise NobodyToAsk(message % {"n": most}, code="many_today")


def _without_seat(enrolment: Enrolment, by: Actor, school: Organisation, people: list[Pasted]) -> list[str]:
    """Said of the last in the list, for whom there is neither seat nor line; whoever is registered already counts too,
    so that the lines do not tell who that is.
    """
    if enrolment.has_waiting_list or enrolment.needs_approval:
        return []
    settle(enrolment, by=DEADLINE)
    reserves = list(enrolment.reserves.all())
    about = {"organisation": school, "municipality_id": school.municipality_id, "registered_by": account_of(by)}
    reserve = reserve_of(Registration(via=Registration.Via.COLLEAGUE, **about), reserves)
    left = occupancy_of(enrolment, reserves).seats.left_for(reserve.pk if reserve else None)
    full = NoSeatLeft(_("All seats are taken."), code="full")
    return [_slip(person, full) for person in people[left:]] if left is not None else []
