"""A letter of the organiser's own words to those in a list."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import queue_many
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.errors import NobodyToAsk
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock


@transaction.atomic
def write_to(
    *, by: Actor, activity: Activity, registrations: Iterable[Registration], subject: str, text: str
) -> int:  # fmt: skip
    """Returns how many letters are new: the same words do not go to the same person twice in a day.

    A letter is dropped where the registration's state is another one by the time it leaves.
    Raises PermissionDenied, NobodyToAsk.
    """
    require(by, Permission.MANAGE_REGISTRATIONS, activity.scope)
    to = [one for one in registrations if one.email]
    if not to:
        raise NobodyToAsk(_("Nobody in the list has an e-mail address."), code="nobody")
    turn = hashlib.sha256(f"{clock.today()}\n{subject}\n{text}".encode()).hexdigest()[:16]
    letters = [
        OutgoingMail(
            to_email=one.email,
            template="registration_message",
            language=one.language,
            context={"registration": one.pk, "state": one.state, "written_subject": subject, "written_text": text},
            unique_key=f"registration:{one.pk}:message:{turn}",
        )
        for one in to
    ]
    number = queue_many(by=by, letters=letters, about=activity, scope=activity.scope)
    record(by=by, verb="registration.written_to", obj=activity, changes={"letters": number})
    return number
