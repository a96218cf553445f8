"""Since when the privacy notice of today holds, for whoever types their data."""

from datetime import date

from django.core.cache import caches

from darbigas_kopienas.values import clock

from .models import PrivacyNotice

A_MINUTE = 60  # seconds


def held_since() -> date | None:
    """Remembered for a minute: forms that many open at once say it."""
    key = f"privacy-notice:{clock.today()}"
    days: tuple[date | None] | None = caches["process"].get(key)
    if days is None:
        notice = PrivacyNotice.objects.current()
        days = (notice.valid_from if notice is not None else None,)
        caches["process"].set(key, days, A_MINUTE)
    return days[0]
