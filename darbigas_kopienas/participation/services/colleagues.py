"""A school's contact registers several colleagues at once; each gets a place of their own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.pasting import Pasted
from darbigas_kopienas.people.models import Organisation, Person, SchoolContact

from .enrolling import locked
from .errors import AlreadyRegistered, NobodyToAsk, NoSeatLeft
from .opening import require_open_registration
from .registering import Participant, register

MOST_COLLEAGUES = 50


def _schools_of(user: Any) -> QuerySet[Organisation]:
    spoken_for = Q(pk__in=SchoolContact.objects.own(user).values("organisation"))
    return Organisation.objects.filter(spoken_for | Q(pk__in=Person.objects.filter(user=user).values("organisation")))


def schools_of(user: Any) -> list[Organisation]:
    """Those for which the person speaks, and the one where they work."""
    return list(_schools_of(user))


def has_school(user: Any) -> bool:
    """For a link: may this person register colleagues at all."""
    return bool(user.is_authenticated) and _schools_of(user).exists()


def registered_by(user: Any, activity: Activity) -> list[Registration]:
    """The colleagues whom this person registered for it, with their `rank` in line."""
    rows = Registration.objects.filter(activity=activity, registered_by=user, via=Registration.Via.COLLEAGUE)
    return list(rows.with_rank().order_by("created_at", "pk"))


@transaction.atomic
def register_colleagues(
    *, by: Any, activity: Activity, school: Organisation, people: list[Pasted], language: str = "lv"
) -> list[Registration]:
    """All of them in the order of the list, or none. Each is told by whom.

    Raises RegistrationClosed, NobodyToAsk, or ValidationError with a sentence for each line that cannot be done.
    """
    enrolment = locked(activity)
    require_open_registration(enrolment)
    if school not in schools_of(by):
        raise NobodyToAsk(_("You may register colleagues of your own school only."), code="school")
    standing = activity.registrations.standing().filter(registered_by=by, via=Registration.Via.COLLEAGUE).count()
    if len(people) + standing > MOST_COLLEAGUES:
        told = ngettext(
            "At most %(n)s colleague can be registered by one person.",
            "At most %(n)s colleagues can be registered by one person.",
            MOST_COLLEAGUES,
        )
        raise NobodyToAsk(told % {"n": MOST_COLLEAGUES}, code="many")
    made, slips = [], []
    for one in people:
        participant = Participant(name=one.name, email=one.email, organisation=school, school=str(school.name_lv))
        try:
            via = Registration.Via.COLLEAGUE
            made.append(register(by=by, activity=activity, participant=participant, via=via, language=language))
        except (AlreadyRegistered, NoSeatLeft) as slip:
            slips.append(_("Line %(n)s: %(told)s") % {"n": one.line, "told": " ".join(slip.messages)})
    if slips:
        raise ValidationError(slips)
    return made
