"""What of a seminar a reader gets beside what everybody sees: the link to join, and materials for participants."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.values import signed_tokens
from seminars.seminar.models import Seminar

from .models import Material


@dataclass(frozen=True)
class Reader:
    """Staff see all. A participant has a confirmed seat: those who wait, or whose seat is only offered, do not."""

    is_staff: bool = False
    is_participant: bool = False

    @property
    def sees_links(self) -> bool:
        return self.is_staff or self.is_participant

    def may_open(self, material: Material, day: date) -> bool:
        if self.is_staff:
            return True
        is_theirs = material.audience == Material.Audience.PUBLIC or self.is_participant
        return is_theirs and material.is_shown_on(day)


def reader_of(
    user: AnyUser, seminar: Seminar, place: str = "", own: Registration | Literal[False] | None = False
) -> Reader:
    """By role, by one's own registration, or by the token of one's place (`?place=`).

    `own`, one's registration here where it is known already, spares a statement.
    """
    if may(user, Permission.SEE_STAFF, seminar.scope):
        return Reader(is_staff=True)
    confirmed = Registration.objects.confirmed().filter(activity=seminar.activity_id)
    pk = signed_tokens.pk_in(links.PLACE, place) if place else None
    if pk is not None and confirmed.filter(pk=pk).exists():
        return Reader(is_participant=True)
    if own is False:
        own = confirmed.own(user).first()
    return Reader(is_participant=own is not None and own.state == Registration.State.CONFIRMED)
