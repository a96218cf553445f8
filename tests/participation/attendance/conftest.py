"""Every test here is on the day of the session, in the morning."""

from typing import Any

import pytest
from django.core.cache import cache

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance import pdf as printing
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.values import clock
from tests.participation.conftest import riga


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    cache.clear()
    with clock.frozen(riga(10, 5)):
        yield


def sheet_of(session: Session) -> bytes:
    people = list(Registration.objects.filter(activity=session.activity))
    return printing.sheet_pdf(session, printing.sheet_pages(session, people))
