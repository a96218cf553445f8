"""Days and hours as an e-mail says them in a line: `9.–10. decembris, 10.00–16.00`, without the year of now."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.translation import get_language

from darbigas_kopienas.values import clock, formats


def days_of(days: Iterable[date], case: formats.Case = formats.Case.NOMINATIVE) -> str:
    """Days one after another in a month as a span; the others as they are listed."""
    listed = sorted(set(days))
    text = formats.long_days(listed, case)
    if listed[0].month == listed[-1].month and all(after - day == timedelta(days=1) for day, after in pairwise(listed)):
        text = re.sub(r" (?:un|and) ", "–", formats.long_days({listed[0], listed[-1]}, case))
    this_year = clock.today().year
    bare = text.replace(f"{this_year}. gada ", "").replace(f" {this_year}", "")
    return re.sub(r"(?<=\d\.) (?=[^\W\d_])(?!un )", "\u00a0", bare)


def to_days_of(days: Iterable[date]) -> str:
    """`16.–17. decembri`: to which day it is moved. The month's accusative is its locative with a short ending."""
    text = days_of(days, formats.Case.LOCATIVE)
    return re.sub(r"(?<=\w)(?:ī|ā)\b", lambda ending: {"ī": "i", "ā": "u"}[ending[0]], text)


def hours_of(starts_at: datetime, ends_at: datetime) -> str:
    """`10.00–16.00`, in English `10:00–16:00`."""
    separator = "." if get_language() == "lv" else ":"
    return "–".join(f"{clock.local(moment):%H{separator}%M}" for moment in (starts_at, ends_at))
