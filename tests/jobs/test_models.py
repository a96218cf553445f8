from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock


def test_jobs_are_seen_by_their_owner_alone(ilze: User, marta: User, admin: User, ask: Callable[..., Job]) -> None:
    job = ask(ilze)
    assert list(Job.objects.visible_to(ilze)) == [job]
    for other in (marta, admin, AnonymousUser()):
        assert not Job.objects.visible_to(other).exists()


@pytest.mark.parametrize(("age", "pause"), [(0, 1), (9, 1), (11, 2), (61, 5), (900, 5)])
def test_page_asks_less_and_less_often(age: int, pause: int) -> None:
    with clock.frozen(clock.now()) as now:
        assert Job(created_at=now - timedelta(seconds=age)).poll_after == pause


def test_stage_in_words() -> None:
    with translation.override("en"):
        assert Job().stage_shown == "Waiting for its turn"
        assert Job(state="running").stage_shown == "Working"
        assert Job(state="running", stage="Drawing pages").stage_shown == "Drawing pages"
        assert Job(state="done").stage_shown == "done"
        assert Job().title == "Work in the background"


def test_mark_changes_with_what_is_seen() -> None:
    now = clock.now()
    job = Job(created_at=now, state="running", percent=10)
    same = Job(created_at=now, state="running", percent=10)
    further = Job(created_at=now, state="running", percent=20)
    assert job.mark == same.mark != further.mark
    assert Job(state="done").mark != job.mark


@pytest.mark.parametrize(
    ("result", "url"),
    [({"url": "/lv/x/"}, "/lv/x/"), ({"url": "//evil.example"}, ""), ({"url": "https://x"}, ""), ([], "")],
)
def test_result_is_a_page_of_ours(result: object, url: str) -> None:
    assert Job(result=result).result_url == url


def test_scope_may_be_missing() -> None:
    assert Job().scope is None
