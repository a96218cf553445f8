"""A seminar with a trainer who has not answered yet."""

import pytest

from darbigas_kopienas.people.models import User
from seminars.models import Engagement, Seminar
from seminars.trainers import services as trainers


@pytest.fixture
def engaged(ilze: User, seminar: Seminar) -> Engagement:
    trainer = trainers.add_trainer(by=ilze, scope=seminar.scope, name="Prof. Ozols", email="ozols@example.lv")
    return trainers.engage(by=ilze, seminar=seminar, trainer=trainer)
