"""How often one address may ask for what could be guessed. A school sits behind one address: limits are wide."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def is_over_limit(request: HttpRequest, name: str, *, most: int, seconds: int) -> bool:
    """Counts this request; True from the one after `most` on, until `seconds` after the first. Kept by hash."""
    key = f"often:{name}:{hashlib.sha256(_address(request).encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return most < 1
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ran out between the two
        cache.add(key, 1, seconds)
        return most < 1


def _address(request: HttpRequest) -> str:
    """The client's, as the outermost proxy of ours saw it; what the client itself claims is never believed."""
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if settings.PROXY_COUNT and len(passed) >= settings.PROXY_COUNT:
        return passed[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))
