"""Addresses as QR codes of level M, for paper and for pages: SVG whose attributes are all literal."""

import io

PLAIN: dict[str, object] = {
    "xmldecl": False,
    "omitsize": True,
    "lineclass": None,
    "border": 4,
    "dark": "#000",
    "light": "#fff",
}


def for_print(address: str, *, side_mm: int) -> bytes:
    """As wide as said, its quiet zone included: a code printed at another size would not be read."""
    drawn = _drawn(address, svgclass=None)
    return drawn.replace("<svg ", f'<svg width="{side_mm}mm" height="{side_mm}mm" ', 1).encode()


def in_page(address: str) -> str:
    """For a template, through `safe`: nothing of the address stands in it as text."""
    return _drawn(address, svgclass="qr")


def _drawn(address: str, *, svgclass: str | None) -> str:
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", svgclass=svgclass, **PLAIN)
    return out.getvalue().decode()
