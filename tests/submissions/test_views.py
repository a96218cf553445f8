from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from darbigas_kopienas.people.models import User
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.submissions.services import drafts, submissions
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db
As = Callable[..., Any]
SAVE, DROP = "/lv/melnraksti/saglabat/", "/lv/melnraksti/dzest/"


def test_draft_is_saved_and_the_time_is_told(as_: As, ilze: User) -> None:
    with clock.frozen(datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Europe/Riga"))):
        answer = as_(ilze).post(SAVE, {"form_key": "event", "title": "Puķes", "groups": ["1", "2"], "password": "x"})
    assert answer.json()["text"] == "Melnraksts saglabāts 14:05"
    assert Draft.objects.get().data == {"title": ["Puķes"], "groups": ["1", "2"]}
    assert Draft.objects.get().user == ilze


def test_nothing_is_required_of_a_draft(as_: As, ilze: User) -> None:
    assert as_(ilze).post(SAVE, {"form_key": "event", "held_on": "4.6."}).status_code == 200
    assert as_(ilze).post(SAVE, {"form_key": "event"}).json() == {"text": "", "saved": 0}
    assert not Draft.objects.exists()


def test_draft_that_is_refused_says_why(as_: As, ilze: User) -> None:
    answer = as_(ilze).post(SAVE, {"form_key": "No Such", "title": "x"})
    assert (answer.status_code, answer.json()["text"]) == (422, "Šai veidlapai nav melnrakstu.")


def test_late_save_does_not_bring_a_sent_draft_back(as_: As, ilze: User) -> None:
    key = str(uuid4())
    submissions.once(by=ilze, key=key, content="a", form="event", action=lambda: "/lv/x/")
    as_(ilze).post(SAVE, {"form_key": "event", "submission_key": key, "title": "x"})
    assert not Draft.objects.exists()


def test_draft_is_thrown_away_by_its_author(as_: As, ilze: User, anna: User) -> None:
    drafts.save_draft(by=ilze, form_key="event", data={"title": ["x"]})
    assert as_(anna).post(DROP, {"form_key": "event"}).status_code == 200
    assert Draft.objects.count() == 1
    assert as_(ilze).post(DROP, {"form_key": "event"}).json()["text"] == "Melnraksts izdzēsts"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("address", [SAVE, DROP])
def test_visitors_are_told_that_the_session_ended(as_: As, address: str) -> None:
    assert as_(None).post(address, {"form_key": "event", "title": "x"}).status_code == 401
    assert as_(None).get(address).status_code == 405
    assert not Draft.objects.exists()
