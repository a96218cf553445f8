"""A database that is lost after something was done in it: then it is as a backup of before has it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from darbigas_kopienas.administration.privacy.erasure.register.file import append, register_path
from darbigas_kopienas.administration.privacy.erasure.register.lines import ErasedPerson, Row
from darbigas_kopienas.administration.privacy.erasure.services.again import ErasedAgain, erase_again
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock

Lose = Callable[[], AbstractContextManager[None]]
NOTHING = ErasedAgain(people=0, documents=0, unknown=0, obstacles=())


def losing(capture: Any) -> Lose:
    """What happens inside is committed, for all that waits for it, and is then no more."""

    @contextmanager
    def lose() -> Iterator[None]:
        point = transaction.savepoint()
        with capture(execute=True):
            yield
        transaction.savepoint_rollback(point)

    return lose


def again(*registers: Path) -> ErasedAgain:
    yesterday = clock.now() - timedelta(days=1)
    return erase_again(by=SYSTEM, registers=registers or [register_path()], backed_up_at=yesterday)


def registered(*people: Person, account: User | None = None) -> None:
    """As if each of these rows had been erased before the database was lost; the account without a row."""
    now = clock.now()
    lines = [ErasedPerson(now, now, None, (Row(person.pk, person.created_at),), None) for person in people]
    if account is not None:
        lines.append(ErasedPerson(now, now, None, (), Row(account.pk, account.joined_at)))
    append(lines)


def everything() -> str:
    """All rows of all tables as text, within the test's transaction."""
    texts: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT rows::text FROM "{table}" rows ORDER BY 1')  # noqa: S608  (PostgreSQL named it)
            texts += (f"{table}: {text}" for (text,) in cursor.fetchall())
    return "\n".join(texts)
