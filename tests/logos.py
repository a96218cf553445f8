"""Logos as people send them, and those of the programme."""

import io
from typing import Any

import pypdf

from darbigas_kopienas.administration.programme.logos import LOGOS
from darbigas_kopienas.evidence.models import Logo, Placement
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.facts.services import add_fact
from darbigas_kopienas.programme.models import Programme
from tests.evidence.files import picture, upload


def drawn(size: tuple[int, int] = (600, 200)) -> bytes:
    """A PNG of which one sees nothing: what is behind it."""
    return picture("PNG", size, "RGBA")


def fields(*places: str, name: str = "fonds.png", content: bytes | None = None, **more: object) -> dict[str, object]:
    """What the form gives."""
    return {
        "organisation": Organisation.objects.get(kind=Organisation.Kind.FUNDER),
        "picture": upload(drawn() if content is None else content, name),
        "placements": places or tuple(Placement.values),
        "width_mm": 30,
        "alt_lv": "",
        "alt_en": "",
        **more,
    }


def add_logo(by: User, programme: Programme, *places: str, **more: object) -> Logo:
    row: Logo = add_fact(by=by, kind=LOGOS, programme=programme, fields=fields(*places, **more))  # type: ignore[arg-type]  # as the form gives
    return row


def alternatives(paper: bytes) -> set[str]:
    """What a PDF says of its pictures to those who cannot see them."""
    reader = pypdf.PdfReader(io.BytesIO(paper))
    most = len(reader.xref_objStm) + sum(map(len, reader.xref.values()))
    read: list[Any] = [reader.get_object(number) for number in range(1, most)]
    return {str(thing["/Alt"]) for thing in read if isinstance(thing, dict) and "/Alt" in thing}
