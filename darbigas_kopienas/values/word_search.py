"""A list narrowed by typed words, and what an upgrade does to columns that are made of others."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from . import formats

EACH = 500
_AnyRows = models.QuerySet[Any]
Rows = TypeVar("Rows", bound=_AnyRows)


def with_words(rows: Rows, words: str, *, column: str = "folded") -> Rows:
    """Every word stands somewhere in the folded column; case, diacritics and apostrophes do not matter."""
    for word in formats.words_of(words):
        rows = rows.filter(**{f"{column}__contains": word})
    return rows


def fill(rows: _AnyRows, columns: dict[str, Callable[..., str]]) -> None:
    """For a migration: what `save` writes since now, for rows that were there before."""
    pile: list[models.Model] = []
    for row in rows.iterator(chunk_size=EACH):
        for name, made in columns.items():
            setattr(row, name, made(row))
        pile.append(row)
        if len(pile) == EACH:
            rows.model._default_manager.bulk_update(pile, list(columns))
            pile.clear()
    rows.model._default_manager.bulk_update(pile, list(columns))
