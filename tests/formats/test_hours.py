from decimal import Decimal

import pytest
from django.utils.translation import override

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.formats import NBSP


@pytest.mark.parametrize(
    ("value", "lv", "en"),
    [
        (6, "6 akadēmiskās stundas", "6 academic hours"),
        (Decimal("1.00"), "1 akadēmiskā stunda", "1 academic hour"),
        (Decimal("10.0"), "10 akadēmisko stundu", "10 academic hours"),
        (Decimal("1.5"), "1,5 akadēmiskās stundas", "1.5 academic hours"),
    ],
)
def test_academic_hours_are_said_with_their_noun(value: Decimal | int, lv: str, en: str) -> None:
    for language, words in {"lv": lv, "en": en}.items():
        with override(language):
            assert formats.academic_hours(value).replace(NBSP, " ") == words


@pytest.mark.parametrize(("written", "counted"), [("21", 21), ("1,5", 2), ("", 2)])
def test_noun_agrees_with_hours_that_were_written_once(written: str, counted: int) -> None:
    assert formats.counted_hours(written) == counted
