"""A run that was held, with somebody whose name nobody else may read, and the first paper of it."""

from collections.abc import Iterator

import pytest

from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Programme
from seminars.models import Certificate, Seminar
from tests.builders import DAY, after, approved, attend, held, implementer, issue
from tests.seminars.conftest import Maker

SECRET = "Zebra Slepenais"


@pytest.fixture
def run(ilze: User, plan: Maker, programme: Programme, daugavpils: Municipality) -> Iterator[Seminar]:
    implementer(programme)
    seminar = plan(day=DAY, training_programme=approved(programme, daugavpils))
    attend(ilze, seminar, SECRET, email="zebra@example.lv", school="Daugavpils 3. vidusskola")
    with after():
        yield held(ilze, seminar)


@pytest.fixture
def certificate(ilze: User, run: Seminar) -> Certificate:
    return issue(ilze, run)[0]
