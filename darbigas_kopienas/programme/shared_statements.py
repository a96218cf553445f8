"""Statements that are the same for everybody with the same roles: put together for the first of them.

To put together what "Mani darbi" or a list asks takes several times as long as PostgreSQL's answer, and after a seminar
thirty teachers open it. What somebody sees follows from their roles and their own number alone (`visible_to`), so the
SQL is kept by the roles, and the number put in. It is put together anew each minute, so a limit of time in it is up to
a minute old, or each day where it knows no time but today; rows are never kept.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Compiled

from .access import memberships_of

M = TypeVar("M", bound=Model)
U = TypeVar("U", bound=AnyUser)
MOST = 200  # kept by one process, some 150 kB each
ANYBODY = 2_146_999_999  # stands for the person's own number; a column of numbers takes it, and nobody has it

_compiled: dict[Hashable, tuple[date, Compiled]] = {}  # with the minute or the day that it is of


def shared(
    name: str, user: U, programme_id: int | None, build: Callable[[U], QuerySet[M, object]], *, by_day: bool = False
) -> Compiled:
    """The statement that `build` makes, of this name, in this programme, for whoever has the user's roles.

    `build` is given somebody with the same roles, so what it reads of the person is their roles and their `pk`; it is
    run with the `pk` of the person themselves. `by_day` where no moment is in it, only today.
    """
    roles = tuple((row.programme_id, row.municipality_id, row.site_id, row.role) for row in memberships_of(user))
    moment = clock.today() if by_day else clock.now().replace(second=0, microsecond=0)
    key = (name, programme_id, roles, user.is_authenticated, user.is_superuser, get_language())
    put_together_at, statement = _compiled.get(key, (None, None))
    if statement is not None and put_together_at == moment:
        return statement
    if len(_compiled) >= MOST:
        _compiled.clear()
    made = Compiled.of(build(_anybody_like(user)), ANYBODY)
    _compiled[key] = (moment, made)
    return made


@dataclass(frozen=True)
class SharedRows(Generic[M, U]):
    """The rows of a list for its pages: how many, and those of one page, each by a shared statement of the day.

    For a list as it stands in the menu; what somebody looks for is in the SQL, and has a queryset of its own.
    """

    name: str
    user: U
    programme_id: int | None
    build: Callable[[U], QuerySet[M, object]]

    def count(self) -> int:
        numbered = shared(f"number of {self.name}", self.user, self.programme_id, self._keys, by_day=True)
        return numbered.number(self.user.pk)

    def __getitem__(self, rows: slice) -> list[M]:
        listed = shared(self.name, self.user, self.programme_id, self.build, by_day=True)
        objects: list[M] = listed.objects(self.user.pk, start=rows.start or 0, stop=rows.stop)
        return objects

    def _keys(self, user: U) -> QuerySet[M, object]:
        return self.build(user).order_by().values("pk")


def forget() -> None:
    """For tests, whose transactions take programmes and people back."""
    _compiled.clear()


def _anybody_like(user: U) -> U:
    if not isinstance(user, User):
        return user
    anybody = user.__class__(pk=ANYBODY, is_superuser=user.is_superuser)
    anybody._memberships = memberships_of(user)  # type: ignore[attr-defined]  # as `memberships_of` keeps them
    return anybody
