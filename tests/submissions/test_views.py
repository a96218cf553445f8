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
from tests.page_text import tight

pytestmark = pytest.mark.django_db
As = Callable[..., Any]
SAVE, DROP = "/lv/melnraksti/saglabat/", "/lv/melnraksti/dzest/"


def test_draft_is_saved_and_the_time_is_told(as_: As, ilze: User) -> None:
    with clock.frozen(datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Europe/Riga"))):
        answer = as_(ilze).post(SAVE, {"form_key": "event", "title": "Puķes", "groups": ["1", "2"], "password": "x"})
    assert answer.json()["text"] == "Melnraksts saglabāts plkst.\u00a014.05"
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


def test_invented_form_keeps_no_draft(as_: As, ilze: User) -> None:
    assert as_(ilze).post(SAVE, {"form_key": "invented", "title": "x"}).status_code == 422
    assert not Draft.objects.exists()


def test_button_that_starts_anew_leads_back_to_the_empty_form(as_: As, ilze: User) -> None:
    plan = "/lv/seminari/pievienot/"
    drafts.save_draft(by=ilze, form_key="seminars:seminar_add", data={"title_lv": ["Rudens"], "starts": ["930"]})
    page = as_(ilze).get(plan).content.decode()
    assert 'value="Rudens"' in page
    assert 'value="930"' in page
    assert "Atjaunots melnraksts, kas saglabāts " in page
    assert 'form="draft-drop"' in page
    answer = as_(ilze).post(DROP, {"form_key": "seminars:seminar_add", "back": plan})
    assert (answer.status_code, answer["Location"]) == (302, plan)
    assert "Rudens" not in as_(ilze).get(plan).content.decode()
    elsewhere = as_(ilze).post(DROP, {"form_key": "seminars:seminar_add", "back": "https://example.com/"})
    assert elsewhere.status_code == 200


def test_drafts_stand_in_my_tasks_with_the_way_to_them(as_: As, ilze: User, django_assert_max_num_queries: Any) -> None:
    with clock.frozen(datetime(2026, 11, 28, 17, 46, tzinfo=ZoneInfo("Europe/Riga"))):
        drafts.save_draft(by=ilze, form_key="event", data={"title": ["Adventes darbnīca"]})
        drafts.save_draft(by=ilze, form_key="seminars:seminar_add", data={"place": ["Mezgls"]})
    browser = as_(ilze)
    browser.get("/lv/mani-darbi/")
    with django_assert_max_num_queries(10):
        page = tight(browser.get("/lv/mani-darbi/").content.decode())
    assert "Melnraksts: pasākums, „Adventes darbnīca”" in page
    assert "Melnraksts: semināra plāns" in page
    assert "Saglabāts 28.11.2026\u00a017.46" in page
    assert 'href="/lv/seminari/pievienot/"' in page


@pytest.mark.parametrize("address", [SAVE, DROP])
def test_visitors_are_told_that_the_session_ended(as_: As, address: str) -> None:
    assert as_(None).post(address, {"form_key": "event", "title": "x"}).status_code == 401
    assert as_(None).get(address).status_code == 405
    assert not Draft.objects.exists()
