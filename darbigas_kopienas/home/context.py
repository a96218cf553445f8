"""What every page's frame needs: menu, programme, languages. Nothing is read until the frame asks for it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, override

from darbigas_kopienas.evidence.logos import FootLogo, foot_logos
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, memberships_of, permissions_anywhere
from darbigas_kopienas.programme.current import current_programme, programmes_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.remembered import funders_of
from darbigas_kopienas.rooms import Menu, MenuLine, Room, registered
from darbigas_kopienas.web.cookies import THEME, cookie_name

_OWN_NAMES = {"lv": "Latviešu", "en": "English"}
_THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu."""

    label: str
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
    def written_in(self) -> int | None:
        """The programme that a form of this page is written in, by whoever belongs to one; else None."""
        belongs = self.programme is not None and bool(memberships_of(self._user))
        return self.programme.pk if self.programme is not None and belongs else None

    @cached_property
    def nav(self) -> list[Item]:
        if self._user is None or not self._user.is_authenticated:
            return self._marked(Menu.ROOMS)
        own = (Menu.OWN,) if Permission.SEE_STAFF in self._permissions else (Menu.OWN, Menu.PARTICIPANT)
        return self._marked(*own, Menu.ROOMS, Menu.STAFF)

    @cached_property
    def personal(self) -> list[Item]:
        """What stands in the main menu is not said again."""
        shown = {item.url for item in self.nav}
        return [item for item in self._marked(Menu.PERSONAL) if item.url not in shown]

    @cached_property
    def foot_logos(self) -> tuple[FootLogo, ...]:
        return foot_logos(self.programme)

    @cached_property
    def funders(self) -> tuple[str, ...]:
        return funders_of(self.programme)

    @property
    def foot(self) -> tuple[Item, ...]:
        return self._lines(Menu.FOOT)

    @property
    def front_url(self) -> str:
        return reverse("home:front")

    @property
    def login_url(self) -> str:
        return reverse("account_login")

    @cached_property
    def logout_url(self) -> str:
        return reverse("account_logout")

    @cached_property
    def choose_programme_url(self) -> str:
        return reverse("home:programme_choose")

    @property
    def _user(self) -> AnyUser | None:
        return getattr(self._request, "user", None)

    @cached_property
    def _permissions(self) -> frozenset[Permission]:
        own = permissions_anywhere(self._user)
        # A system administrator has no role, sees no content, and ends roles.
        return own | {Permission.MANAGE_ROLES} if getattr(self._user, "is_superuser", False) else own

    def _marked(self, *menus: Menu) -> list[Item]:
        """The line of this page, or the one under which it lies, is marked."""
        lines = self._lines(*menus)
        here = max((item.url for item in lines if self._request.path.startswith(item.url)), key=len, default="")
        return [Item(item.label, item.url, item.icon, is_current=True) if item.url == here else item for item in lines]

    def _lines(self, *menus: Menu) -> tuple[Item, ...]:
        # What every page asks for depends on no more than this, so it is put together once.
        return _lines_of(
            tuple(registered()), menus, self._permissions, get_language(), get_urlconf(), get_script_prefix()
        )


@lru_cache(maxsize=500)
def _lines_of(
    rooms: tuple[Room, ...],
    menus: tuple[Menu, ...],
    permissions: frozenset[Permission],
    _language: str | None,
    _urls: str | None,
    _prefix: str,
) -> tuple[Item, ...]:
    """The lines of these menus for whoever holds these permissions anywhere, one menu after the other."""
    lines: list[MenuLine] = []
    for menu in menus:
        of_menu = (line for room in rooms for line in room.menu if line.menu == menu)
        lines += sorted(of_menu, key=lambda line: line.order)
    shown = [line for line in lines if not line.permissions or line.permissions & permissions]
    return tuple(Item(str(line.label), reverse(line.page), line.icon) for line in shown)


def page_languages(request: HttpRequest) -> list[PageLanguage]:
    """This page in each language; nothing for an address outside the languages' prefixes."""
    match = getattr(request, "resolver_match", None)
    if match is None or request.method not in {"GET", "HEAD", "POST"}:
        return []
    path, mark, query = request.get_full_path().partition("?")
    active = get_language()
    paths = {code: path if code == active else _path_in(code, match) or path for code in _OWN_NAMES}
    if len(set(paths.values())) == 1:
        return []
    return [
        PageLanguage(code, _OWN_NAMES[code], f"{url}{mark}{query}", settings.PUBLIC_URL + url, code == active)
        for code, url in paths.items()
    ]


def _path_in(language: str, match: ResolverMatch) -> str:
    """The page's address in another language, of what Django has found out about it already; else empty."""
    with override(language):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return ""


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
