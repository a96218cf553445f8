"""Frozen figures to a file: figures -> template -> HTML -> PDF. No queries; the same figures give the same bytes."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas.values import pdf
from darbigas_kopienas.values.codes import spaced

from . import present
from .snapshot import PartyFacts, ReportFigures

QR_SIDE_MM = 20
STYLESHEETS = ("css/pdf-report.css",)  # not linked in the page: read once for each worker, fonts and all
SIGNING_ROLES = ("applicant", "implementer")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the printed page leads: the check page, and the page of each figure's records."""

    check: str
    trace: str


def addresses(code: str) -> Addresses:
    """In the active language's words, at the portal's public address."""
    check = reverse("reports:report_check", args=[code])
    trace = reverse("reports:report_detail", args=[code])
    return Addresses(check=f"{settings.PUBLIC_URL}{check}", trace=f"{settings.PUBLIC_URL}{trace}")


def render_pdf(
    figures: ReportFigures,
    *,
    seal: str,
    language: str,
    photos: Mapping[str, bytes],
    logos: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """`photos` holds, by the sha256 of its document, the WebP of each photo that may be shown today.

    `logos` holds those of the snapshot, by their addresses (`evidence.logos.contents`).
    A photo of the snapshot that is not among them is left out: consent can be withdrawn. Raises pdf.PdfError.
    """
    with override(language):
        leads = addresses(figures.code)
        shown = context(figures, seal, language, leads, frozenset(photos))
        shown["logos"] = [logo for logo in figures.logos if logo.address in logos]
        html = render_to_string("pdf/report.html", shown)
        media = {f"media/{sha256}.webp": content for sha256, content in photos.items()}
        media |= {**logos, "media/qr.svg": qr(leads.check)}
        return pdf.render(
            html,
            title=present.title(figures),
            language=language,
            created_at=figures.as_of,
            media=media,
            stylesheets=STYLESHEETS,
        )


def context(
    figures: ReportFigures, seal: str, language: str, leads: Addresses, media: frozenset[str]
) -> dict[str, object]:
    """What the template may show; plain values only."""
    return {
        "figures": figures,
        "language": language,
        "title": present.title(figures),
        "trace": leads.trace,
        "check_address": leads.check,
        "short_period": present.short_period(figures),
        "code_words": present.code_words(figures),
        "spaced_code": spaced(figures.code),
        "seal": seal,
        "media": media,
        "disputes": present.disputes(figures),
        "main_amounts": present.main_amounts(figures),
        "signatories": signatories(figures),
        "page_of_pages": page_of_pages(),
    }


def page_of_pages() -> SafeString:
    """What the foot of each page counts, in the order of the active language: for the style's `content`."""
    words = _("Page %(number)s of %(count)s") % {"number": '" counter(page) "', "count": '" counter(pages) "'}
    return SafeString(f'"{words}"')


def signatories(figures: ReportFigures) -> list[PartyFacts]:
    """Those who answer for the report: the applicant and the implementer."""
    return [party for party in figures.parties if party.role in SIGNING_ROLES]


def qr(address: str) -> bytes:
    """A QR code of level M, 20 mm with its quiet zone; SVG whose attributes are all literal."""
    import segno

    code = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    side, border = code.symbol_size(scale=1, border=4)[0], 4
    plain = {"xmldecl": False, "omitsize": True, "svgclass": None, "lineclass": None}
    code.save(out, kind="svg", border=border, dark="#000", light="#fff", **plain)
    head = f'<svg width="{QR_SIDE_MM}mm" height="{QR_SIDE_MM}mm" '
    drawn = out.getvalue().decode()
    assert f'viewBox="0 0 {side} {side}"' in drawn  # noqa: S101 - a QR printed at another size would not be read
    return drawn.replace("<svg ", head, 1).encode()
