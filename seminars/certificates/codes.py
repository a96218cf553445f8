"""The code printed on a certificate, by which anybody can check it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def check_address(code: str, language: str) -> str:
    """Of the public page on which anybody can hold the paper against what the portal knows."""
    with override(language):
        return f"{settings.PUBLIC_URL}{reverse('seminars:certificate_check', args=[code])}"
