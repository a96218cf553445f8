"""A school's contact registers several colleagues at once; each gets a place of their own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.enrolment.errors import NoSeatLeft
from darbigas_kopienas.participation.enrolment.rules import require_open_registration
from darbigas_kopienas.participation.enrolment.services import locked
from darbigas_kopienas.participation.registration.errors import AlreadyRegistered, NobodyToAsk
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.participation.registration.schools import require_schools
from darbigas_kopienas.participation.registration.services import Participant, take_place
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.actors import Actor, account_of

MOST_COLLEAGUES = 50


def registered_by(user: User, activity: Activity) -> list[Registration]:
    """The colleagues whom this person registered for it, with their `rank` in line."""
    rows = Registration.objects.filter(activity=activity, registered_by=user, via=Registration.Via.COLLEAGUE)
    return list(rows.with_rank().order_by("created_at", "pk"))


@transaction.atomic
def register_colleagues(
    *, by: Actor, activity: Activity, school: Organisation, people: list[Pasted], language: str = "lv"
) -> list[Registration]:
    """All of them in the order of the list, or none. Each is told by whom.

    Raises PermissionDenied, RegistrationClosed, NobodyToAsk, or ValidationError with a sentence for each line that
    cannot be done.
    """
    schools = require_schools(by)
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
    made, slips = [], []
    for person in people:
        participant = Participant(name=person.name, email=person.email, organisation=school, school=str(school.name_lv))
        try:
            via = Registration.Via.COLLEAGUE
            made.append(take_place(by=by, activity=activity, participant=participant, via=via, language=language))
        except (AlreadyRegistered, NoSeatLeft) as slip:
            slips.append(_("Line %(n)s: %(told)s") % {"n": person.line, "told": " ".join(slip.messages)})
    if slips:
        raise ValidationError(slips)
    return made
