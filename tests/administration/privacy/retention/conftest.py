"""Booked documents of 2020 in a grant whose money and activities are closed; the fifth year after them is over."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import ClosingKind, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.values import clock
from tests.budget.conftest import add, booked, grant, lines, submitted

__all__ = ["add", "booked", "grant", "lines", "submitted"]

LAST_DAY = date(2020, 12, 31) + timedelta(days=1826)  # of a document of June 2020


@pytest.fixture
def receipt(booked: Callable[..., object]) -> Document:
    """A file of a booked expense of 4 June 2020, of Daugavpils."""
    booked()
    return Document.objects.get()


@pytest.fixture
def closed(marta: User, programme: Programme) -> None:
    for kind in ClosingKind:
        close_period(
            by=marta, scope=Scope(programme.pk), kind=kind, starts_on=programme.starts_on, ends_on=programme.ends_on
        )


@pytest.fixture
def overdue_day() -> Iterator[None]:
    with clock.frozen(LAST_DAY + timedelta(days=1)):
        yield
