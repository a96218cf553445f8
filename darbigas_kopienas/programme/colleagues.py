"""Who, among those with a role, is to be written to about a row of the programme or of a municipality in it."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import PERMISSIONS, Permission
from darbigas_kopienas.programme.models import Membership, Reopening
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock


def holders_of(permission: Permission, programme_id: int, municipality_id: int | None = None) -> QuerySet[User]:
    """Everybody whose role in the municipality, or without one in the whole programme, holds it today.

    Who holds it in one centre alone is not asked about the rest.
    """
    return people_in(roles_with(permission), programme_id, municipality_id)


def people_in(roles: Iterable[str], programme_id: int, *places: int | None) -> QuerySet[User]:
    """Everybody who has one of the roles today in one of the places: municipalities, or None for the whole programme.

    Without places, wherever in the programme it is; in one centre alone, never.
    """
    held = Membership.objects.valid_on(clock.today()).filter(programme=programme_id, site=None, role__in=list(roles))
    if places:
        held = held.filter(reduce(or_, (Q(municipality=place) for place in places)))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def roles_with(permission: Permission) -> list[str]:
    return [role for role, allowed in PERMISSIONS.items() if permission in allowed]


def openers_of(reopening: Reopening) -> QuerySet[User]:
    """Everybody whose role opens periods in the programme, but for whoever asks."""
    return holders_of(Permission.CLOSE_PERIOD, reopening.programme_id).exclude(pk=reopening.asked_by_id)


def nearest_with(permission: Permission, scope: Scope, *, but: Collection[int] = ()) -> list[User]:
    """Those of the municipality who hold it today, else those of the programme; `but` are accounts to leave out."""
    for municipality in dict.fromkeys((scope.municipality_id, None)):
        if colleagues := list(holders_of(permission, scope.programme_id, municipality).exclude(pk__in=but)):
            return colleagues
    return []
