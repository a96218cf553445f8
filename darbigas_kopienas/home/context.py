"""What every page's frame needs: menu, programme, languages. Nothing is read until the frame asks for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language

from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.current import current_programme, programmes_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.rooms import Menu, MenuLine, registered
from darbigas_kopienas.web.cookies import THEME, cookie_name

_OWN_NAMES = {"lv": "Latviešu", "en": "English"}
_THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """The same page in one of the portal's languages."""

    code: str
    name: str
    url: str
    absolute: str
    is_current: bool


class Portal:
    """The frame's words for one request."""

    is_demo = settings.DEMO

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def programmes(self) -> list[Programme]:
        return programmes_of(self._request)

    @cached_property
    def programme(self) -> Programme | None:
        return current_programme(self._request)

    @cached_property
    def nav(self) -> list[Item]:
        user = getattr(self._request, "user", None)
        if not getattr(user, "is_authenticated", False):
            return self._items(Menu.ROOMS)
        own = (Menu.OWN,) if may_anywhere(user, Permission.SEE_STAFF) else (Menu.OWN, Menu.PARTICIPANT)
        return self._items(*own, Menu.ROOMS, Menu.STAFF)

    @cached_property
    def personal(self) -> list[Item]:
        """What stands in the main menu is not said again."""
        shown = {item.url for item in self.nav}
        return [item for item in self._items(Menu.PERSONAL) if item.url not in shown]

    @cached_property
    def foot(self) -> list[Item]:
        return self._items(Menu.FOOT)

    @property
    def front_url(self) -> str:
        return reverse("home:front")

    @property
    def login_url(self) -> str:
        return reverse("account_login")

    @property
    def logout_url(self) -> str:
        return reverse("account_logout")

    @property
    def choose_programme_url(self) -> str:
        return reverse("home:programme_choose")

    def _items(self, *menus: Menu) -> list[Item]:
        """The lines of these menus, one menu after the other; the one of this page, or under which it lies, marked."""
        lines = [(line, reverse(line.page)) for menu in menus for line in _lines_of(menu) if self._is_shown(line)]
        here = max((url for _line, url in lines if self._request.path.startswith(url)), key=len, default="")
        return [Item(line.label, url, line.icon, url == here) for line, url in lines]

    def _is_shown(self, line: MenuLine) -> bool:
        user = getattr(self._request, "user", None)
        return not line.permissions or any(may_anywhere(user, permission) for permission in line.permissions)


def _lines_of(menu: Menu) -> list[MenuLine]:
    lines = (line for room in registered() for line in room.menu if line.menu == menu)
    return sorted(lines, key=lambda line: line.order)


def page_languages(request: HttpRequest) -> list[PageLanguage]:
    """This page in each language; nothing for an address outside the languages' prefixes."""
    if not getattr(request, "resolver_match", None) or request.method not in {"GET", "HEAD", "POST"}:
        return []
    here, active = request.get_full_path(), get_language()
    languages = []
    for code, name in _OWN_NAMES.items():
        url = here if code == active else translate_url(here, code)
        languages.append(PageLanguage(code, name, url, settings.PUBLIC_URL + urlsplit(url).path, code == active))
    return languages if len({language.url for language in languages}) > 1 else []


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal`, `page_languages`, `canonical_url`, `theme`, `theme_cookie`."""
    theme_cookie = cookie_name(THEME)
    theme = request.COOKIES.get(theme_cookie, "")
    return {
        "portal": Portal(request),
        "page_languages": page_languages(request),
        "canonical_url": settings.PUBLIC_URL + request.path,
        "theme": theme if theme in _THEMES else "",
        "theme_cookie": theme_cookie,
    }
