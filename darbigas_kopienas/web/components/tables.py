"""Tables that are read with eyes, ears and thumbs: caption, scopes, sort in the address, cards on phones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .library import register
from .parts import badge
from .text import shown

NUMBERS = frozenset({"count", "money", "percent", "hours"})


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `kind` is text, count, money, date, percent, hours, badge or html; `sort` the key in the address."""

    name: str | Promise
    kind: str = "text"
    sort: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class Row:
    """Raw values under the columns; the first is the row's heading and links to `url`."""

    cells: Sequence[Any]
    url: str = ""
    note: str | Promise = ""


def _cell(value: Any, column: Column) -> str:
    if column.kind == "badge":
        return badge(value) if value else ""
    return value if column.kind == "html" else shown(value, column.kind)


def _row(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    cells = [{"text": _cell(value, column), "column": column} for value, column in zip(row.cells, columns, strict=True)]
    return {"head": cells[0], "cells": cells[1:], "url": row.url, "note": row.note}


def _total(row: Row, columns: Sequence[Column]) -> dict[str, object]:
    """A total has nothing to say under most columns: left empty there, and left out of a phone's card."""
    made = _row(row, columns)
    for cell, value in zip(made["cells"], row.cells[1:], strict=True):
        cell["text"] = "" if value is None else cell["text"]
    return made


@register.inclusion_tag("components/table.html", takes_context=True)
def table(
    context: Context,
    columns: Sequence[Column],
    rows: Sequence[Row],
    caption: str | Promise = "",
    total: Row | None = None,
) -> dict[str, object]:
    """A whole table. Raises ValueError where a row has more or fewer cells than there are columns."""
    return {
        "columns": columns,
        "rows": [_row(row, columns) for row in rows],
        "total": _total(total, columns) if total else None,
        "caption": caption,
        "request": context.get("request"),
    }


def _address(context: Context, **changes: Any) -> str:
    """The page's own address with some words of its query changed."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return ""
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def sort_th(context: Context, name: str | Promise, key: str = "", kind: str = "text") -> SafeString:
    """A column's heading that sorts by `?sort=key`, and on the second press by `?sort=-key`."""
    css = SafeString(' class="num"') if kind in NUMBERS else SafeString("")
    if not key:
        return format_html('<th scope="col"{}>{}</th>', css, name)
    request = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    arrow, order, wanted = "", SafeString(""), key
    if current.lstrip("-") == key:
        is_falling = current.startswith("-")
        arrow, wanted = ("↓", key) if is_falling else ("↑", f"-{key}")
        order = format_html(' aria-sort="{}"', "descending" if is_falling else "ascending")
    return format_html(
        '<th scope="col"{}{}><a href="{}">{} <span aria-hidden="true">{}</span></a></th>',
        css, order, _address(context, sort=wanted, page=None), name, arrow,
    )  # fmt: skip


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> dict[str, object]:
    """Earlier and later; the other words of the address stay."""
    return {
        "page": page,
        "label": _("Pages"),
        "earlier": _address(context, **{name: page.previous_page_number()}) if page.has_previous() else "",
        "later": _address(context, **{name: page.next_page_number()}) if page.has_next() else "",
    }
