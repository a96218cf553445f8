"""The versions of the privacy notice, which everybody may read."""

from datetime import date

from django.core.cache import caches
from django.http import Http404
from django.shortcuts import get_object_or_404

from darbigas_kopienas.values import clock

from .models import PrivacyNotice

A_MINUTE = 60  # seconds
LAST_VERSION = 2_147_483_647  # a larger number is no row's


def current_notice() -> PrivacyNotice | None:
    return PrivacyNotice.objects.current()


def notice_of(version: int) -> PrivacyNotice:
    """Raises Http404."""
    if version > LAST_VERSION:
        raise Http404
    return get_object_or_404(PrivacyNotice, version=version)


def last_notice() -> PrivacyNotice | None:
    """Also one that does not hold yet."""
    return PrivacyNotice.objects.order_by("pk").last()


def all_notices() -> list[PrivacyNotice]:
    """The latest first, those to come too; without their texts."""
    return list(PrivacyNotice.objects.defer("body_lv", "body_en"))


def held_since() -> date | None:
    """Remembered for a minute: forms that many open at once say it."""
    key = f"privacy-notice:{clock.today()}"
    days: tuple[date | None] | None = caches["process"].get(key)
    if days is None:
        notice = current_notice()
        days = (notice.valid_from if notice is not None else None,)
        caches["process"].set(key, days, A_MINUTE)
    return days[0]
