"""A line of the register: what was erased, by the numbers of its rows; no names, no addresses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

PERSON, DOCUMENT = "person", "document"


@dataclass(frozen=True, slots=True)
class Row:
    """By its number and when it was made: after a restore the same number may be given to another row."""

    pk: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ErasedPerson:
    """All rows of one human being. An account whose person nobody could tell any more stands alone."""

    at: datetime
    asked_at: datetime
    request: int | None
    people: tuple[Row, ...]
    account: Row | None


@dataclass(frozen=True, slots=True)
class DestroyedDocuments:
    """By an approved act; `act` is its year and number, as people call it."""

    at: datetime
    act: str
    documents: tuple[Row, ...]


Line: TypeAlias = ErasedPerson | DestroyedDocuments


def as_json(line: Line) -> str:
    stored: dict[str, Any] = {"at": _moment(line.at)}
    if isinstance(line, ErasedPerson):
        stored |= {"kind": PERSON, "asked_at": _moment(line.asked_at), "request": line.request}
        stored |= {"people": _stored(*line.people), "account": _stored(line.account)[0] if line.account else None}
    else:
        stored |= {"kind": DOCUMENT, "act": line.act, "documents": _stored(*line.documents)}
    return json.dumps(stored)


def from_json(text: str | bytes) -> Line:
    """Raises ValueError, KeyError, TypeError for what is no line."""
    stored: Mapping[str, Any] = json.loads(text)
    if stored["kind"] == PERSON:
        return ErasedPerson(
            at=_read_moment(stored["at"]),
            asked_at=_read_moment(stored["asked_at"]),
            request=stored["request"],
            people=tuple(map(_read_row, stored["people"])),
            account=_read_row(stored["account"]) if stored["account"] is not None else None,
        )
    if stored["kind"] == DOCUMENT:
        documents = tuple(map(_read_row, stored["documents"]))
        return DestroyedDocuments(_read_moment(stored["at"]), str(stored["act"]), documents)
    raise ValueError("of a kind that this version does not know")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _stored(*rows: Row) -> list[list[Any]]:
    return [[row.pk, _moment(row.made_at)] for row in rows]


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its offset")
    return moment.astimezone(UTC)


def _read_row(pair: list[Any]) -> Row:
    pk, made_at = pair
    return Row(int(pk), _read_moment(made_at))
