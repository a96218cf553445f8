"""How often one address may ask for what could be guessed. A school sits behind one address: limits are wide."""

import hashlib
import ipaddress
from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest

from darbigas_kopienas.values import clock

from .security_log import Event, Outcome, note

COUNT = """
    INSERT INTO portal_cache AS counted (cache_key, value, expires) VALUES (%s, '1', %s)
    ON CONFLICT (cache_key) DO UPDATE SET value = counted.value::int + 1 RETURNING value
"""


def is_over_limit(
    request: HttpRequest, name: str, *, most: int, seconds: int, is_each_process_alone: bool = False
) -> bool:
    """Counts this request for its network, as `is_over` does."""
    whose = network_of(request)
    if not is_over(name, whose, most=most, seconds=seconds, is_each_process_alone=is_each_process_alone):
        return False
    request.is_limit_noted = True  # type: ignore[attr-defined]  # noted_answers.py need not do it
    return True


def is_over(name: str, whose: str, *, most: int, seconds: int, is_each_process_alone: bool = False) -> bool:
    """Counts one more for `whose`; True from the one after `most` on, within a span of `seconds`. Kept by hash.

    Exact, however many ask at one moment. `is_each_process_alone` counts in the memory of each web process and asks no
    database: so many times `most` come through.
    """
    span = int(clock.now().timestamp()) // seconds
    key = f"often:{name}:{span}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"
    if (_count_here(key, seconds) if is_each_process_alone else _count_in_common(key, seconds)) <= most:
        return False
    note(Event.RATE_LIMIT, Outcome.REFUSED, limit=name)
    return True


def _count_here(key: str, seconds: int) -> int:
    cache = caches["process"]
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # thrown out at this very moment, since the memory was full
        return 1


def _count_in_common(key: str, seconds: int) -> int:
    """One statement in the cache's table, which reads and writes at once; the cache's own interface cannot."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, clock.now() + timedelta(seconds=seconds)])
        return int(cursor.fetchone()[0])


def forget_expired() -> None:
    """Whatever in the cache's table has run out, allauth's counts too: Django deletes it only from a full table."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_cache WHERE expires < %s", [clock.now()])


def network_of(request: HttpRequest) -> str:
    """An IPv6 visitor has 2^64 addresses to choose from: the network that one connection is given counts as one."""
    address = _address(request)
    try:
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    except ValueError:  # IPv4, or no address at all
        return address


def _address(request: HttpRequest) -> str:
    """The client's, as the outermost proxy of ours saw it; what the client itself claims is never believed."""
    passed = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",") if address.strip()]
    if settings.PROXY_COUNT and len(passed) >= settings.PROXY_COUNT:
        return passed[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))
