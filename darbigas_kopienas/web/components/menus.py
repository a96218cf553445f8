"""The lines of the frame's menus: every page draws some thirty, and each is the same every time."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .library import register
from .parts import icon


class Line(Protocol):
    """A line of a menu; `label` is in the reader's language already."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def is_current(self) -> bool: ...


@register.simple_tag
def menu_lines(lines: Iterable[Line], icons: bool = True) -> SafeString:
    """What stands in a menu's `<ul>`."""
    return SafeString(
        "".join(_line(line.label, line.url, line.icon if icons else "", line.is_current) for line in lines)
    )


@lru_cache(maxsize=500, typed=True)  # a text that is to be escaped is equal to the safe one
def _line(label: str, url: str, icon_name: str, is_current: bool) -> SafeString:
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        url,
        SafeString(' aria-current="true"' if is_current else ""),
        icon(icon_name) if icon_name else "",
        label,
    )
