"""What every page's frame needs: menu, programme, languages. Nothing is read until the frame asks for it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.current import current_programme, programmes_of
from darbigas_kopienas.programme.models import Programme

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


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str | Promise
    name: str
    icon: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)


_P = Permission
_ROOMS = (
    _Entry(_("Events"), "community_events:event_list", "calendar"),
    _Entry(_("Seminars"), "seminars:seminar_list", "users"),
    _Entry(_("Resource centres"), "resource_centre:centre_list", "package"),
    _Entry(_("Guidelines"), "guidelines:guideline_list", "book"),
)
_STAFF = (
    _Entry(_("Budget"), "budget:overview", "coins", frozenset({_P.SEE_BUDGET, _P.SEE_BUDGET_TOTALS})),
    _Entry(_("Reports"), "reports:report_list", "file-text", frozenset({_P.SEE_REPORT, _P.SEE_FINAL_REPORT})),
)
_MINE = _Entry(_("My tasks"), "home:my_tasks", "home")
_MY_SEMINARS = _Entry(_("My seminars"), "seminars:own_list", "users")
_PERSONAL = (
    _MY_SEMINARS,
    _Entry(_("My data"), "home:my_data", "user"),
    _Entry(_("Schools’ contacts"), "programme:school_contact_list", "building", frozenset({_P.INVITE})),
    _Entry(_("My account"), "account_email", "settings"),
)
_FOOT = (
    _Entry(_("Check a certificate"), "seminars:certificate_check_form", ""),
    _Entry(_("Accessibility statement"), "home:accessibility", ""),
    _Entry(_("Privacy"), "home:privacy", ""),
    _Entry(_("Style of the portal"), "home:style", ""),
)


def _url(name: str) -> str:
    """The address, or nothing: a portal may run without one of its rooms."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _may_any(user: Any, entry: _Entry) -> bool:
    return any(may_anywhere(user, one) for one in entry.permissions)


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
            return self._items(_ROOMS)
        staff = [entry for entry in _STAFF if _may_any(user, entry)]
        own = () if may_anywhere(user, Permission.SEE_STAFF) else (_MY_SEMINARS,)
        return self._items((_MINE, *own, *_ROOMS, *staff))

    @cached_property
    def personal(self) -> list[Item]:
        user = getattr(self._request, "user", None)
        return self._items(tuple(one for one in _PERSONAL if not one.permissions or _may_any(user, one)))

    @cached_property
    def foot(self) -> list[Item]:
        return self._items(_FOOT)

    @property
    def front_url(self) -> str:
        return _url("home:front")

    @property
    def login_url(self) -> str:
        return _url("account_login")

    @property
    def logout_url(self) -> str:
        return _url("account_logout")

    @property
    def choose_programme_url(self) -> str:
        return _url("home:programme_choose")

    def _items(self, entries: tuple[_Entry, ...]) -> list[Item]:
        found = ((entry, _url(entry.name)) for entry in entries)
        kept = [(entry, url) for entry, url in found if url]
        here = max((url for _entry, url in kept if self._request.path.startswith(url)), key=len, default="")
        return [Item(entry.label, url, entry.icon, url == here) for entry, url in kept]


def page_languages(request: HttpRequest) -> list[PageLanguage]:
    """This page in each language; nothing for an address outside the languages' prefixes."""
    if not getattr(request, "resolver_match", None) or request.method not in {"GET", "HEAD", "POST"}:
        return []
    here, active = request.get_full_path(), get_language()
    found = []
    for code, name in _OWN_NAMES.items():
        url = here if code == active else translate_url(here, code)
        found.append(PageLanguage(code, name, url, settings.PUBLIC_URL + urlsplit(url).path, code == active))
    return found if len({one.url for one in found}) > 1 else []


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal`, `page_languages`, `canonical_url`, `theme`."""
    theme = request.COOKIES.get("theme", "")
    return {
        "portal": Portal(request),
        "page_languages": page_languages(request),
        "canonical_url": settings.PUBLIC_URL + request.path,
        "theme": theme if theme in _THEMES else "",
    }
