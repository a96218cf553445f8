"""How the portal writes and reads money, numbers, days, amounts in words, and how it sorts.

No models. Every function that writes takes `language` ("lv" or "en"); left out, it is the active one. What is
made of translated texts (`academic_hours`) is in the active one.
"""

from .counts import MAX_COUNT, NotACount, NotHours, parse_count, parse_hours
from .dates import Case, day, hour, long_date, long_period, moment, period
from .from_words import NotWords, amount_from_words
from .hours import academic_hours, counted_hours
from .languages import EMPTY, MINUS, NBSP, active_language, is_latvian
from .money import (
    MAX_AMOUNT,
    NotMoney,
    half_up,
    money,
    number,
    parse_money,
    percent,
    short_number,
    split_by_largest_remainder,
    trimmed,
)
from .sort_keys import PLAIN_LETTERS, folded, same_words, sort_key, words_of
from .spans import hours_between, leaf_of_days, long_days, short_days, week, weekdays
from .typed_dates import NotADate, NotATime, parse_date, parse_time
from .typography import closed_once, unbroken
from .words import amount_in_words

__all__ = [
    "EMPTY",
    "MAX_AMOUNT",
    "MAX_COUNT",
    "MINUS",
    "NBSP",
    "PLAIN_LETTERS",
    "Case",
    "NotACount",
    "NotADate",
    "NotATime",
    "NotHours",
    "NotMoney",
    "NotWords",
    "academic_hours",
    "active_language",
    "amount_from_words",
    "amount_in_words",
    "closed_once",
    "counted_hours",
    "day",
    "folded",
    "half_up",
    "hour",
    "hours_between",
    "is_latvian",
    "leaf_of_days",
    "long_date",
    "long_days",
    "long_period",
    "moment",
    "money",
    "number",
    "parse_count",
    "parse_date",
    "parse_hours",
    "parse_money",
    "parse_time",
    "percent",
    "period",
    "same_words",
    "short_days",
    "short_number",
    "sort_key",
    "split_by_largest_remainder",
    "trimmed",
    "unbroken",
    "week",
    "weekdays",
    "words_of",
]
