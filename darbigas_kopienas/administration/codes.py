"""Codes that are made of names: they stand in addresses and reports, so they are plain letters and never change."""

from collections.abc import Container
from itertools import count

from django.utils.text import slugify

from darbigas_kopienas.values import formats

LONGEST = 40  # a slug column holds 50; the rest is for the year and the number


def code_of(name: str) -> str:
    """„Darbīgās kopienas” is `darbigas-kopienas`; empty for a name without Latin letters and digits."""
    return slugify(formats.folded(name))[:LONGEST].strip("-_")


def first_free(code: str, taken: Container[str]) -> str:
    """The code itself, else with the first number from 2 that nothing has."""
    if code not in taken:
        return code
    return next(numbered for number in count(2) if (numbered := f"{code}-{number}") not in taken)
