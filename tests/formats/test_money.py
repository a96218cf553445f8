from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from darbigas_kopienas.values import formats

AMOUNTS = st.decimals(min_value=0, max_value=formats.MAX_AMOUNT, places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000,00", "1000.00"),
        ("1 000,00", "1000.00"),
        ("1000.00", "1000.00"),
        ("115 029.00EUR", "115029.00"),
        ("115 029,00 EUR", "115029.00"),
        ("115\u00a0029,00\u00a0EUR", "115029.00"),
        ("115\u202f029,00", "115029.00"),
        ("EUR 115 029", "115029.00"),
        ("€5", "5.00"),
        ("5 €", "5.00"),
        (" 1,5 ", "1.50"),
        ("\u200b1 000,50\ufeff", "1000.50"),  # marks that nobody sees come along with what is copied
        ("0", "0.00"),
        ("9999999999,99", "9999999999.99"),
    ],
)
def test_parse_money_reads_what_people_type(text: str, amount: str) -> None:
    read = formats.parse_money(text)
    assert read == Decimal(amount)
    assert read.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("EUR", "empty"),
        ("1.000,50", "both_marks"),
        ("1,000.50", "both_marks"),
        ("-1", "negative"),
        ("\u22121,00", "negative"),
        ("1e5", "characters"),
        ("+5", "characters"),
        ("1_000", "characters"),
        ("NaN", "characters"),
        ("12,345", "decimals"),
        ("1.000", "decimals"),
        ("١٢", "digits"),
        ("１２", "digits"),
        ("٣.50", "digits"),
        ("1.000.000", "grouping"),
        ("1 00", "grouping"),
        ("10 0000", "grouping"),
        ("1,", "grouping"),
        (",50", "grouping"),
        ("1\t000", "grouping"),
        ("10000000000", "too_large"),
        ("9" * 60, "too_large"),
    ],
)
def test_parse_money_refuses_and_says_which_slip(text: str, code: str) -> None:
    with pytest.raises(formats.NotMoney) as slip:
        formats.parse_money(text)
    assert slip.value.code == code


def test_each_slip_has_its_own_sentence() -> None:
    sentences = set()
    for text in ("", "1.000,50", "-1", "1e5", "12,345", "١٢", "1 00", "10000000000"):
        with pytest.raises(formats.NotMoney) as slip:
            formats.parse_money(text)
        sentences.add(str(slip.value))
    assert len(sentences) == 8


def test_the_sentence_is_in_the_active_language() -> None:
    with override("lv"), pytest.raises(formats.NotMoney) as slip:
        formats.parse_money("10000000000")
    assert str(slip.value) == "Summa ir pārāk liela: ne vairāk kā 9\u00a0999\u00a0999\u00a0999,99\u00a0EUR."


def test_below_zero_only_where_allowed() -> None:
    assert formats.parse_money("-12,50", allow_negative=True) == Decimal("-12.50")
    assert formats.parse_money("\u2212 12,50", allow_negative=True) == Decimal("-12.50")
    assert formats.parse_money("-0,00") == 0


@given(AMOUNTS)
def test_what_is_written_in_latvian_is_read_back(amount: Decimal) -> None:
    assert formats.parse_money(formats.money(amount, language="lv")) == amount


@given(AMOUNTS)
def test_below_zero_is_read_back(amount: Decimal) -> None:
    assert formats.parse_money(formats.money(-amount, language="lv"), allow_negative=True) == -amount


def test_money_as_each_language_writes_it() -> None:
    assert formats.money(Decimal("115029.00"), language="lv") == "115\u00a0029,00\u00a0EUR"
    assert formats.money(Decimal(1000), language="lv") == "1\u00a0000,00\u00a0EUR"
    assert formats.money(Decimal("-0.5"), language="lv") == "\u22120,50\u00a0EUR"
    assert formats.money(Decimal("115029.00"), language="en") == "EUR\u00a0115,029.00"
    assert formats.money(None) == "—"


def test_the_active_language_is_taken_and_latvian_is_the_first() -> None:
    with override("en"):
        assert formats.money(1) == "EUR\u00a01.00"
    with override("lv"):
        assert formats.money(1) == "1,00\u00a0EUR"
    with override(None):
        assert formats.money(1) == "1,00\u00a0EUR"


def test_number() -> None:
    assert formats.number(1400, language="lv") == "1\u00a0400"
    assert formats.number(Decimal("12.5"), language="lv") == "12,5"
    assert formats.number(Decimal("12.5"), language="en") == "12.5"
    assert formats.number(Decimal("0.125"), 2, language="en") == "0.13"
    assert formats.number(Decimal("-0.001"), 2, language="lv") == "0,00"
    assert formats.number(None) == "—"


@given(st.fractions(min_value=-10000, max_value=10000), st.integers(0, 4))
def test_a_quotient_is_rounded_from_its_exact_value(quotient: Fraction, places: int) -> None:
    rounded = Fraction(formats.half_up(quotient, places))
    distance = abs(rounded - quotient) * 10**places
    assert distance < Fraction(1, 2) or (distance == Fraction(1, 2) and abs(rounded) > abs(quotient))


@given(AMOUNTS, st.decimals(min_value="0.01", max_value=formats.MAX_AMOUNT, places=2))
def test_a_share_is_rounded_half_up_away_from_the_whole(part: Decimal, base: Decimal) -> None:
    exact = Fraction(part) * 100 / Fraction(base)
    assume(abs(exact - 100) > Fraction(1, 2))
    digits = formats.number(formats.half_up(exact, 1), language="en")
    assert formats.percent(part, base, language="en") == f"{digits}%"


def test_percent() -> None:
    assert formats.percent(121, 100, places=0, language="lv") == "121\u00a0%"
    assert formats.percent(1, 3, language="lv") == "33,3\u00a0%"
    assert formats.percent(1, 3, language="en") == "33.3%"
    assert formats.percent(Decimal(20), places=0, language="en") == "20%"
    assert formats.percent(5, 0) == "—"
    assert formats.percent(5, None) == "—"
    assert formats.percent(None, 5) == "—"
    assert formats.percent(0, 5, places=0, language="lv") == "0\u00a0%"


@pytest.mark.parametrize(
    ("part", "base", "places", "shown"),
    [
        (100, 100, 1, "100,0\u00a0%"),
        (100, 100, 0, "100\u00a0%"),
        (Decimal("115030.00"), Decimal("115029.00"), 1, "100,01\u00a0%"),
        (Decimal("115028.00"), Decimal("115029.00"), 0, "99,99\u00a0%"),
        (Decimal("115029.01"), Decimal("115029.00"), 1, "100,01\u00a0%"),
        (Decimal("115028.99"), Decimal("115029.00"), 2, "99,99\u00a0%"),
        (Decimal("100.46"), 100, 1, "100,46\u00a0%"),
        (Decimal("99.5"), 100, 0, "99,50\u00a0%"),
        (Decimal("100.51"), 100, 1, "100,5\u00a0%"),
        (Decimal("-100.001"), 100, 1, "\u2212100,01\u00a0%"),
        (Decimal("-99.999"), 100, 1, "\u221299,99\u00a0%"),
    ],
)
def test_percent_near_the_whole_never_reads_as_the_whole(part: Decimal, base: Decimal, places: int, shown: str) -> None:
    assert formats.percent(part, base, places=places, language="lv") == shown


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("0.135"), 2, "0.14"),
        (Decimal("-0.125"), 2, "-0.13"),
        (Decimal("2.5"), 0, "3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(1, 3), 2, "0.33"),
        (1, 2, "1.00"),
    ],
)
def test_half_up(value: Decimal | Fraction | int, places: int, rounded: str) -> None:
    assert str(formats.half_up(value, places)) == rounded


@pytest.mark.parametrize(("rate", "cost"), [("0.2409", "310.23"), ("0.2359", "308.98")])
def test_half_up_gives_the_known_cost_of_250_gross(rate: str, cost: str) -> None:
    gross = Decimal("250.00")
    assert gross + formats.half_up(gross * Decimal(rate)) == Decimal(cost)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("-100.00", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
        ("0.01", [1, 1], ["0.01", "0.00"]),
        ("10.00", [0, 0], ["5.00", "5.00"]),
        ("10.00", [0, 1], ["0.00", "10.00"]),
        ("0.00", [1, 2], ["0.00", "0.00"]),
        ("1.00", [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")], ["0.50", "0.25", "0.25"]),
    ],
)
def test_split_by_largest_remainder(total: str, weights: list[Decimal | int], shares: list[str]) -> None:
    assert [str(share) for share in formats.split_by_largest_remainder(Decimal(total), weights)] == shares


@given(
    st.decimals(min_value=-formats.MAX_AMOUNT, max_value=formats.MAX_AMOUNT, places=2),
    st.lists(st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=30),
)
def test_shares_always_sum_to_the_total(total: Decimal, weights: list[Decimal]) -> None:
    shares = formats.split_by_largest_remainder(total, weights)
    assert sum(shares) == total
    assert all(share * total >= 0 for share in shares)


@pytest.mark.parametrize(("total", "weights"), [("1.00", []), ("1.00", [1, -1]), ("0.001", [1])])
def test_split_refuses_what_has_no_answer(total: str, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="must"):
        formats.split_by_largest_remainder(Decimal(total), weights)


@pytest.mark.parametrize(
    ("value", "latvian", "english"),
    [
        (Decimal("2.25"), "2,25", "2.25"),
        (Decimal("4.00"), "4", "4"),
        (Decimal(10), "10", "10"),
        (Decimal("1648.50"), "1\u00a0648,5", "1,648.5"),
        (Decimal("-0.10"), "−0,1", "−0.1"),
        (Decimal("2.125"), "2,13", "2.13"),
        (62, "62", "62"),
        (None, "—", "—"),
    ],
)
def test_short_number_has_no_more_decimals_than_it_needs(
    value: Decimal | int | None, latvian: str, english: str
) -> None:
    assert formats.short_number(value, language="lv") == latvian
    assert formats.short_number(value, language="en") == english
