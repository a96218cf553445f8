"""Filters that write numbers and days as the portal writes them everywhere."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from darbigas_kopienas.values import clock, formats

from .library import register

_CASES = {"nom": "nominative", "gen": "genitive", "dat": "dative", "loc": "locative"}


@register.filter
def money(value: Decimal | int | None) -> str:
    """`115 029,00 EUR`; nothing is a dash."""
    return formats.money(value)


@register.filter
def number(value: Decimal | int | None, places: int | None = None) -> str:
    """`1 204`; `{{ x|number:1 }}` rounds half up to one place."""
    return formats.number(value, places)


# An address of the portal's own, as a sentence says it.
_ADDRESS = re.compile(r"(?<!\S)/(?:lv|en)/[a-z0-9/-]+/(?!\S)")


def has_link(text: str) -> bool:
    return _ADDRESS.search(text) is not None


@register.filter
def with_links(text: str) -> SafeString:
    """A sentence whose addresses within the portal can be pressed; all else is escaped."""
    return mark_safe(_ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', conditional_escape(text)))


@register.filter
def unbroken(text: object) -> str:
    """What people typed, a place for instance: `Smilšu iela 92` stays in one line."""
    return formats.unbroken(str(text))


@register.filter
def percent(value: Decimal | int | None, base: Decimal | int = 100) -> str:
    """`62,0 %`; `{{ spent|percent:total }}` works the share out."""
    return formats.percent(value, base)


@register.filter
def day(value: date | None) -> str:
    """`08.02.2021`."""
    return formats.day(value)


@register.filter
def day_time(value: datetime | None) -> str:
    """`08.02.2021 14.05` on the wall clock of Latvia."""
    return formats.moment(value)


@register.filter
def machine_time(value: date) -> str:
    """For `<time datetime>`: a day, or a moment cut to seconds; HTML allows three decimals, the database six."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    return value.isoformat()


@register.filter
def long_date(value: date | None, case: str = "nom") -> str:
    """`2021. gada 8. februāris`; the case is nom, gen, dat or loc (or its full name)."""
    return formats.EMPTY if value is None else formats.long_date(value, formats.Case(_CASES.get(case, case)))


@register.filter
def long_days(value: Iterable[date], case: str = "nom") -> str:
    """`2026. gada 10.–11. decembris`; the case as for `long_date`."""
    return formats.long_days(value, formats.Case(_CASES.get(case, case)))


@register.filter
def short_days(value: Iterable[date]) -> str:
    """`10.–11. dec.`."""
    return formats.short_days(value)


@register.filter
def weekdays(value: Iterable[date]) -> str:
    """`ceturtd.–piektd.`."""
    return formats.weekdays(value)


@register.filter
def hour(value: datetime) -> str:
    """`10.00`."""
    return formats.hour(value)


@register.filter
def until(starts: datetime, ends: datetime) -> str:
    """`{{ session.starts_at|until:session.ends_at }}`: `10.00–15.30`."""
    return formats.hours_between(starts, ends)


def shown(value: Any, kind: str) -> str:
    """A cell's value as text, by its column's kind."""
    if value is None or value == "":
        return formats.EMPTY
    if kind == "money":
        return formats.money(value)
    if kind == "percent":
        return formats.percent(value)
    if kind in {"count", "hours"} and isinstance(value, Decimal | int):
        return formats.short_number(value)
    if kind == "date" and isinstance(value, date):
        return formats.day(value)
    return str(value)


@register.filter
def hours(value: Decimal | int | None) -> str:
    """`6`, `1,5`: hours as they are spoken, without the zeros that a column keeps."""
    return formats.short_number(value)


@register.filter
def academic_hours(value: Decimal | int) -> str:
    """`6 akadēmiskās stundas`, `1,5 akadēmiskās stundas`: a half is counted in the plural."""
    return formats.academic_hours(value)
