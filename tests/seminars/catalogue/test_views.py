from collections.abc import Callable

import pytest
from django.test import Client

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from seminars.models import TrainingProgramme

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def test_training_programme_is_added_and_public(as_: As, ilze: User, in_daugavpils: Scope) -> None:
    sent = {
        "title_lv": "Kopienas skola",
        "academic_hours": "12",
        "type": "A",
        "approval_number": "12-3/1",
        "approved_on": "01.09.2019",
        "valid_until": "31.08.2018",
    }
    url = "/lv/seminari/apmacibu-programmas/pievienot/"
    assert as_(ilze).post(url, sent).status_code == 422
    as_(ilze).post(url, {**sent, "valid_until": "31.08.2022"})
    assert TrainingProgramme.objects.get().scope == in_daugavpils
    assert "12-3/1" in as_(None).get("/lv/seminari/apmacibu-programmas/").content.decode()
