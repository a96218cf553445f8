from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.values import formats

SOURCE = "simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1000.00", "viens tūkstotis euro un 00 centi"),
        ("115029.00", "viens simts piecpadsmit tūkstoši divdesmit deviņi euro un 00 centi"),
        ("0.00", "nulle euro un 00 centi"),
        ("1.01", "viens euro un 01 cents"),
        ("11.11", "vienpadsmit euro un 11 centi"),
        ("10.21", "desmit euro un 21 cents"),
        ("200.99", "divi simti euro un 99 centi"),
        ("21000.10", "divdesmit viens tūkstotis euro un 10 centi"),
        ("11000.00", "vienpadsmit tūkstoši euro un 00 centi"),
        ("1000000.00", "viens miljons euro un 00 centi"),
        ("2000345.00", "divi miljoni trīs simti četrdesmit pieci euro un 00 centi"),
        (
            "9999999999.99",
            "deviņi miljardi deviņi simti deviņdesmit deviņi miljoni deviņi simti deviņdesmit deviņi tūkstoši "
            "deviņi simti deviņdesmit deviņi euro un 99 centi",
        ),
        ("-5.00", "mīnus pieci euro un 00 centi"),
    ],
)
def test_amounts_in_latvian_words(amount: str, words: str) -> None:
    assert formats.amount_in_words(Decimal(amount), "lv") == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1000.00", "one thousand euros and 00 cents"),
        ("115029.00", "one hundred and fifteen thousand and twenty-nine euros and 00 cents"),
        ("0.00", "zero euros and 00 cents"),
        ("1.01", "one euro and 01 cent"),
        ("2000345.21", "two million three hundred and forty-five euros and 21 cents"),
        ("1000020.00", "one million and twenty euros and 00 cents"),
        ("90100.00", "ninety thousand one hundred euros and 00 cents"),
        ("-5.00", "minus five euros and 00 cents"),
    ],
)
def test_amounts_in_english_words(amount: str, words: str) -> None:
    assert formats.amount_in_words(Decimal(amount), "en") == words


def test_the_active_language_decides_and_cents_round_half_up() -> None:
    with override("en"):
        assert formats.amount_in_words(Decimal("0.125")) == "zero euros and 13 cents"


def test_an_amount_that_no_column_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="larger"):
        formats.amount_in_words(formats.MAX_AMOUNT + 1)


def test_the_words_of_the_source_are_four_thousand_less_than_its_figure() -> None:
    assert formats.amount_from_words(SOURCE) == Decimal("111029.00")
    assert formats.parse_money("115 029.00EUR") - formats.amount_from_words(SOURCE) == 4000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("viens tūkstotis eiro 00 eirocenti", "1000.00"),
        ("(Simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi).", "111029.00"),
        ("viens simts piecpadsmit tūkstoši divdesmit deviņi euro un 00 centi", "115029.00"),
        ("simts euro", "100.00"),
        ("divi simti euro, 5 centi", "200.05"),
        ("divu simtu", None),
        ("divi simtu euro", "200.00"),
        ("divsimt pieci eiro", "205.00"),
        ("tūkstotis simts", "1100.00"),
        ("divi tūkstoši", "2000.00"),
        ("miljons tūkstotis viens", "1001001.00"),
        ("nulle euro un piecdesmit divi centi", "0.52"),
        ("mīnus  pieci \n euro", "-5.00"),
        ("deviņpadsmit eur", "19.00"),
    ],
)
def test_words_as_people_write_them(text: str, amount: str | None) -> None:
    if amount is None:
        with pytest.raises(formats.NotWords):
            formats.amount_from_words(text)
    else:
        assert formats.amount_from_words(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "euro",
        "un",
        "115029",
        "pieci seši",
        "pieci divdesmit",
        "viens tūkstotis viens miljons",
        "divi tūkstoši trīs tūkstoši",
        "simts simts",
        "nulle tūkstoši",
        "one thousand euros",
        "pieci euro simts centi",
        "pieci euro un pieci",
        "pieci euro un centi",
        "pieci euro ٣ centi",
        "pieci euro ² centi",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(formats.NotWords):
        formats.amount_from_words(text)


@given(st.decimals(min_value=-formats.MAX_AMOUNT, max_value=formats.MAX_AMOUNT, places=2))
def test_words_are_read_back(amount: Decimal) -> None:
    assert formats.amount_from_words(formats.amount_in_words(amount, "lv")) == amount
