"""No number at the end of a line without its noun."""

import pytest

from darbigas_kopienas.values import formats

_ = formats.NBSP


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Koordinatora atlīdzība, 2. ceturksnis", f"Koordinatora atlīdzība, 2.{_}ceturksnis"),
        ("Smilšu iela 92", f"Smilšu iela{_}92"),
        ("Noteikumi Nr. 445, plkst. 10.00", f"Noteikumi Nr.{_}445, plkst.{_}10.00"),
        ("līdz 25 MB, 100 EUR, 20 %", f"līdz 25{_}MB, 100{_}EUR, 20{_}%"),
        ("3 semināri un 21 dalībnieks", f"3{_}semināri un 21{_}dalībnieks"),
        ("2019 un 2020 no 5", "2019 un 2020 no 5"),
        ("Beidzās 2020. Covid-19 dēļ", "Beidzās 2020. Covid-19 dēļ"),
        ("„Simpozijs „Darbīgās kopienas””", "„Simpozijs „Darbīgās kopienas”"),
        ("", ""),
    ],
)
def test_number_keeps_its_noun(typed: str, set_: str) -> None:
    assert formats.unbroken(typed) == set_
    assert formats.unbroken(set_) == set_
