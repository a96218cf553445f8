"""A list that is narrowed and sorted by its address, so a filtered list can be stored and sent."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import django_filters
from django import forms
from django.db.models import F
from django.utils.translation import gettext as _

from .list_query import EVERY_LIST, MOST_SHOWN, refuse, require_form

Q = TypeVar("Q")  # a queryset


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that no field shows: what it is, and the address without it."""

    label: str
    value: str
    url: str


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """Filters and sort of one list. What the address says that does not exist is refused (see `list_query`).

    `sorts` names what `?sort=` may say and the columns it means; rows without a value come last either way.
    `in_tabs` are the hidden filters that the page shows by itself; every other hidden one is shown as a chip.
    """

    sorts: ClassVar[dict[str, tuple[str, ...]]]
    default_sort: ClassVar[str]
    in_tabs: ClassVar[frozenset[str]] = frozenset()

    def offer(self, name: str, choices: list[tuple[str, Any]], *, least: int = 1) -> None:
        """With too little to choose from there is no field; an address that says it is understood all the same."""
        self.filters[name].extra["choices"] = choices
        if len(choices) < least:
            self.filters[name].extra["widget"] = forms.HiddenInput

    def chosen(self, name: str) -> str:
        """What the address says of one filter; nothing where it says what does not exist."""
        return "" if name in self.form.errors else str(self.form.cleaned_data.get(name) or "")

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen(name) for name in self.filters)

    @property
    def chips(self) -> list[Chip]:
        hidden = [field.name for field in self.form.hidden_fields() if field.name not in self.in_tabs]
        return [self._chip(name) for name in hidden if self.chosen(name)]

    @property
    def in_words(self) -> list[str]:
        """Each filter in use with its value, for a file that leaves the list."""
        return [f"{self.filters[name].label}: {self._value(name)}" for name in self.filters if self.chosen(name)]

    def _value(self, name: str) -> str:
        choices = {str(value): str(text) for value, text in self.filters[name].extra.get("choices", ())}
        return choices.get(self.chosen(name), self.chosen(name))

    def _chip(self, name: str) -> Chip:
        query = self.data.copy()
        for word in (name, "page"):
            query.pop(word, None)
        return Chip(str(self.filters[name].label), self._value(name), f"?{query.urlencode()}")

    @property
    def sorted_by(self) -> str:
        wanted = str(self.data.get("sort", ""))
        return wanted if wanted in self.sorts else self.default_sort

    def require_known(self, *, also: Collection[str] = ()) -> None:
        """Raise UnknownWords for a word or a value that this list does not have; `also` are words that others check."""
        require_form(self.data, self.form, also=dict.fromkeys((*EVERY_LIST, *also)), several=also)
        wanted = str(self.data.get("sort", ""))
        if wanted and wanted not in self.sorts:
            sentence = _("The list cannot be sorted by “%(value)s”.") % {"value": wanted[:MOST_SHOWN]}
            refuse({"sort": sentence})

    def rows(self, *, also: Collection[str] = ()) -> Any:
        """The filtered, sorted rows, of the queryset's own class. Raises UnknownWords, see `require_known`."""
        self.require_known(also=also)
        return self.narrow(self.queryset.all())

    def narrow(self, queryset: Q) -> Q:
        """The queryset's filtered rows, sorted; after `require_known`."""
        rows: Q = self.filter_queryset(queryset).order_by(*self.order())
        return rows

    def order(self, path: str = "", **instead: str) -> list[Any]:
        """The columns of the sort; `path` leads to the row from what is sorted along, which has others `instead`."""
        columns = ((name.startswith("-"), name.removeprefix("-")) for name in self.sorts[self.sorted_by])
        names = ((falls, instead.get(name, path + name)) for falls, name in columns)
        return [F(name).desc(nulls_last=True) if falls else F(name).asc(nulls_last=True) for falls, name in names]
