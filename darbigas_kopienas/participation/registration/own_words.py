"""What a programme may write in its own words of the e-mails about somebody's place."""

from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings

from darbigas_kopienas.activities.letter_words import (
    about_activity,
    recipient,
    sample_activity,
    sample_contact,
    sample_name,
)
from darbigas_kopienas.mailing.letters import Letter, Words
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock

from .mails import OCCASIONS, letter_now, with_facts

ENDINGS = {
    "cancelled": Registration.Ending.SELF,
    "removed": Registration.Ending.ORGANISER,
    "lapsed": Registration.Ending.OFFER_LAPSED,
    "unopened": Registration.Ending.NOT_CONFIRMED,
}
ORGANISERS_OWN = "message"  # its organiser writes the whole of it
ADDRESS_UNKNOWN = "new_address"  # whose address it is nobody knows yet


def words_of(occasion: str) -> Words | None:
    if occasion == ORGANISERS_OWN:
        return None
    placeholders = about_activity(lambda letter: letter.context["activity"])
    if occasion != ADDRESS_UNKNOWN:
        placeholders += (recipient(lambda letter: cast("Any", letter.context["registration"]).name),)
    return Words(placeholders, partial(_newest, occasion), partial(_sample, occasion))


def _newest(occasion: str, reader: Reader, mail: OutgoingMail) -> Letter | None:
    rows = Registration.objects.for_staff(reader).filter(
        activity__programme=mail.programme_id, state__in=OCCASIONS[occasion]
    )
    if occasion in ENDINGS:
        rows = rows.filter(ending=ENDINGS[occasion])
    if occasion == "called_off":
        rows = rows.filter(activity__state="cancelled")
    registration = with_facts(rows.exclude(email="")).order_by("-created_at", "-pk").first()
    return letter_now(mail, registration) if registration is not None else None


def _sample(occasion: str) -> Letter:
    activity, state = sample_activity(), min(OCCASIONS[occasion])
    return Letter(
        context={
            "registration": SimpleNamespace(
                name=sample_name(), state=state, reason="", confirm_by=None, offer_until=clock.now() + timedelta(days=1)
            ),
            "activity": activity,
            "sessions": activity.shown_sessions,
            "place_url": settings.PUBLIC_URL,
            "cancel_url": settings.PUBLIC_URL,
            "new_address_url": settings.PUBLIC_URL,
            "is_coming": state not in {"cancelled", "refused"},
            "rank": 1,
        },
        contact=sample_contact(),
    )
