"""What a typesetter mends in a finished sentence: no number stands at the end of a line without its noun."""

import re

from .languages import NBSP

_LINKS = "un|vai|no|līdz|and|or|of|to|in|at|by"
# `2. ceturksnis`, `115 029,00 EUR`, `25 %`, `3 seminars`.
_NUMBER_FIRST = re.compile(
    rf"(?<![\w-])(?<!\d[.,{NBSP}])(\d+(?:[.,{NBSP}]\d+)*\.?) (?=(?:EUR|MB|%)|(?!(?:{_LINKS})\b)[a-zāčēģīķļņšūž])"
)
# `Nr. 4`, `plkst. 10.00`, `Smilšu iela 92`.
_NUMBER_LAST = re.compile(r"(\b(?:Nr\.|[Nn]o\.|plkst\.|iela|ielā)) (?=\d)")
_DOUBLED = re.compile(r"([”’])\1+")


def unbroken(text: str) -> str:
    """The sentence with no-break spaces between a number and its noun (EU style guide, Latvian part, 10.5.2)."""
    return _NUMBER_LAST.sub(rf"\1{NBSP}", _NUMBER_FIRST.sub(rf"\1{NBSP}", text))


def closed_once(text: str) -> str:
    """Two closing quotation marks that meet become one: a title in marks may end with a name in marks."""
    return _DOUBLED.sub(r"\1", text)
