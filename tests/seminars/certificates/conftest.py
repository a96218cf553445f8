"""A run that took place and the first paper of it."""

from collections.abc import Iterator

import pytest

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from seminars.models import Certificate, Seminar
from tests.builders import DAY, after, approved, attend, held, implementer, issue
from tests.seminars.conftest import Maker


@pytest.fixture
def run(plan: Maker, programme: Programme, daugavpils: Municipality) -> Iterator[Seminar]:
    """A seminar of an approved programme, the day after; not marked as held yet."""
    implementer(programme)
    seminar = plan(day=DAY, training_programme=approved(programme, daugavpils))
    with after():
        yield seminar


@pytest.fixture
def certificate(ilze: User, run: Seminar) -> Certificate:
    attend(ilze, run, email="janis@example.lv")
    held(ilze, run)
    return issue(ilze, run)[0]
