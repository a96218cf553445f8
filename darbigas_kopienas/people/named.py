"""Where a text names somebody: by the whole name, in any order, case and spelling, or by an address.

One word alone (`Anna`) names nobody: it may be anybody's.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from typing import Any, TypeVar

from django.db.models import BooleanField, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from darbigas_kopienas.values import formats

from .erasure import ERASED, Subject

M = TypeVar("M", bound=Model)  # the `[M: Model]` form needs Python 3.12
FEWEST_WORDS = 2
MOST_ORDERS = 3  # words that may stand in any order; a longer name in its own alone
_LETTERS = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_BETWEEN = "[^[:alnum:]]{1,3}"


@cache
def _plain() -> dict[str, str]:
    """A letter for a letter, so that what is found in the plain text is found at the same place in the written one."""
    pairs = ((chr(code), formats.folded(chr(code))) for code in _LETTERS)
    return {letter: plain for letter, plain in pairs if len(plain) == 1 and letter != plain}


def _words_of(name: str) -> list[str]:
    plain = "".join(_plain().get(letter, letter) for letter in name)
    return re.findall(r"[^\W_]+", plain)


def _patterns(subject: Subject) -> Iterator[str]:
    """As PostgreSQL has them, over plain text."""
    for name in sorted(subject.names):
        words = [re.escape(word) for word in _words_of(name)]
        if len(words) < FEWEST_WORDS or "@" in name:
            continue
        orders = permutations(words) if len(words) <= MOST_ORDERS else [words]
        for order in sorted(set(map(tuple, orders))):
            yield rf"\m{_BETWEEN.join(order)}\M"
    for address in sorted(subject.addresses):
        yield rf"(?<![a-z0-9._%+-]){re.escape(address)}(?![a-z0-9-])"


def _in_python(pattern: str) -> str:
    return pattern.replace(r"\m", r"\b").replace(r"\M", r"\b").replace("[^[:alnum:]]", r"[\W_]")


def without(text: str, subject: Subject) -> str:
    """With the marker in the place of each name and address of theirs."""
    places = list(_places(text, subject))
    if not places:
        return text
    parts, at = [], 0
    for start, end in places:
        if start >= at:
            parts += [text[at:start], ERASED]
            at = end
    return "".join([*parts, text[at:]])


def names(text: str, subject: Subject) -> bool:
    return bool(_places(text, subject))


def _places(text: str, subject: Subject) -> list[tuple[int, int]]:
    plain = "".join(_plain().get(letter, letter) for letter in text)
    spans = (match.span() for pattern in _patterns(subject) for match in re.finditer(_in_python(pattern), plain))
    return sorted(spans, key=lambda place: (place[0], -place[1]))


def without_in_values(value: Any, subject: Subject) -> Any:
    """The same in all texts of a JSON value; its keys stay."""
    if isinstance(value, str):
        return without(value, subject)
    if isinstance(value, list):
        return [without_in_values(part, subject) for part in value]
    if isinstance(value, dict):
        return {key: without_in_values(part, subject) for key, part in value.items()}
    return value


def names_anybody(subject: Subject) -> bool:
    """Whether there is a whole name or an address by which a text could name them."""
    return any(_patterns(subject))


def naming(rows: "QuerySet[M]", columns: list[str], subject: Subject) -> "QuerySet[M]":
    """Those that name them in one of these columns, texts or JSON; reads the whole table."""
    pattern = "|".join(_patterns(subject))
    if not pattern or not columns:
        return rows.none()
    either = Q()
    for at, column in enumerate(columns):
        rows = rows.alias(**{f"_named_{at}": _Says(Cast(column, TextField()), pattern)})
        either |= Q(**{f"_named_{at}": True})
    return rows.filter(either)


def forget_in(rows: "QuerySet[M]", columns: list[str], subject: Subject) -> int:
    """Put the marker into these columns, wherever they name them; returns how many rows. Nothing else is saved."""
    naming_them = list(naming(rows, columns, subject).select_for_update(of=("self",)).order_by("pk"))
    for row in naming_them:
        values = {column: _fitting(row, column, without_in_values(getattr(row, column), subject)) for column in columns}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return len(naming_them)


def _fitting(row: Model, column: str, value: Any) -> Any:
    """The marker may be longer than the name."""
    most = getattr(row._meta.get_field(column), "max_length", None)
    return value[:most] if isinstance(value, str) and most else value


class _Says(Func):
    """The written text, letter for letter made plain, matches the pattern."""

    template = "(translate(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, text: Any, pattern: str) -> None:
        plain = _plain()
        super().__init__(text, Value("".join(plain)), Value("".join(plain.values())))
        self.pattern = pattern

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        sql, params = super().as_sql(*args, **kwargs)
        return f"{sql} ~ %s)", (*params, self.pattern)
