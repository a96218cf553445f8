"""Statements of the paths that many people walk at once: put together by Django once, afterwards only filled in.

Django builds the SQL of a queryset anew each time, which takes several times as long as PostgreSQL's answer. The rules
stay where they are, in querysets and models; only their SQL is remembered here.
"""

import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model, QuerySet

M = TypeVar("M", bound=Model)
Build = Callable[..., QuerySet[Any, Any]]

_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 2_147_000_000 + number,
    str: lambda number: f"\x01{number}\x01",
    datetime: lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
    date: lambda number: date(1, 1, 1) + timedelta(days=number),
}


@dataclass(frozen=True)
class _Statement:
    """`params`: either (index of a value, None) or (None, what always stands there)."""

    sql: str
    params: list[tuple[int | None, Any]]
    converters: dict[int, Any]


class Asked:
    """A question that is put to the database often; decorates the function that builds its queryset of tuples.

    The function is called once. Its parameters are annotated with int, str, datetime or date, and each must reach the
    SQL as it was given (`contains` would wrap it); None is never given, since it makes another SQL. `first` builds what
    is run before it in the same trip, with the first of the values: a lock, so that what was waited for is seen.
    """

    def __init__(self, build: Build, *, first: Build | None = None) -> None:
        self._builds = [build] if first is None else [first, build]
        self._statement: _Statement | None = None

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Raises TypeError at the first call where a parameter did not reach the SQL."""
        if self._statement is None:
            self._statement = _join([_compiled(build) for build in self._builds])
        params = [constant if index is None else values[index] for index, constant in self._statement.params]
        with connection.cursor() as cursor:
            cursor.execute(self._statement.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._read(row) for row in found] if self._statement.converters else found

    def row(self, *values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.rows(*values)), None)

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for place, (converters, expression) in self._statement.converters.items():  # type: ignore[union-attr]  # asked
            for convert in converters:
                cells[place] = convert(cells[place], expression, connection)
        return tuple(cells)


def _compiled(build: Build) -> _Statement:
    parameters = list(inspect.signature(build).parameters.values())
    stand_ins = [_STAND_INS[one.annotation](number) for number, one in enumerate(parameters)]
    query = build(*stand_ins).query
    compiler = query.get_compiler("default")
    sql, params = compiler.as_sql()
    index = {one: number for number, one in enumerate(stand_ins)}
    places: list[tuple[int | None, Any]] = [(index[one], None) if one in index else (None, one) for one in params]
    if missing := set(range(len(parameters))) - {place for place, _constant in places}:
        raise TypeError(f"{build.__name__}: {[parameters[number].name for number in missing]} did not reach the SQL")
    return _Statement(sql, places, compiler.get_converters([one for one, *_rest in compiler.select or ()]))


def _join(statements: list[_Statement]) -> _Statement:
    """One text for one trip; what the last one answers is the answer. Each sees what was committed before it began."""
    params = [one for statement in statements for one in statement.params]
    return _Statement("; ".join(statement.sql for statement in statements), params, statements[-1].converters)


def row_of(model: type[M], cells: Sequence[Any]) -> M:
    """The model's instance of its columns, given in their order."""
    return model.from_db("default", names_of(model), cells)


@cache
def names_of(model: type[Model]) -> list[str]:
    """The attributes of its columns, in the order that `row_of` takes them in."""
    return [one.attname for one in model._meta.concrete_fields]


class _Collecting(threading.local):
    """The INSERTs that wait for the end of `together` in this thread; None outside of it."""

    statements: list[tuple[str, list[Any]]] | None = None


_collecting = _Collecting()


@contextmanager
def together() -> Iterator[None]:
    """What `write` is given inside goes to the database in one trip when the block ends, in that order.

    Rows get no number from there: those that others name bring their own. Nothing is written where the block raises.
    """
    if _collecting.statements is not None:
        raise RuntimeError("one block of `together` inside another")
    waiting: list[tuple[str, list[Any]]] = []
    _collecting.statements = waiting
    try:
        yield
    finally:
        _collecting.statements = None
    if waiting:
        with connection.cursor() as cursor:
            cursor.execute(
                "; ".join(sql for sql, _params in waiting), [one for _sql, params in waiting for one in params]
            )


def write(row: Model) -> None:
    """Insert a new row, as `save(force_insert=True)` does, without signals; gives it its number (see `together`)."""
    if _collecting.statements is None:
        _insert(row, on_conflict="")
    else:
        sql, fields = _inserting(type(row), row.pk is not None)
        _collecting.statements.append((sql, _values(row, fields)))


def write_new(row: Model) -> bool:
    """Insert the row unless one of its unique keys is taken; whether it was written, in one statement.

    `bulk_create(ignore_conflicts=True)` does not tell that, nor the row's number.
    """
    return _insert(row, on_conflict=" ON CONFLICT DO NOTHING")


def rewrite(row: Model, *names: str) -> None:
    """Store these columns of a row that is there, as `save(update_fields=…)` does, without signals."""
    sql, fields = _updating(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [one.get_db_prep_save(one.pre_save(row, add=False), connection) for one in fields])


def _insert(row: Model, *, on_conflict: str) -> bool:
    sql, fields = _inserting(type(row), row.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{on_conflict} RETURNING {_column(row._meta.pk)}", _values(row, fields))
        written = cursor.fetchone()
    if written is not None:
        row.pk, row._state.adding, row._state.db = written[0], False, "default"
    return written is not None


def _values(row: Model, fields: list["Field[Any, Any]"]) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


def _column(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


@cache
def _inserting(model: type[Model], has_pk: bool) -> tuple[str, list["Field[Any, Any]"]]:
    fields = [one for one in model._meta.concrete_fields if has_pk or not one.primary_key]
    columns = ", ".join(_column(one) for one in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})", fields  # noqa: S608  (our own names)


@cache
def _updating(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    meta = model._meta
    fields = [*(meta.get_field(name) for name in names), meta.pk]
    *columns, where = [f"{_column(one)} = %s" for one in fields]
    return f"UPDATE {_table(model)} SET {', '.join(columns)} WHERE {where}", fields  # noqa: S608  (our own names)
