"""Who can really get in, and a second coordinator: what the rules of roles look at."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Membership, Programme
from tests.cast import join, make_user


def confirm(*users: User) -> None:
    """Their addresses: each has shown that they read its mail."""
    for user in users:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def second_coordinator(programme: Programme) -> User:
    rita = join(make_user("rita@example.lv", "Rita Egle"), programme, Role.PROGRAMME)
    confirm(rita)
    return rita


def role_of(user: User) -> Membership:
    return user.memberships.select_related("programme", "user").latest("pk")


def held(user: User, programme: Programme, role: Role, municipality: Municipality | None = None, **more: Any) -> Any:
    join(user, programme, role, municipality, **{"starts_on": date(2020, 1, 1), **more})
    return role_of(user)
