"""Where the name still stands once somebody is erased: looked up before, since nobody can look for it after."""

from datetime import date
from typing import TypedDict

from django.utils import translation

from darbigas_kopienas.people.erasure import Remainder, Subject
from darbigas_kopienas.people.named import without
from darbigas_kopienas.values import texts

from .preview import preview


class Stays(TypedDict):
    """A remainder as it is stored; `until` is a day as ISO, or empty."""

    text: str
    why: str
    until: str
    url: str


def what_stays(subject: Subject) -> dict[str, list[Stays]]:
    """By language, without naming the person here too."""
    stays = {}
    for language, _name in texts.LANGUAGES:
        with translation.override(language):
            stays[language] = [_stored(row, subject) for row in preview(subject).remainders]
    return stays


def _stored(row: Remainder, subject: Subject) -> Stays:
    until = row.until.isoformat() if row.until is not None else ""
    return Stays(text=without(str(row.text), subject), why=without(str(row.why), subject), until=until, url=row.url)


def remainders_in(stays: dict[str, list[Stays]], language: str) -> list[Remainder]:
    rows = stays.get(language, [])
    return [
        Remainder(row["text"], row["why"], date.fromisoformat(row["until"]) if row["until"] else None, row["url"])
        for row in rows
    ]
