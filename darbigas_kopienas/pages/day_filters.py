"""Rows by the day of a moment, as clocks in Latvia show it; both days count."""

from datetime import date, datetime, time
from typing import Any

import django_filters

from darbigas_kopienas.values import form_fields
from darbigas_kopienas.values.clock import RIGA


class DayFilter(django_filters.Filter):  # type: ignore[misc]  # the library is untyped
    field_class = form_fields.DateField


class FirstDayFilter(DayFilter):
    def filter(self, qs: Any, value: date | None) -> Any:
        begin = {f"{self.field_name}__gte": datetime.combine(value, time.min, RIGA)} if value else {}
        return qs.filter(**begin)


class LastDayFilter(DayFilter):
    def filter(self, qs: Any, value: date | None) -> Any:
        end = {f"{self.field_name}__lte": datetime.combine(value, time.max, RIGA)} if value else {}
        return qs.filter(**end)
