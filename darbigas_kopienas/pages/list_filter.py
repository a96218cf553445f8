"""A list that is narrowed and sorted by its address, so a filtered list can be kept and sent."""

from typing import Any, ClassVar

import django_filters
from django.db.models import F


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    """Filters and sort of one list; what the address says that does not exist is left out.

    `sorts` names what `?sort=` may say and the columns it means; rows without a value come last either way.
    """

    sorts: ClassVar[dict[str, tuple[str, ...]]]
    default_sort: ClassVar[str]

    def offer(self, name: str, choices: list[tuple[str, Any]], *, least: int = 1) -> None:
        """A filter with too little to choose from is left out."""
        if len(choices) >= least:
            self.filters[name].extra["choices"] = choices
        else:
            del self.filters[name]

    def chosen(self, name: str) -> str:
        """What the address says of one filter; nothing where it says what does not exist."""
        return "" if name in self.form.errors else str(self.form.cleaned_data.get(name) or "")

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen(name) for name in self.filters)

    @property
    def sorted_by(self) -> str:
        wanted = str(self.data.get("sort", ""))
        return wanted if wanted in self.sorts else self.default_sort

    def rows(self) -> Any:
        """The filtered, sorted rows, of the queryset's own class."""
        order = self.sorts[self.sorted_by]
        return self.qs.order_by(
            *(F(name[1:]).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True) for name in order)
        )
