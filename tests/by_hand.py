"""What the database refuses to whoever writes by hand, past the services."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """The statement, or the end of its transaction, fails by exactly this rule."""
    with pytest.raises(IntegrityError) as slip, transaction.atomic():  # noqa: PT012  (the end of the transaction counts too)
        yield
        run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    assert slip.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]  # the database's error carries it
