"""A place and its municipality as everybody reads them: each said once, on every page, in letters and calendars."""

from decimal import Decimal
from urllib.parse import urlencode

from .models import Municipality

POINT_MAP = "https://www.openstreetmap.org/"
MAP = f"{POINT_MAP}search"


def where(place: str, municipality: Municipality | None) -> str:
    """`Smilšu iela 92, Daugavpils`; a place that names its municipality is not followed by it."""
    is_named = municipality is None or municipality.is_named_in(place)
    return ", ".join(filter(None, [place.strip().rstrip(","), "" if is_named else str(municipality)]))


def map_url(place: str, municipality: Municipality | None) -> str:
    """Where a map shows it, for whoever follows the link; empty where only the municipality is known."""
    return f"{MAP}?{urlencode({'query': where(place, municipality)})}" if place.strip() else ""


def point_url(latitude: Decimal, longitude: Decimal) -> str:
    """Where a map shows the point with a marker, near enough to see the house."""
    point = urlencode({"mlat": f"{latitude:.5f}", "mlon": f"{longitude:.5f}"})
    return f"{POINT_MAP}?{point}#map=17/{latitude:.5f}/{longitude:.5f}"
