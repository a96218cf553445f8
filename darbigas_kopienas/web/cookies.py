"""Names of our cookies. Over https each begins with `__Host-`: a browser takes such a one only from this very host, so
no other host of the council's domain can plant or read it."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

THEME = "theme"


def cookie_name(name: str) -> str:
    return f"{settings.COOKIE_PREFIX}{name}"


class MessageCookie(CookieStorage):
    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.cookie_name = cookie_name("messages")


class MessageStorage(FallbackStorage):
    storage_classes = (MessageCookie, SessionStorage)
