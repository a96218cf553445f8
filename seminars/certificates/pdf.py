"""Frozen facts to a paper: facts -> template -> HTML -> PDF. No queries; the same facts give the same bytes."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import override

from darbigas_kopienas.evidence.logos import ON_CERTIFICATE, PrintedLogo, height_of_rows
from darbigas_kopienas.values import formats, pdf
from darbigas_kopienas.values.codes import spaced

from .codes import check_address
from .facts import Facts, logos_of, rows

STYLESHEETS = ("css/pdf-certificate.css",)
LOGO_DPI = 300  # its only pictures of dots
QR_SIDE_MM = 26  # a telephone reads it from a hand's breadth
LONG_NAME = 34  # letters; a longer name is printed smaller, so that the paper stays one page
VERY_LONG_NAME = 60
MUCH_TEXT = 620  # letters of its facts; more are printed smaller
MUCH_TEXT_BESIDE_LOGOS = 420
TEXT_MM, DENSE_TEXT_MM = 164, 178  # the least height of what it says, as its style has it
BESIDE_SIGNATURE_MM = 18  # what logos may take without need of more room


def render_certificate(
    facts: Facts, *, code: str, issued_at: datetime, language: str, logos: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    """One page A4, PDF/UA-1. `issued_at` is the moment of issue, never of the rendering. Raises pdf.PdfError.

    `logos` holds those of the facts, by their addresses (`evidence.logos.contents`).
    """
    address = check_address(code, language)
    with override(language):
        said, printed = facts[language], rows(facts, language)
        drawn_logos = [logo for logo in logos_of(facts) if logo.address in logos]
        room = MUCH_TEXT_BESIDE_LOGOS if drawn_logos else MUCH_TEXT
        is_dense = sum(len(value) for _label, value in printed) > room
        context = {
            "said": said,
            "heading": said["training"] if said["approval"] else said["seminar"],
            "rows": printed,
            "logos": drawn_logos,
            "height": height_of_text(drawn_logos, is_dense=is_dense),
            "is_demo": facts["is_demo"],
            "code": spaced(code),
            "address": address,
            "language": language,
            "name_class": _name_class(said["holder"]),
            "is_dense": is_dense,
        }
        html = render_to_string("pdf/certificate.html", context)
        return pdf.render(
            html,
            title=f"{said['title']} {said['number']}",
            language=language,
            created_at=issued_at.astimezone(UTC),
            media={**logos, "media/qr.svg": qr(address)},
            stylesheets=STYLESHEETS,
            dpi=LOGO_DPI,
        )


def height_of_text(logos: list[PrintedLogo], *, is_dense: bool) -> int:
    """In mm: what the logos need beside the signature is taken from the empty paper above it."""
    sizes = [(logo.width_mm, logo.height_mm) for logo in logos]
    more = max(0, height_of_rows(sizes, **ON_CERTIFICATE) - BESIDE_SIGNATURE_MM)
    return (DENSE_TEXT_MM if is_dense else TEXT_MM) - more


def _name_class(name: str) -> str:
    if len(name) > VERY_LONG_NAME:
        return "very-long"
    return "long" if len(name) > LONG_NAME else ""


def file_name(number: str, holder: str, language: str) -> str:
    """`DK-2026-0001-janis-kalnins-lv.pdf`: plain letters, so every program unpacks it."""
    return f"{number}-{slugify(formats.folded(holder))[:60] or 'x'}-{language}.pdf"


def qr(address: str) -> bytes:
    """Level M with its quiet zone; SVG whose attributes are all literal."""
    import segno

    code = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    side, border = code.symbol_size(scale=1, border=4)[0], 4
    plain = {"xmldecl": False, "omitsize": True, "svgclass": None, "lineclass": None}
    code.save(out, kind="svg", border=border, dark="#000", light="#fff", **plain)
    drawn = out.getvalue().decode()
    assert f'viewBox="0 0 {side} {side}"' in drawn  # noqa: S101 - a QR printed at another size would not be read
    return drawn.replace("<svg ", f'<svg width="{QR_SIDE_MM}mm" height="{QR_SIDE_MM}mm" ', 1).encode()
