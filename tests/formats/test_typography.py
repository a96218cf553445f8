"""No number at the end of a line without its noun."""

import pytest

from darbigas_kopienas.values import formats

NB = formats.NBSP


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Koordinatora atlīdzība, 2. ceturksnis", f"Koordinatora atlīdzība, 2.{NB}ceturksnis"),
        ("Smilšu iela 92", f"Smilšu iela{NB}92"),
        ("Noteikumi Nr. 445, plkst. 10.00", f"Noteikumi Nr.{NB}445, plkst.{NB}10.00"),
        ("līdz 25 MB, 100 EUR, 20 %", f"līdz 25{NB}MB, 100{NB}EUR, 20{NB}%"),
        ("3 semināri un 21 dalībnieks", f"3{NB}semināri un 21{NB}dalībnieks"),
        ("2019 un 2020 no 5", "2019 un 2020 no 5"),
        ("Beidzās 2020. Covid-19 dēļ", "Beidzās 2020. Covid-19 dēļ"),
        ("Reverses no. 12, No. 13", f"Reverses no.{NB}12, No.{NB}13"),
        ("„Lasām „Zvaigzni””", "„Lasām „Zvaigzni””"),  # what was typed stays as it was typed
        ("1," * 40_000, "1," * 40_000),  # whoever holds the enter key keeps nobody waiting
        ("", ""),
    ],
)
def test_number_keeps_its_noun(typed: str, set_: str) -> None:
    assert formats.unbroken(typed) == set_
    assert formats.unbroken(set_) == set_


def test_closing_marks_that_meet_are_one() -> None:
    assert formats.closed_once("„Simpozijs „Darbīgās kopienas””") == "„Simpozijs „Darbīgās kopienas”"
    assert formats.closed_once("the “Symposium “Active Communities””") == "the “Symposium “Active Communities”"
    assert formats.closed_once("„Viens” un „divi”") == "„Viens” un „divi”"
