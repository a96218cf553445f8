"""Gathering asks every room; an empty programme gives a whole, readable, empty report."""

from datetime import date

import pytest

from darbigas_kopienas.figures import TextPair
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import frozen
from darbigas_kopienas.reports.gather import gather

pytestmark = pytest.mark.django_db
PERIOD = (date(2020, 4, 1), date(2020, 9, 30))


def test_gather_of_an_empty_programme_has_every_heading_of_the_grant(programme: Programme) -> None:
    figures = gather(Scope(programme.pk), *PERIOD, code="A" * 12)
    assert [part.label for part in figures.components] == ["1", "2", "3", "4", "6"]
    assert figures.municipality is None
    assert [one.role_name for one in figures.parties] == [TextPair("finansētājs", "funder")]
    assert frozen.from_json(frozen.to_json(figures)) == figures
