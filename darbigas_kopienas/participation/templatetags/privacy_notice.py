"""`{% notice_day as day %}`: since when the privacy notice holds, beside a form that guests fill in."""

from datetime import date

from django import template

from darbigas_kopienas.people.notices import held_since

register = template.Library()


@register.simple_tag
def notice_day() -> date | None:
    return held_since()
