"""Whom somebody writes to about what they cannot put right themselves: a name on a certificate, an attendance."""

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, memberships_of
from darbigas_kopienas.programme.colleagues import nearest_with
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.contacts import Contact, portal_contact


def whom_to_write(user: User) -> Contact:
    """Who keeps the register of people where they last took part, else where they have a role; else the portal."""
    scope = _scope_of(user)
    keepers = nearest_with(Permission.WRITE_REGISTER, scope, but=[user.pk]) if scope is not None else []
    named = (contact_of_user(keeper) for keeper in keepers)
    return next((contact for contact in named if contact is not None), portal_contact())


def _scope_of(user: User) -> Scope | None:
    places = Registration.objects.own(user).select_related("activity")
    latest = places.order_by("-created_at", "-pk").first()
    if latest is not None:
        return latest.activity.scope
    roles = memberships_of(user)
    return Scope(roles[-1].programme_id, roles[-1].municipality_id) if roles else None
