"""Statements of the paths that many people walk at once: put together by Django once, afterwards only filled in.

Django builds the SQL of a queryset anew each time, which takes several times as long as PostgreSQL's answer; and
PostgreSQL takes longer to plan it than to run it, so questions are prepared in each connection. The rules stay where
they are, in querysets and models; only their SQL is remembered here.
"""

import copy
import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from itertools import count
from types import SimpleNamespace
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import BigIntegerField, Field, Model, QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable
from psycopg2.extensions import AsIs

M = TypeVar("M", bound=Model)
Build = Callable[..., QuerySet[Any, object]]

# As PostgreSQL calls it, and a value that stands for the parameter while the SQL is put together.
_TYPES: dict[type, tuple[str, Callable[[int], object]]] = {
    int: ("bigint", lambda number: 2_147_000_000 + number),
    str: ("text", lambda number: f"\x01{number}\x01"),
    datetime: ("timestamptz", lambda number: datetime(1, 1, 1, tzinfo=UTC) + timedelta(seconds=number)),
    date: ("date", lambda number: date(1, 1, 1) + timedelta(days=number)),
}
_numbers = count(1)


@dataclass(frozen=True)
class _Statement:
    """Its text as PREPARE takes it, and what turns its cells into Python's values."""

    text: str
    types: str
    converters: dict[int, Any]
    compiler: Any
    prefetched: tuple[Any, ...]


class Asked:
    """A question that is put to the database often; decorates the function that builds its queryset.

    The function is called once in a process, and PostgreSQL plans the statement a few times in a connection. Its
    parameters are annotated with int, str, datetime or date, and each must reach the SQL as it was given (`contains`
    would wrap it); None is never given, since it makes another SQL. `first` builds what is run before it in the same
    trip, with the first of the values: a lock, so that what was waited for is seen.
    """

    def __init__(self, build: Build, *, first: Build | None = None) -> None:
        self._builds = [build] if first is None else [first, build]
        self._statements: list[_Statement] = []
        self._names: WeakKeyDictionary[object, list[str]] = WeakKeyDictionary()  # by the open connection

    def rows(self, *values: object) -> list[tuple[object, ...]]:
        """Raises TypeError at the first call where a parameter did not reach the SQL."""
        rows = self._cells(values)
        return _values_of(rows, self._statements[-1].converters)

    def objects(self, *values: object) -> list[Any]:
        """Likewise where a queryset of models is built: the models, with whatever it selects, annotates, prefetches."""
        rows = self._cells(values)
        statement = self._statements[-1]
        objects: list[Any] = list(ModelIterable(_answered(statement.compiler, _values_of(rows, statement.converters))))
        if statement.prefetched:
            prefetch_related_objects(objects, *statement.prefetched)
        return objects

    def _cells(self, values: tuple[Any, ...]) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            if not self._statements:
                self._statements = [_compiled(build, cursor) for build in self._builds]
            # out of an address: no row has such a number, and PostgreSQL would not take it
            if any(isinstance(value, int) and abs(value) > BigIntegerField.MAX_BIGINT for value in values):
                return []
            names = self._names.get(connection.connection)
            fresh = names is None
            if names is None:  # of a try that failed the names may be taken, so each try has its own
                names = [f"asked_{next(_numbers)}" for _row in self._statements]
            sql = (self._preparing(names) if fresh else "") + "; ".join(map(_calling, names, self._takes))
            cursor.execute(sql, [value for number in self._takes for value in values[:number]])
            self._names[connection.connection] = names
            rows: list[tuple[object, ...]] = cursor.fetchall()
        return rows

    def row(self, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _takes(self) -> list[int]:
        """How many of the values each statement takes."""
        return [len(inspect.signature(build).parameters) for build in self._builds]

    def _preparing(self, names: list[str]) -> str:
        texts = zip(names, self._statements, strict=True)
        prepared = "".join(f"PREPARE {name}{prepared.types} AS {prepared.text}; " for name, prepared in texts)
        return prepared.replace("%", "%%")


def _calling(name: str, takes: int) -> str:
    return f"EXECUTE {name} ({', '.join(['%s'] * takes)})" if takes else f"EXECUTE {name}"


def _values_of(rows: list[tuple[object, ...]], converters: dict[int, Any]) -> list[tuple[object, ...]]:
    return [_read(row, converters) for row in rows] if converters else rows


def _read(row: tuple[object, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    cells = list(row)
    for place, (functions, expression) in converters.items():
        for convert in functions:
            cells[place] = convert(cells[place], expression, connection)
    return tuple(cells)


def _compiled(build: Build, cursor: Any) -> _Statement:
    parameters = list(inspect.signature(build).parameters.values())
    stand_ins = [_TYPES[parameter.annotation][1](number) for number, parameter in enumerate(parameters)]
    queryset = build(*stand_ins)
    query = queryset.query
    compiler, sql, params = _put_together(query)
    index = {stand_in: number for number, stand_in in enumerate(stand_ins)}
    if missing := [parameter.name for number, parameter in enumerate(parameters) if stand_ins[number] not in params]:
        raise TypeError(f"{build.__name__}: {missing} did not reach the SQL")
    places = [AsIs(f"${index[param] + 1}") if param in index else param for param in params]
    types = f" ({', '.join(_TYPES[select.annotation][0] for select in parameters)})" if parameters else ""
    return _Statement(
        cursor.mogrify(sql, places).decode(), types, _converters_of(compiler), compiler, _prefetched_by(queryset)
    )


def _put_together(query: Any) -> tuple[Any, str, tuple[Any, ...]]:
    """The query's compiler, SQL and values, also where it is known to find nothing."""
    compiler = query.get_compiler("default", elide_empty=False)
    sql, params = compiler.as_sql()
    return compiler, sql, tuple(params)


def _prefetched_by(queryset: Any) -> tuple[Any, ...]:
    """Django tells it nowhere else."""
    return tuple(queryset._prefetch_related_lookups)


def _converters_of(compiler: Any) -> dict[int, Any]:
    """What turns the cells into Python's values: it follows from the columns, so it is found out once."""
    converters: dict[int, Any] = compiler.get_converters([column for column, *_rest in compiler.select or ()])
    return converters


@dataclass(frozen=True)
class Compiled:
    """A queryset's SQL, to be run for one person after another: where it says `stand_in`, their number is put in."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    converters: dict[int, Any]
    stand_in: int
    prefetched: tuple[Any, ...]

    @classmethod
    def of(cls, queryset: QuerySet[M, object], stand_in: int) -> "Compiled":
        compiler, sql, params = _put_together(queryset.query)
        return cls(sql, params, compiler, _converters_of(compiler), stand_in, _prefetched_by(queryset))

    def dicts(self, person: int | None) -> list[dict[str, Any]]:
        """Of a queryset of `values` that are all annotations."""
        rows = _values_of(self._cells(self.sql, person), self.converters)
        return [{name: row[place] for name, place in self.compiler.annotation_col_map.items()} for row in rows]

    def objects(self, person: int | None, *, start: int = 0, stop: int | None = None) -> list[Any]:
        """Of a queryset of models, with what it prefetches; those between two of them where it is not sliced itself."""
        limit = connection.ops.limit_offset_sql(start, stop)
        rows = _values_of(self._cells(f"{self.sql} {limit}", person), self.converters)
        objects: list[Any] = list(ModelIterable(_answered(self.compiler, rows)))
        if self.prefetched:
            prefetch_related_objects(objects, *self.prefetched)
        return objects

    def number(self, person: int | None) -> int:
        """Of its rows."""
        sql = f"SELECT COUNT(*) FROM ({self.sql}) AS listed"  # noqa: S608  (the SQL that Django made)
        return cast("int", self._cells(sql, person)[0][0])

    def _cells(self, sql: str, person: int | None) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [person if param == self.stand_in else param for param in self.params])
            rows: list[tuple[object, ...]] = cursor.fetchall()
        return rows


def _answered(compiler: Any, rows: list[tuple[object, ...]]) -> Any:
    """What stands for the queryset where Django turns rows into models: they have been fetched and read already."""
    answered = copy.copy(compiler)
    answered.execute_sql = lambda **_how: None
    answered.results_iter = lambda _results: rows
    query = SimpleNamespace(get_compiler=lambda **_where: answered)
    return SimpleNamespace(db="default", query=query, _known_related_objects={})


def row_of(model: type[M], cells: Sequence[object]) -> M:
    """The model's instance of its columns, given in their order."""
    return model.from_db("default", names_of(model), cells)


@cache
def names_of(model: type[Model]) -> list[str]:
    """The attributes of its columns, in the order that `row_of` takes them in."""
    return [concrete_field.attname for concrete_field in model._meta.concrete_fields]


class _Collecting(threading.local):
    """The INSERTs that wait for the end of `together` in this thread; None outside of it."""

    statements: list[tuple[str, list[object]]] | None = None


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
                "; ".join(sql for sql, _params in waiting), [param for _sql, params in waiting for param in params]
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
        cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields])


def _insert(row: Model, *, on_conflict: str) -> bool:
    sql, fields = _inserting(type(row), row.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{on_conflict} RETURNING {_column(row._meta.pk)}", _values(row, fields))
        written = cursor.fetchone()
    if written is not None:
        row.pk, row._state.adding, row._state.db = written[0], False, "default"
    return written is not None


def _values(row: Model, fields: list["Field[object, object]"]) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


def _column(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


@cache
def _inserting(model: type[Model], has_pk: bool) -> tuple[str, list["Field[object, object]"]]:
    fields = [
        concrete_field for concrete_field in model._meta.concrete_fields if has_pk or not concrete_field.primary_key
    ]
    columns = ", ".join(_column(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})", fields  # noqa: S608  (our own names)


@cache
def _updating(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    meta = model._meta
    fields = [*(meta.get_field(name) for name in names), meta.pk]
    *columns, where = [f"{_column(field)} = %s" for field in fields]
    return f"UPDATE {_table(model)} SET {', '.join(columns)} WHERE {where}", fields  # noqa: S608  (our own names)
