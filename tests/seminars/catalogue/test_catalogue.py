"""The catalogue: writing, renewing, what everybody sees."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.scoping import Scope
from seminars.catalogue import services
from seminars.catalogue.errors import ApprovalTaken, ModuleTooShort
from seminars.models import Seminar, TrainingProgramme
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture
def training(ilze: User, in_daugavpils: Scope, daugavpils: Municipality) -> TrainingProgramme:
    return services.add_training_programme(
        by=ilze, scope=in_daugavpils, title_lv="Kopienas skola", aims_lv="- Sadarboties", academic_hours=12, type="A",
        approval_number="12-3/1", approved_on=date(2019, 9, 1), valid_until=date(2020, 5, 31), approved_by=daugavpils,
    )  # fmt: skip


def test_renewal_is_a_later_last_day(ilze: User, training: TrainingProgramme) -> None:
    assert not training.is_approved_on(date(2020, 6, 10))
    renewed = services.edit_training_programme(by=ilze, training=training, valid_until=date(2022, 5, 31))
    assert renewed.is_approved_on(date(2020, 6, 10))
    assert Entry.objects.of(training)[0].changes["fields"] == ["valid_until"]
    before = Entry.objects.count()
    services.edit_training_programme(by=ilze, training=training, valid_until=date(2022, 5, 31))
    assert Entry.objects.count() == before


def test_new_title_finds_its_seminars(ilze: User, plan: Maker, training: TrainingProgramme) -> None:
    seminar = plan(training_programme=training)
    services.edit_training_programme(by=ilze, training=training, title_lv="Ģimeņu skola", title_en="Family school")
    assert "gimenu skola" in Seminar.objects.get(pk=seminar.pk).folded
    assert TrainingProgramme.objects.get().title_en_source != ""


def test_module_is_six_hours_at_least_and_an_approval_belongs_to_one(
    ilze: User, in_daugavpils: Scope, training: TrainingProgramme
) -> None:
    with pytest.raises(ModuleTooShort, match="vismaz 6"):
        services.add_training_programme(by=ilze, scope=in_daugavpils, title_lv="X", academic_hours=5, module="1.")
    with pytest.raises(ApprovalTaken):
        services.add_training_programme(
            by=ilze, scope=in_daugavpils, title_lv="X", academic_hours=6, approval_number="12-3/1"
        )
    with pytest.raises(TypeError):
        services.add_training_programme(by=ilze, scope=in_daugavpils, title_lv="X", academic_hours=6, colour="red")


def test_stranger_edits_no_programme(karlis: User, training: TrainingProgramme) -> None:
    with pytest.raises(PermissionDenied):
        services.edit_training_programme(by=karlis, training=training, title_lv="Mana")


def test_page_of_a_programme_shows_aims_and_published_runs(
    as_: As, karlis: User, plan: Maker, training: TrainingProgramme
) -> None:
    plan(title_lv="Gaidāmais", training_programme=training)
    plan(title_lv="Bijušais", training_programme=training, day=date(2020, 6, 1))
    plan(title_lv="Slepenais", training_programme=training, is_published=False)
    plan(title_lv="Svešais")
    for browser in (as_(None), as_(karlis)):
        text = browser.get(f"/lv/seminari/apmacibu-programmas/{training.pk}/").content.decode()
        titles = [name for name in ("Gaidāmais", "Bijušais", "Slepenais", "Svešais") if name in text]
        assert titles == ["Gaidāmais", "Bijušais"]
        assert "<li>Sadarboties</li>" in text
        assert "saskaņojums šodien nav spēkā" in text
        assert "/labot/" not in text


def test_statements_of_the_page_stay_the_same(client: Client, plan: Maker, training: TrainingProgramme) -> None:
    counts = []
    for size in (1, 3):
        for _number in range(size):
            plan(training_programme=training)
            plan(training_programme=training, day=date(2020, 6, 1))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/lv/seminari/apmacibu-programmas/{training.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"module": "1. modulis", "academic_hours": "5"}, "Modulī ir vismaz 6"),
        ({"approved_on": ""}, "Norādiet dienu, kad programma saskaņota."),
        ({"approved_on": "nav"}, "Kļūda:"),
        ({"certificate_share": "101"}, "Kļūda:"),
    ],
)
def test_wrong_programme_says_why(
    as_: As, ilze: User, training: TrainingProgramme, changes: dict[str, str], words: str
) -> None:
    url = f"/lv/seminari/apmacibu-programmas/{training.pk}/labot/"
    sent: dict[str, Any] = {
        "title_lv": "Kopienas skola", "academic_hours": "12", "type": "A", "approval_number": "12-3/1",
        "approved_on": "01.09.2019", "valid_until": "31.05.2022", "submission_key": str(uuid4()),
    }  # fmt: skip
    browser = as_(ilze)
    answer = browser.post(url, {**sent, **changes})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="12-3/1"' in browser.get(url).content.decode()
    assert browser.post(url, {**sent, "submission_key": str(uuid4())}).status_code == 302
    stored = TrainingProgramme.objects.get()
    assert (stored.valid_until, stored.certificate_share, stored.approved_by) == (date(2022, 5, 31), 80, None)
