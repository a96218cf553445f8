"""The code of one page of a sign-in sheet: in its QR as an address, beside it as letters to type.

It only names the session and the page; who may file there is asked when it is used.
"""

import base64
import hmac
import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

SALT = "participation.sheet"
MARK_LETTERS = 10  # 50 bits: a page of another session is not found by trying
_CODE = re.compile(r"([0-9]{1,12})-([0-9]{1,4})-([A-Z2-7]{10})")


@dataclass(frozen=True)
class SheetPage:
    session: int
    page: int


def code_of(session: int, page: int) -> str:
    return f"{session}-{page}-{_mark(session, page)}"


def page_in(text: str) -> SheetPage | None:
    """The page named by a code, or by an address that ends with it; None where it was not made here."""
    match = _CODE.fullmatch(text.strip().rstrip("/").rsplit("/", 1)[-1].upper())
    if match is None:
        return None
    session, page = int(match[1]), int(match[2])
    return SheetPage(session, page) if hmac.compare_digest(match[3], _mark(session, page)) else None


def address_of(code: str) -> str:
    return settings.PUBLIC_URL + reverse("participation:sheet", args=[code])


def _mark(session: int, page: int) -> str:
    digest = salted_hmac(SALT, f"{session}-{page}", algorithm="sha256").digest()
    return base64.b32encode(digest)[:MARK_LETTERS].decode()
