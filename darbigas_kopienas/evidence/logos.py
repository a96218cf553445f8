"""Which logos stand where: at the foot of pages from memory, on papers frozen with what they say."""

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse

from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.remembered import remembered
from darbigas_kopienas.values.figures import TextPair

from .models import Document, Kind, Logo, Placement, State

# What a certificate has beside its signature; more would push what it says off its page. In mm.
ON_CERTIFICATE = {"across": 80, "gap": 4}
HIGHEST_ON_CERTIFICATE = 44


@dataclass(frozen=True, slots=True)
class FootLogo:
    """As a page shows it."""

    url: str
    alt: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class PrintedLogo:
    """As a paper keeps it: the same bytes for as long as the paper is drawn anew."""

    document_id: int
    sha256: str
    extension: str
    alt: TextPair
    width_mm: int
    height_mm: int

    @property
    def address(self) -> str:
        """In the HTML of the paper."""
        return f"media/{self.sha256}.{self.extension}"


def foot_logos(programme: Programme | None) -> tuple[FootLogo, ...]:
    """Those at the foot of the programme's pages, in the active language."""
    return remembered("foot-logos", programme, _foot_of)


def _foot_of(programme_id: int) -> tuple[FootLogo, ...]:
    return tuple(
        FootLogo(
            url=reverse("evidence:logo", args=[logo.document_id]),
            alt=str(alt_of(logo)),
            width=logo.document.width,
            height=logo.document.height,
        )
        for logo in shown(programme_id, Placement.FOOT)
    )


def shown(programme_id: int, placement: Placement) -> "QuerySet[Logo]":
    """In their order."""
    logos = Logo.objects.filter(programme=programme_id, document__state=State.STORED, **{placement.value: True})
    return logos.select_related("organisation", "document").order_by("order", "pk")


def alt_of(logo: Logo) -> TextPair:
    """What a screen reader says: the organisation's name in each language in which nothing else is written."""
    name = TextPair.of(logo.organisation, "name")
    return TextPair(lv=logo.alt_lv or name.lv, en=logo.alt_en or name.en)


def printed(programme_id: int, placement: Placement) -> tuple[PrintedLogo, ...]:
    """Those that a paper made now keeps."""
    return tuple(
        PrintedLogo(
            document_id=logo.document_id,
            sha256=logo.document.sha256,
            extension=str(logo.document.file.name).rpartition(".")[2],
            alt=alt_of(logo),
            width_mm=logo.width_mm,
            height_mm=height_on_paper(logo),
        )
        for logo in shown(programme_id, placement)
    )


def height_on_paper(logo: Logo) -> int:
    """In mm, rounded up; 0 where the picture does not tell its size."""
    width, height = logo.document.width or 1, logo.document.height or 0
    return ceil(logo.width_mm * height / width)


def height_of_rows(sizes: Iterable[tuple[int, int]], *, across: int, gap: int) -> int:
    """How high logos of these widths and heights stand in rows `across` wide; all in mm, a gap after each."""
    left = height = row = 0
    for wide, high in sizes:
        if left and left + wide > across:
            height, left, row = height + row, 0, 0
        left, row = left + wide + gap, max(row, high + gap)
    return height + row


def contents(logos: Iterable[PrintedLogo]) -> dict[str, bytes]:
    """By the address on the paper. A picture that is gone, or is not the one that was kept, is left out."""
    wanted = {logo.document_id: logo for logo in logos}
    content_at: dict[str, bytes] = {}
    if not wanted:
        return content_at
    for document in Document.objects.stored().filter(kind=Kind.LOGO, pk__in=wanted):
        with contextlib.suppress(FileNotFoundError), default_storage.open(str(document.file.name)) as file:
            content = file.read()
            if hashlib.sha256(content).hexdigest() == wanted[document.pk].sha256:
                content_at[wanted[document.pk].address] = content
    return content_at
