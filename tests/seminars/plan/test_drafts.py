"""Copies and repeats are drafts: each is published from its page or row, several together."""

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
from darbigas_kopienas.people.models import User
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import said
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
DRAFTS = "/lv/seminari/nepublicetie/"


def post(browser: Client, address: str, **sent: Any) -> Any:
    return browser.post(address, {"submission_key": str(uuid4()), **sent}, follow=True)


def test_all_or_none_are_published_and_each_is_in_the_history(ilze: User, karlis: User, plan: Maker) -> None:
    drafts = [plan(is_published=False), plan(is_published=False)]
    with pytest.raises(PermissionDenied):
        services.publish_seminars(by=karlis, seminars=drafts)
    services.publish_seminars(by=ilze, seminars=drafts)
    assert [seminar.is_published for seminar in Seminar.objects.all()] == [True, True]
    assert Entry.objects.filter(verb="activity.published").count() == 2


def test_which_wait_to_be_published(ilze: User, karlis: User, anna: User, plan: Maker) -> None:
    later, sooner = plan(is_published=False, day=date(2020, 7, 1)), plan(is_published=False)
    plan()
    services.cancel_seminar(by=ilze, seminar=plan(is_published=False), reason="x")
    assert list(Seminar.objects.to_publish_by(ilze)) == [sooner, later]
    assert [list(Seminar.objects.to_publish_by(user)) for user in (karlis, anna, None)] == [[], [], []]


def test_after_repeating_all_of_them_are_published_by_one_button(as_: As, ilze: User, seminar: Seminar) -> None:
    browser = as_(ilze)
    answer = post(browser, f"/lv/seminari/{seminar.pk}/atkartot/", weeks="2")
    text = answer.content.decode()
    made = list(Seminar.objects.exclude(pk=seminar.pk).order_by("pk"))
    assert [f'value="{draft.pk}"' in text for draft in made] == [True, True]
    assert text.count(" checked") == 2
    assert f"{seminar.title} · 25. jūn. · Smilšu iela 92" in said(answer)
    answer = post(browser, DRAFTS, seminars=[draft.pk for draft in made])
    assert "Publicēti 2 semināri." in said(answer)
    assert [draft.is_published for draft in Seminar.objects.all()] == [True, True, True]
    assert "Viss ieplānotais ir publicēts." in said(browser.get(DRAFTS))


def test_second_tap_leads_where_the_first_did(as_: As, ilze: User, plan: Maker) -> None:
    browser, sent = as_(ilze), {"seminars": [plan(is_published=False).pk], "submission_key": str(uuid4())}
    answers = [browser.post(DRAFTS, sent) for _tap in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/lv/seminari/")] * 2
    assert browser.post(DRAFTS, {**sent, "submission_key": str(uuid4())}).status_code == 422


def test_a_copy_is_published_from_its_page_and_its_row(as_: As, ilze: User, seminar: Seminar) -> None:
    browser = as_(ilze)
    copy = services.duplicate_seminar(by=ilze, seminar=seminar, first_day=date(2020, 9, 3))
    row = browser.get("/lv/seminari/").content.decode()
    assert f"{DRAFTS}?seminar={copy.pk}" in row
    assert f"{DRAFTS}?seminar={seminar.pk}" not in row
    here = f"/lv/seminari/{copy.pk}/"
    assert f'action="{here}publicet/"' in browser.get(here).content.decode()
    assert "Seminārs ir publicēts." in said(post(browser, f"{here}publicet/"))
    assert "publicet/" not in browser.get(here).content.decode()


def test_nothing_chosen_and_somebody_elses_are_refused(as_: As, ilze: User, karlis: User, plan: Maker) -> None:
    draft = plan(is_published=False)
    answer = post(as_(ilze), DRAFTS)
    assert answer.status_code == 422
    assert "Izvēlieties vismaz vienu semināru." in said(answer)
    for wrong in (str(draft.pk), "x", "%00", "9" * 30):
        assert post(as_(karlis), DRAFTS, seminars=wrong).status_code == 422
    assert as_(ilze).get(f"{DRAFTS}?seminar=x&seminar=%00").status_code == 200
    assert not Seminar.objects.get().is_published


def test_house_number_stays_with_its_street(as_: As, ilze: User, plan: Maker) -> None:
    draft = plan(is_published=False)
    assert "Smilšu iela\u00a092" in as_(ilze).get(DRAFTS).content.decode()
    assert "Smilšu iela 92" not in as_(ilze).get(f"/lv/aktivitates/{draft.activity_id}/").content.decode()


def test_drafts_ask_as_much_for_three_as_for_one(as_: As, ilze: User, plan: Maker) -> None:
    browser, numbers = as_(ilze), []
    for more in (1, 2):
        for _each in range(more):
            plan(is_published=False)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(DRAFTS).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 10
