"""That the check page shows the holder's whole name, as a consent given for one paper."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import About
from darbigas_kopienas.people.models import Person

from .models import Certificate

WHOLE_NAME = "seminars.whole_name"


def about_of(certificate: Certificate) -> str:
    return f"seminars.certificate:{certificate.pk}"


def follow_wish(certificate: Certificate) -> None:
    """Call where the holder's wish was written; of a guest who never opened the mailed link nobody is known."""
    person = certificate.registration.person_id
    if person is None:
        return
    if certificate.shows_name:
        given_consents.give(person, WHOLE_NAME, about_of(certificate))
    else:
        given_consents.end(person, WHOLE_NAME, about_of(certificate))


def carry_over(before: Certificate, now: Certificate) -> None:
    """The paper is replaced: what its holder agreed to holds for the new one."""
    given_consents.carry_over(WHOLE_NAME, about_of(before), about_of(now))


def withdraw(person: Person, only: Collection[int] | None = None) -> None:
    rows = Certificate.objects.filter(registration__person=person, shows_name=True)
    (rows if only is None else rows.filter(pk__in=only)).update(shows_name=False)


def withdraw_unknown(before: datetime) -> None:
    """When such a wish was said is not stored, so all of those papers go back to initials."""
    rows = Certificate.objects.filter(registration__person=None, shows_name=True)
    rows.filter(created_at__lt=before).update(shows_name=False)


def abouts(pks: Collection[int]) -> dict[int, About]:
    rows = Certificate.objects.filter(pk__in=pks).select_related("seminar__activity")
    return {
        row.pk: About(
            f"{row.number}, {row.seminar}",
            reverse("seminars:certificate_detail", args=[row.pk]),
            may_agree=row.is_valid,
        )
        for row in rows
    }
