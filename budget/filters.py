"""The list's filters: they live in the address, so a filtered list can be kept and sent."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.values import formats

from .choices import WHOLE_PROGRAMME, municipality_choices
from .models import BudgetLine, Expense, FundingSource
from .models.expenses import ExpenseQuerySet

SORTS = {
    "day": ("document_on", "pk"),
    "-day": ("-document_on", "-pk"),
    "supplier": ("supplier_folded", "pk"),
    "-supplier": ("-supplier_folded", "-pk"),
    "total": ("total", "pk"),
    "-total": ("-total", "-pk"),
    "number": ("number", "pk"),
    "-number": ("-number", "-pk"),
}


class ExpenseFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library is untyped
    q = django_filters.CharFilter(label=_("Supplier, number or description"), method="filter_words")
    state = django_filters.ChoiceFilter(label=_("State"), choices=Expense.State.choices, empty_label=_("All"))
    line = django_filters.ChoiceFilter(
        label=_("Budget line"), method="filter_line", empty_label=pgettext_lazy("feminine", "All")
    )
    source = django_filters.ChoiceFilter(label=_("Source"), method="filter_source", empty_label=_("All"))
    period = django_filters.ChoiceFilter(label=_("Period"), method="filter_period", empty_label=_("All"))
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), method="filter_municipality", empty_label=pgettext_lazy("feminine", "All")
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort"), choices=[(name, name) for name in SORTS], method="leave", widget=forms.HiddenInput
    )

    class Meta:
        model = Expense
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: ExpenseQuerySet, request: HttpRequest, programme: Programme) -> None:
        super().__init__(data, queryset=queryset, request=request)
        user = request.user
        lines = BudgetLine.objects.visible_to(user).filter(programme=programme)
        sources = FundingSource.objects.visible_to(user).filter(programme=programme)
        self.periods: dict[str, Period] = {str(period.pk): period for period in programme.periods.all()}
        places = municipality_choices(user, Permission.SEE_BUDGET, programme)
        self._offer("line", [(str(line.pk), str(line)) for line in lines], least=1)
        self._offer("source", [(str(source.pk), str(source)) for source in sources], least=1)
        self._offer("period", [(pk, str(period)) for pk, period in self.periods.items()], least=1)
        self._offer("municipality", places, least=2)

    def _offer(self, name: str, choices: list[tuple[str, str]], least: int) -> None:
        """A filter with nothing to choose from is left out."""
        if len(choices) >= least:
            self.filters[name].extra["choices"] = choices
        else:
            del self.filters[name]

    def leave(self, queryset: ExpenseQuerySet, _name: str, _value: str) -> ExpenseQuerySet:
        return queryset

    def filter_words(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        return queryset.filter(folded__contains=formats.folded(value))

    def filter_line(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        return queryset.paid_by(line=int(value))

    def filter_source(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        return queryset.paid_by(source=int(value))

    def filter_period(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        period = self.periods[value]
        return queryset.dated_between(period.starts_on, period.ends_on)

    def filter_municipality(self, queryset: ExpenseQuerySet, _name: str, value: str) -> ExpenseQuerySet:
        return queryset.filter(municipality=None if value == WHOLE_PROGRAMME else int(value))

    @property
    def sorted_by(self) -> str:
        return (self.form.cleaned_data.get("sort") if self.form.is_valid() else "") or "-day"

    def rows(self) -> ExpenseQuerySet:
        """The filtered, sorted rows; a filter that does not exist is left out."""
        order = SORTS[self.sorted_by]
        rows: ExpenseQuerySet = self.qs
        return rows.order_by(
            *(F(name[1:]).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True) for name in order)
        )
