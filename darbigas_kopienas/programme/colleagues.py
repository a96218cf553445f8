"""Who, among those with a role, is to be written to about a row of the programme or of a municipality in it."""

from collections.abc import Collection

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import PERMISSIONS, Permission
from darbigas_kopienas.programme.models import Membership
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock


def nearest_with(permission: Permission, scope: Scope, *, but: Collection[int] = ()) -> list[User]:
    """Those of the municipality who hold it today, else those of the programme; `but` are accounts to leave out."""
    roles = [role for role, allowed in PERMISSIONS.items() if permission in allowed]
    valid = Membership.objects.valid_on(clock.today()).filter(programme=scope.programme_id, role__in=roles)
    for municipality in dict.fromkeys((scope.municipality_id, None)):
        rows = valid.filter(municipality=municipality).exclude(user__in=but).values("user")
        if colleagues := list(User.objects.filter(pk__in=rows, is_active=True).order_by("pk")):
            return colleagues
    return []
