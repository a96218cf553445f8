"""Frozen figures in templates: `{{ figure|shown_value }}`, `{% with table=table|shown_table %}`."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from darbigas_kopienas.reports import long_words, present
from darbigas_kopienas.reports.snapshot import ReportFigures, Target
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import Figure, Table, TextPair

register = template.Library()


@register.filter
def shown_value(figure: Figure) -> str:
    return present.value(figure)


@register.filter
def shown_table(table: Table) -> present.ShownTable:
    return present.table(table)


@register.filter
def printed_table(table: Table) -> present.ShownTable:
    return long_words.mark(present.table(table))


@register.filter
def bar(target: Target) -> present.Bar:
    return present.bar(target)


@register.filter
def promised(target: Target) -> str:
    return present.promised(target)


@register.filter
def where(report: ReportFigures) -> str:
    return present.where(report)


@register.filter
def programme_period(report: ReportFigures) -> str:
    return present.programme_period(report)


@register.filter
def report_period(report: ReportFigures) -> str:
    return present.long_period(report)


@register.filter
def short_period(report: ReportFigures) -> str:
    return present.short_period(report)


@register.filter
def disputes(report: ReportFigures) -> list[str]:
    return present.disputes(report)


@register.filter
def in_active_language(words: dict[str, str]) -> str:
    """A pair as it is kept in the snapshot."""
    return str(TextPair(**words))


@register.filter
def stored_money(amount: str) -> str:
    """An amount as it is kept in the snapshot."""
    return formats.money(Decimal(amount))


@register.filter
def in_words(amount: Decimal) -> str:
    return formats.amount_in_words(amount)


@register.filter
def report_money(amount: Decimal | None) -> str:
    return formats.money(amount)


@register.filter
def report_day(day: date | None) -> str:
    return formats.day(day)


@register.filter
def report_moment(moment: datetime | None) -> str:
    return formats.moment(moment)


@register.filter
def report_number(number: Decimal | int | None) -> str:
    return formats.short_number(number)
