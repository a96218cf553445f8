from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.utils import translation

from darbigas_kopienas.values import clock

TODAY = date(2020, 6, 10)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.frozen(TODAY) as moment, translation.override("lv"):
        yield moment
