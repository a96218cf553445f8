"""The code printed on a certificate, by which anybody can check it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

CODE_GROUP = 4


def plain_code(typed: str) -> str:
    """What a person typed, as codes are kept: without spaces and dashes, look-alikes put right."""
    plain_text = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return plain_text.translate(str.maketrans("OIL", "011"))[:40]


def spaced_code(code: str) -> str:
    """In groups of four, as printed and as one reads it aloud."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def check_address(code: str, language: str) -> str:
    """Of the public page on which anybody can hold the paper against what the portal knows."""
    with override(language):
        return f"{settings.PUBLIC_URL}{reverse('seminars:certificate_check', args=[code])}"
