"""A place and its municipality as everybody reads them: each said once, on every page, in letters and calendars."""

from urllib.parse import urlencode

from .models import Municipality

MAP = "https://www.openstreetmap.org/search"


def where(place: str, municipality: Municipality | None) -> str:
    """`Smilšu iela 92, Daugavpils`; a place that names its municipality is not followed by it."""
    is_named = municipality is None or municipality.is_named_in(place)
    return ", ".join(filter(None, [place.strip().rstrip(","), "" if is_named else str(municipality)]))


def map_url(place: str, municipality: Municipality | None) -> str:
    """Where a map shows it, for whoever follows the link; empty where only the municipality is known."""
    return f"{MAP}?{urlencode({'query': where(place, municipality)})}" if place.strip() else ""
