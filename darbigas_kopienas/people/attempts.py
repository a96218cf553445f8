"""How often a way in may be tried: counted for the address from one network, and for the address from anywhere.

So nobody is locked out by what a stranger tries: from one network nobody reaches what holds from anywhere, and a
browser in which the person signed in before counts by itself. The numbers stand in sign_in_limits.py: an
action's own, `<action>_anywhere` and `<action>_known`.
"""

import math
import time
from dataclasses import dataclass, field

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.core.cache import cache
from django.http import HttpRequest

from darbigas_kopienas.web.security_log import Event, Outcome, note

from . import known_browsers
from .sign_in_events import number_of

APP = "allauth.account"


@dataclass
class Attempt:
    """Counted when it is made. `minutes` until the next may be, where it was one too many; else 0."""

    minutes: int = 0
    counted: list[RateLimitUsage] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return self.minutes > 0

    def take_back(self) -> None:
        """It was right, so it does not count."""
        for usage in self.counted:
            usage.rollback()


def attempt(request: HttpRequest, action: str, email: str) -> Attempt:
    made = Attempt()
    for name, key in _limits(request, action, email):
        usage = ratelimit.consume(request, app=APP, action=name, key=key)
        if usage is None:
            note(Event.LOCK_OUT, Outcome.REFUSED, user=number_of(email), action=name)
            return Attempt(minutes=_minutes_left(request, name, key), counted=made.counted)
        made.counted.append(usage)
    return made


def forget(request: HttpRequest, action: str, email: str) -> None:
    """As though nothing had been tried: whoever has a new password by a letter may use it."""
    for name, key in _limits(request, action, email):
        ratelimit.clear(request, app=APP, action=name, key=key)


def _limits(request: HttpRequest, action: str, email: str) -> list[tuple[str, str]]:
    """(action, key) of what holds for this browser."""
    address = email.strip().lower()
    if browser := known_browsers.browser_of(request, address):
        return [(f"{action}_known", f"{address}|{browser}")]
    return [(action, f"{address}|{ratelimit.get_ip(request)}"), (f"{action}_anywhere", address)]


def _minutes_left(request: HttpRequest, action: str, key: str) -> int:
    """Until each limit has room again; at least one."""
    now, seconds = time.time(), 0.0
    for rate in ratelimit.get_rates(app=APP, action=action):
        place = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        times: list[float] = cache.get(place, [])
        if len(times) >= rate.amount:  # the latest first
            seconds = max(seconds, times[rate.amount - 1] + rate.duration - now)
    return max(1, math.ceil(seconds / 60))
