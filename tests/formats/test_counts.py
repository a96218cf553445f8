from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.values import formats


def test_hours_are_written_without_the_zeros_of_their_column() -> None:
    written = [
        formats.short_number(value, language="lv")
        for value in (None, 6, Decimal("6.00"), Decimal("4.50"), Decimal("10.00"))
    ]
    assert written == ["—", "6", "6", "4,5", "10"]
    assert formats.short_number(Decimal("4.50"), language="en") == "4.5"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("18", 18),
        (" 18 ", 18),
        ("018", 18),
        ("1000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),  # as the portal itself shows it
        ("1\u202f000", 1000),
        ("1\u2009000", 1000),
        ("12 345 678", 12_345_678),
        ("\ufeff18", 18),  # marks that nobody sees come along with what is copied
        ("\u202a1 000\u202c", 1000),
        ("18,0", 18),
        ("18.00", 18),
        ("1 000,0", 1000),
        ("2147483647", 2_147_483_647),
    ],
)
def test_a_whole_number_is_read(text: str, count: int) -> None:
    assert formats.parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" ", "empty"),
        ("\u200b", "empty"),
        ("1.000", "grouping"),
        ("1,000", "grouping"),
        ("12.345.678", "grouping"),
        ("1.000,50", "grouping"),
        ("1'000", "characters"),
        ("1 00", "grouping"),
        ("10 0000", "grouping"),
        ("1  000", "grouping"),
        ("0 500", "grouping"),
        ("1\t000", "grouping"),
        ("1\n000", "grouping"),
        ("1,5", "fraction"),
        ("18,000", "grouping"),
        ("18,01", "fraction"),
        ("18.", "fraction"),
        (".5", "fraction"),
        ("-5", "negative"),
        ("\u22125", "negative"),
        ("--5", "characters"),
        ("-", "characters"),
        ("-1.000", "grouping"),
        ("+5", "characters"),
        ("1_000", "characters"),
        ("1e3", "characters"),
        ("0x10", "characters"),
        ("divi", "characters"),
        ("18 cilvēki", "characters"),
        ("5²", "characters"),
        ("½", "characters"),
        ("NaN", "characters"),
        ("１８", "digits"),
        ("١٨", "digits"),
        ("१८", "digits"),
        ("𝟏𝟖", "digits"),
        ("1８", "digits"),
        ("2147483648", "too_large"),
        ("9" * 5000, "too_large"),
    ],
)
def test_what_is_no_whole_number_or_could_be_two_is_refused_with_the_slip(text: str, code: str) -> None:
    with pytest.raises(formats.NotACount) as slip:
        formats.parse_count(text)
    assert slip.value.code == code


def test_each_slip_has_its_own_sentence() -> None:
    sentences = set()
    for text in ("", "1.000", "1,5", "-5", "1e3", "１８", "2147483648"):
        with override("lv"), pytest.raises(formats.NotACount) as slip:
            formats.parse_count(text)
        sentences.add(str(slip.value))
    assert len(sentences) == 7


@given(st.integers(min_value=0, max_value=formats.MAX_COUNT))
def test_what_the_portal_writes_in_latvian_is_read_back(count: int) -> None:
    assert formats.parse_count(formats.number(count, language="lv")) == count


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("4", "4.00"),
        ("4,5", "4.50"),
        ("4.5", "4.50"),
        ("2,25", "2.25"),
        ("0", "0.00"),
        (" 1,5 ", "1.50"),
        ("\u200b6", "6.00"),
        ("100", "100.00"),
    ],
)
def test_hours_are_read_with_comma_or_full_stop(text: str, hours: str) -> None:
    assert formats.parse_hours(text) == Decimal(hours)


@pytest.mark.parametrize(
    "text",
    [
        "", "divas", "-1", "+1", "1_0", "1e1", "NaN", "Infinity", "４", "٤", "1.000", "2,255", "1,", ",5", "1 000",
        "4:30", "1.2.3", "1000",
    ],
)  # fmt: skip
def test_hours_written_otherwise_are_refused(text: str) -> None:
    with pytest.raises(formats.NotHours):
        formats.parse_hours(text)
