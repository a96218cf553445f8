"""Whose data are erased, and what each floor and room answers when they are (`Room.erasure`).

What a person is counted by stays: places, hours, numbers of certificates, sums. Who it was goes (GDPR, article 17);
what another law asks to be preserved stays too, and is named (article 17, paragraph 3 b).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

ERASED = "dati dzēsti · data erased"
"""What stands in the place of a name, in whatever language the page is."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The data subject: one human being, however many rows there are of them.

    `people` are the rows of persons, those merged into one another included; `user` is the account; `addresses` are in
    their one form and proven to be theirs (or typed by a colleague for just this row); `names` as they were ever given.
    """

    people: frozenset[int]
    user: int | None
    addresses: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Remainder:
    """Where the person is named all the same: what it is, by which rule it stays, until when, and where it is seen."""

    text: str | Promise
    why: str | Promise
    until: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """`erase` is called inside the transaction and says how many rows it emptied or removed, by the trail's word.

    `remainders` says what stays although it names the person, asked before and after; `obstacles` what somebody has to
    do first (a role to be ended, a contact to be replaced): one sentence each, nothing is erased while there are any.
    `columns` are those that `erase` answers for, as `label.column` ("people.Person.name"): nobody looks there again.
    """

    erase: Callable[[Subject], Mapping[str, int]]
    remainders: Callable[[Subject], Iterable[Remainder]] | None = None
    obstacles: Callable[[Subject], Iterable[str]] | None = None
    columns: frozenset[str] = frozenset()


def columns_of(label: str, *names: str) -> frozenset[str]:
    return frozenset(f"{label}.{name}" for name in names)


def stand_in(row: int) -> str:
    """The address of an account, or of a person, that is none: nobody can have it, and no mail goes there."""
    return f"erased-{row}@erased.invalid"
