"""The list's filters: they live in the address, so a filtered list can be stored and sent.

A document may be split over lines and sources. Filtered by them, the list speaks of the shares that match and of
nothing else: a document is there if one share matches all of it, and those shares are summed, sorted and exported.
"""

from decimal import Decimal
from typing import ClassVar

import django_filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.choices import municipality_choices, municipality_chosen, periods_by_value
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.shared_statements import SharedRows, shared
from darbigas_kopienas.values.texts import column_in_language
from darbigas_kopienas.values.word_search import with_words

from .models import Expense, ExpenseShare
from .models.expenses import ExpenseQuerySet, ExpenseShareQuerySet
from .reporting import lines_of, sources_of


class ExpenseFilter(ListFilter):
    """`amount` of its rows is the sum of the shares that match; of the whole document where no share is asked for."""

    sorts: ClassVar = {
        "day": ("document_on", "pk"),
        "-day": ("-document_on", "-pk"),
        "supplier": ("sort_key", "pk"),
        "-supplier": ("-sort_key", "-pk"),
        "total": ("amount", "pk"),
        "-total": ("-amount", "-pk"),
        "number": ("number", "pk"),
        "-number": ("-number", "-pk"),
    }
    default_sort = "-day"

    q = django_filters.CharFilter(label=_("Supplier, number or description"), method="filter_words")
    state = django_filters.ChoiceFilter(label=_("State"), choices=Expense.State.choices, empty_label=_("All"))
    line = django_filters.ChoiceFilter(
        label=_("Budget line"), method="filter_shares", empty_label=pgettext_lazy("feminine", "All")
    )
    source = django_filters.ChoiceFilter(label=_("Source"), method="filter_shares", empty_label=_("All"))
    period = django_filters.ChoiceFilter(label=_("Period"), method="filter_period", empty_label=_("All"))
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), method="filter_municipality", empty_label=pgettext_lazy("feminine", "All")
    )

    activity = django_filters.ModelChoiceFilter(label=pgettext_lazy("filter", "Activity"), widget=forms.HiddenInput)

    class Meta:
        model = Expense
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, *, request: HttpRequest, programme: Programme) -> None:
        super().__init__(data, request=request)
        self.programme, user = programme, request.user
        self.periods = periods_by_value(programme)
        places = municipality_choices(user, Permission.SEE_BUDGET, programme)
        self.offer("line", [(str(line.pk), str(line)) for line in lines_of(programme, user)])
        self.offer("source", [(str(source.pk), str(source)) for source in sources_of(programme, user)])
        self.offer("period", [(value, str(period)) for value, period in self.periods.items()])
        self.offer("municipality", places, least=2)
        if "activity" in data:
            self.filters["activity"].queryset = Activity.objects.visible_to(user).filter(programme=programme)
        else:  # only a link names one: no field offers it
            del self.filters["activity"]

    def filter_words(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        return with_words(queryset, value)

    @property
    def share(self) -> dict[str, int]:
        """The line and the source that are asked for: together they are one share's."""
        return {name: int(value) for name in ("line", "source") if (value := self.chosen(name))}

    def filter_queryset(self, queryset: ExpenseQuerySet) -> ExpenseQuerySet:
        rows: ExpenseQuerySet = super().filter_queryset(queryset)
        return (rows.paid_by(**self.share) if self.share else rows).with_amount(**self.share)

    def seen_by(self, user: AnyUser) -> ExpenseQuerySet:
        """The documents of the list that the person sees, in its order; after `require_known`."""
        rows: ExpenseQuerySet = self.narrow(Expense.objects.visible_to(user).filter(programme=self.programme))
        return rows

    def shares_of(self, rows: ExpenseQuerySet) -> ExpenseShareQuerySet:
        """Of these rows, the shares that match, in the list's order."""
        shares = rows.shares_like(**self.share)
        return shares.order_by(*self.order("expense__", amount="document_amount"), "pk")

    @property
    def listed(self) -> "ExpenseQuerySet | SharedRows[Expense, AnyUser]":
        """The rows with what the page shows of each, in one statement."""
        if self.is_filtered:
            return self._shown_to(self.request.user)
        return SharedRows(f"expenses by {self.sorted_by}", self.request.user, self.programme.pk, self._shown_to)

    @property
    def totals(self) -> list[tuple[str, Decimal]]:
        """Each source with the sum of its shares in this list."""
        user: AnyUser = self.request.user
        if self.is_filtered:
            return list(self._sums_for(user))
        sums = shared("sums of expenses", user, self.programme.pk, self._sums_for, by_day=True).dicts(user.pk)
        return [(row["name"], row["euros"]) for row in sums]

    def _sums_for(self, user: AnyUser) -> "QuerySet[ExpenseShare, tuple[str, Decimal]]":
        return self.shares_of(self.seen_by(user)).by_source()

    def _shown_to(self, user: AnyUser) -> ExpenseQuerySet:
        """`paid_from` says each line with its source."""
        source = column_in_language("source__name")
        shares = ExpenseShare.objects.visible_to(user).filter(expense=OuterRef("pk")).order_by("pk")
        shown = shares.values(shown=Concat("line__code", Value(" · "), source, output_field=CharField()))
        return self.seen_by(user).select_related("municipality", "reversal").annotate(paid_from=ArraySubquery(shown))

    def filter_shares(self, queryset: ExpenseQuerySet, _name: str, _value: str) -> ExpenseQuerySet:
        """By both at once, in `filter_queryset`: one share may be on the line and another from the source."""
        return queryset

    def filter_period(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        period = self.periods[value]
        return queryset.dated_between(period.starts_on, period.ends_on)

    def filter_municipality(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        return queryset.filter(municipality=municipality_chosen(value))
