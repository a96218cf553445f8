"""That other participants may see name and school, as a consent given for one place."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import About
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.values import clock, formats

from .links import place_path
from .models import Registration

SHOWS_NAME = "participation.shows_name"
USUAL_WORDS = _("Other participants may see my name and school")


def about_of(registration: Registration) -> str:
    return f"participation.registration:{registration.pk}"


def follow_wish(registration: Registration, *, at: datetime | None = None) -> None:
    """Call where the wish or the person of a place was written; nobody is known of a guest's before the mailed link."""
    if registration.person_id is None:
        return
    if registration.shows_name:
        given_consents.give(registration.person_id, SHOWS_NAME, about_of(registration), at=at)
    else:
        given_consents.end(registration.person_id, SHOWS_NAME, about_of(registration))


def follow_changes(registration: Registration, changed: Collection[str]) -> None:
    if "shows_name" in changed:
        follow_wish(registration)


def withdraw(person: Person, only: Collection[int] | None = None) -> None:
    rows = Registration.objects.filter(person=person, shows_name=True)
    (rows if only is None else rows.filter(pk__in=only)).update(shows_name=False)


def withdraw_unknown(before: datetime) -> None:
    Registration.objects.filter(person=None, shows_name=True, created_at__lt=before).update(shows_name=False)


def abouts(pks: Collection[int]) -> dict[int, About]:
    rows = Registration.objects.filter(pk__in=pks).select_related("activity")
    return {row.pk: _about(row) for row in rows}


def _about(registration: Registration) -> About:
    activity = registration.activity
    text = f"{activity.title}, {formats.day(activity.starts_on)}" if activity.starts_on else activity.title
    is_over = activity.starts_on is not None and activity.starts_on < clock.today()
    return About(text, place_path(registration), may_agree=registration.is_active and not is_over)
