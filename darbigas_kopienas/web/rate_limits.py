"""How often one address may ask for what could be guessed. A school sits behind one address: limits are wide."""

import hashlib

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from darbigas_kopienas.values import clock


def is_over_limit(
    request: HttpRequest, name: str, *, most: int, seconds: int, is_each_process_alone: bool = False
) -> bool:
    """Counts this request; True from the one after `most` on, within a span of `seconds`. Kept by hash.

    Two requests at one moment may count as one: this holds off guessing, it is no lock. `is_each_process_alone` counts
    in the memory of each web process and asks no database: so many times `most` come through.
    """
    cache = caches["process" if is_each_process_alone else "default"]
    span = int(clock.now().timestamp()) // seconds
    key = f"often:{name}:{span}:{hashlib.sha256(_address(request).encode()).hexdigest()[:32]}"
    so_far = int(cache.get(key, 0))
    if so_far >= most:
        return True
    cache.set(key, so_far + 1, seconds)
    return False


def _address(request: HttpRequest) -> str:
    """The client's, as the outermost proxy of ours saw it; what the client itself claims is never believed."""
    passed = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",") if address.strip()]
    if settings.PROXY_COUNT and len(passed) >= settings.PROXY_COUNT:
        return passed[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))
