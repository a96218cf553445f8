"""How the portal writes and reads money, numbers, days, amounts in words, and how it sorts.

No models. Every function that writes takes `language` ("lv" or "en"); left out, it is the active one.
"""

from .counts import MAX_COUNT, NotACount, NotHours, parse_count, parse_hours
from .dates import Case, NotADate, day, long_date, long_days, long_period, moment, parse_date, period
from .from_words import NotWords, amount_from_words
from .languages import EMPTY, MINUS, NBSP
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
from .sort_keys import PLAIN_LETTERS, folded, sort_key, words_of
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
    "NotHours",
    "NotMoney",
    "NotWords",
    "amount_from_words",
    "amount_in_words",
    "day",
    "folded",
    "half_up",
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
    "percent",
    "period",
    "short_number",
    "sort_key",
    "split_by_largest_remainder",
    "trimmed",
    "words_of",
]
