"""The list's filters: they live in the address, so a filtered list can be kept and sent."""

from typing import Any, ClassVar

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.pages.list_filter import ListFilter
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.choices import municipality_choices, municipality_chosen
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.values import formats

from .models import BudgetLine, Expense, FundingSource
from .models.expenses import ExpenseQuerySet


class ExpenseFilter(ListFilter):
    sorts: ClassVar = {
        "day": ("document_on", "pk"),
        "-day": ("-document_on", "-pk"),
        "supplier": ("supplier_folded", "pk"),
        "-supplier": ("-supplier_folded", "-pk"),
        "total": ("total", "pk"),
        "-total": ("-total", "-pk"),
        "number": ("number", "pk"),
        "-number": ("-number", "-pk"),
    }
    default_sort = "-day"

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
        self.offer("line", [(str(line.pk), str(line)) for line in lines])
        self.offer("source", [(str(source.pk), str(source)) for source in sources])
        self.offer("period", [(pk, str(period)) for pk, period in self.periods.items()])
        self.offer("municipality", places, least=2)

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
        return queryset.filter(municipality=municipality_chosen(value))
