"""Statements that are the same for everybody with the same roles: put together for the first of them in a minute.

To put together what "Mani darbi" asks takes several times as long as PostgreSQL's answer, and after a seminar thirty
teachers open it. What somebody sees follows from their roles and their own number alone (`visible_to`), so the SQL is
kept by the roles, and the number put in. A limit of time in it is up to a minute old; the rows are never.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Compiled

from .access import memberships_of

M = TypeVar("M", bound=Model)
MOST = 300
ANYBODY = 2_146_999_999  # stands for the person's own number; a column of numbers takes it, and nobody has it

_compiled: dict[Hashable, Compiled] = {}


def shared(name: str, user: User, programme_id: int, build: Callable[[User], QuerySet[M, object]]) -> Compiled:
    """The statement that `build` makes, of this name, in this programme, for whoever has the user's roles.

    `build` is given somebody with the same roles, so what it reads of the person is their roles and their `pk`; it is
    run with the `pk` of the person themselves.
    """
    roles = tuple((row.programme_id, row.municipality_id, row.role) for row in memberships_of(user))
    minute = clock.now().replace(second=0, microsecond=0)
    key = (name, programme_id, roles, user.is_superuser, get_language(), minute)
    if (known := _compiled.get(key)) is not None:
        return known
    if len(_compiled) >= MOST:
        _compiled.clear()
    made = _compiled[key] = Compiled.of(build(_anybody_like(user)), ANYBODY)
    return made


def forget() -> None:
    """For tests, whose transactions take programmes and people back."""
    _compiled.clear()


def _anybody_like(user: User) -> User:
    anybody = User(pk=ANYBODY, is_superuser=user.is_superuser)
    anybody._memberships = memberships_of(user)  # type: ignore[attr-defined]  # as `memberships_of` keeps them
    return anybody
