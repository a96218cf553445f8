"""Several days in words: in a row, apart, over the end of a month and of a year, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from darbigas_kopienas.values import clock, formats


def d(text: str) -> date:
    return date.fromisoformat(text)


IN_A_ROW = [d("2026-12-10"), d("2026-12-11")]
APART = [d("2026-12-10"), d("2026-12-17")]
OVER_A_MONTH = [d("2026-11-30"), d("2026-12-01")]
OVER_A_YEAR = [d("2026-12-31"), d("2027-01-01")]
MANY = [d("2026-12-03"), d("2026-12-10"), d("2026-12-11"), d("2026-12-17")]
TWO_MONTHS = [d("2026-11-26"), d("2026-12-03")]
ROUND_A_MONTH = [d("2026-11-30"), d("2026-12-01"), d("2026-12-05")]


@pytest.mark.parametrize(
    ("days", "latvian", "english"),
    [
        ([d("2026-12-10")], "2026.\u00a0gada 10.\u00a0decembris", "10\u00a0December 2026"),
        (IN_A_ROW, "2026.\u00a0gada 10.–11.\u00a0decembris", "10–11\u00a0December 2026"),
        (IN_A_ROW[::-1] * 2, "2026.\u00a0gada 10.–11.\u00a0decembris", "10–11\u00a0December 2026"),
        (APART, "2026.\u00a0gada 10. un 17.\u00a0decembris", "10 and 17\u00a0December 2026"),
        (MANY, "2026.\u00a0gada 3., 10.–11. un 17.\u00a0decembris", "3, 10–11 and 17\u00a0December 2026"),
        (
            OVER_A_MONTH,
            "2026.\u00a0gada 30.\u00a0novembris\u00a0– 1.\u00a0decembris",
            "30\u00a0November\u00a0– 1\u00a0December 2026",
        ),
        (
            OVER_A_YEAR,
            "2026.\u00a0gada 31.\u00a0decembris\u00a0– 2027.\u00a0gada 1.\u00a0janvāris",
            "31\u00a0December 2026\u00a0– 1\u00a0January 2027",
        ),
        (
            TWO_MONTHS,
            "2026.\u00a0gada 26.\u00a0novembris un 3.\u00a0decembris",
            "26\u00a0November and 3\u00a0December 2026",
        ),
        (
            ROUND_A_MONTH,
            "2026.\u00a0gada 30.\u00a0novembris\u00a0– 1.\u00a0decembris un 5.\u00a0decembris",
            "30\u00a0November\u00a0– 1\u00a0December and 5\u00a0December 2026",
        ),
        ([], "", ""),
    ],
)
def test_days_in_whole_words(days: list[date], latvian: str, english: str) -> None:
    assert (formats.long_days(days, language="lv"), formats.long_days(days, language="en")) == (latvian, english)


def test_days_take_the_case_of_their_sentence() -> None:
    assert formats.long_days(IN_A_ROW, "locative", "lv") == "2026.\u00a0gada 10.–11.\u00a0decembrī"
    assert (
        formats.long_days(OVER_A_MONTH, "genitive", "lv") == "2026.\u00a0gada 30.\u00a0novembra\u00a0– 1.\u00a0decembra"
    )


@pytest.mark.parametrize(
    ("days", "latvian", "english"),
    [
        ([d("2026-12-10")], "10.\u00a0dec.", "10\u00a0Dec"),
        (IN_A_ROW, "10.–11.\u00a0dec.", "10–11\u00a0Dec"),
        (APART, "10. un 17.\u00a0dec.", "10 and 17\u00a0Dec"),
        (OVER_A_MONTH, "30.\u00a0nov.\u00a0– 1.\u00a0dec.", "30\u00a0Nov\u00a0– 1\u00a0Dec"),
        (
            OVER_A_YEAR,
            "2026.\u00a0g. 31.\u00a0dec.\u00a0– 2027.\u00a0g. 1.\u00a0janv.",
            "31\u00a0Dec 2026\u00a0– 1\u00a0Jan 2027",
        ),
        ([d("2025-05-05")], "2025.\u00a0g. 5.\u00a0maijs", "5\u00a0May 2025"),
    ],
)
def test_days_in_short(days: list[date], latvian: str, english: str) -> None:
    with clock.frozen(d("2026-11-01")):
        assert (formats.short_days(days, "lv"), formats.short_days(days, "en")) == (latvian, english)


def test_every_short_month() -> None:
    with clock.frozen(d("2026-11-01")):
        short = [formats.short_days([date(2026, month, 1)], "lv").removeprefix("1.\u00a0") for month in range(1, 13)]
    assert short == [
        "janv.",
        "febr.",
        "marts",
        "apr.",
        "maijs",
        "jūn.",
        "jūl.",
        "aug.",
        "sept.",
        "okt.",
        "nov.",
        "dec.",
    ]


@pytest.mark.parametrize(
    ("days", "latvian", "english"),
    [
        ([d("2026-12-10")], ("10.", "dec."), ("10", "Dec")),
        (IN_A_ROW, ("10.–11.", "dec."), ("10–11", "Dec")),
        (APART, ("10. un 17.", "dec."), ("10 and 17", "Dec")),
        (OVER_A_MONTH, ("30.", "nov. – 1.\u00a0dec."), ("30", "Nov – 1\u00a0Dec")),
        ([*IN_A_ROW, d("2027-01-04"), d("2027-01-05")], ("10.", "dec. – 5.\u00a0janv."), ("10", "Dec – 5\u00a0Jan")),
    ],
)
def test_leaf_of_a_calendar(days: list[date], latvian: tuple[str, str], english: tuple[str, str]) -> None:
    assert (formats.leaf_of_days(days, "lv"), formats.leaf_of_days(days, "en")) == (latvian, english)


@pytest.mark.parametrize(
    ("days", "latvian", "english"),
    [
        ([d("2026-12-10")], "ceturtd.", "Thu"),
        (IN_A_ROW, "ceturtd.–piektd.", "Thu–Fri"),
        (APART, "ceturtd.", "Thu"),
        ([d("2026-12-10"), d("2026-12-14")], "ceturtd. un pirmd.", "Thu and Mon"),
        (MANY, "", ""),
        ([date(2026, 12, day) for day in range(1, 9)], "", ""),
    ],
)
def test_weekdays(days: list[date], latvian: str, english: str) -> None:
    assert (formats.weekdays(days, "lv"), formats.weekdays(days, "en")) == (latvian, english)


def test_heads_of_a_calendar() -> None:
    assert formats.week("lv") == ("P", "O", "T", "C", "Pk", "S", "Sv")
    assert formats.week("en")[0] == "Mon"


def test_hours_are_those_of_the_wall_clock_of_latvia() -> None:
    starts, ends = datetime(2026, 12, 10, 8, tzinfo=UTC), datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
    assert formats.hours_between(starts, ends, "lv") == "10.00–15.30"
    assert formats.hours_between(starts, ends, "en") == "10:00–15:30"
    with override("lv"):
        assert formats.hour(starts) == "10.00"


@pytest.mark.parametrize(
    ("days", "nominative", "accusative"),
    [
        ([date(2020, 12, 16), date(2020, 12, 17)], "16.–17.\u00a0decembris", "16.–17.\u00a0decembri"),
        ([date(2020, 8, 5)], "5.\u00a0augusts", "5.\u00a0augustu"),
        ([date(2020, 4, 1), date(2020, 4, 3)], "1. un 3.\u00a0aprīlis", "1. un 3.\u00a0aprīli"),
        ([date(2021, 3, 1), date(2021, 3, 2)], "2021.\u00a0gada 1.–2.\u00a0marts", "2021.\u00a0gada 1.–2.\u00a0martu"),
    ],
)
def test_without_this_year(days: list[date], nominative: str, accusative: str) -> None:
    with clock.frozen(date(2020, 2, 1)):
        assert formats.long_days(days, language="lv", without_this_year=True) == nominative
        assert formats.long_days(days, formats.Case.ACCUSATIVE, "lv", without_this_year=True) == accusative
