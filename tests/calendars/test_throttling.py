import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from darbigas_kopienas.people import tasks
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.session_rows import BrowserSession
from darbigas_kopienas.values import clock
from darbigas_kopienas.web.rate_limits import is_over_limit
from tests.machine import PATIENCE
from tests.together import together_times

pytestmark = pytest.mark.django_db


def ask(rf: RequestFactory, address: str, name: str = "check", **headers: str) -> bool:
    return is_over_limit(rf.get("/", REMOTE_ADDR=address, headers=headers), name, most=2, seconds=60)


def test_the_third_of_two_is_over_the_limit_for_this_address_alone(rf: RequestFactory) -> None:
    assert [ask(rf, "10.0.0.1") for _attempt in range(3)] == [False, False, True]
    assert ask(rf, "10.0.0.2") is False
    assert ask(rf, "10.0.0.1", name="other") is False


def test_counting_in_the_process_asks_no_database(
    rf: RequestFactory, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(0):
        own = [
            is_over_limit(rf.get("/", REMOTE_ADDR="10.0.0.6"), "own", most=2, seconds=60, is_each_process_alone=True)
            for _attempt in range(3)
        ]
    assert own == [False, False, True]
    assert ask(rf, "10.0.0.6", name="own") is False, "what is counted in common is another count"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_each_process_alone", [False, True])
def test_requests_at_one_moment_are_each_counted(rf: RequestFactory, is_each_process_alone: bool) -> None:
    def five() -> list[bool]:
        return [
            is_over_limit(rf.get("/"), "crowd", most=20, seconds=600, is_each_process_alone=is_each_process_alone)
            for _attempt in range(5)
        ]

    answers = together_times(8, five)
    assert sum(answer.count(False) for answer in answers) == 20


@pytest.mark.django_db(transaction=True)
def test_what_allauth_counts_at_one_moment_is_counted_too(rf: RequestFactory, settings: Settings) -> None:
    """Whoever waits for its lock too long is refused, so there may be fewer, never more."""
    settings.ACCOUNT_RATE_LIMITS = {"crowd": "10/h/key"}

    def three() -> list[bool]:
        tries = [ratelimit.consume(rf.post("/"), app="allauth.account", action="crowd", key="a") for _try in range(3)]
        return [usage is not None for usage in tries]

    assert 0 < sum(answer.count(True) for answer in together_times(8, three)) <= 10


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_counts_get_lost(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read, then write: whoever reads in between writes the same number."""
    gate, cache = threading.Barrier(4), caches["default"]

    def read_and_write() -> None:
        so_far = int(cache.get("plain", 0))
        gate.wait(timeout=PATIENCE)
        cache.set("plain", so_far + 1, 60)

    together_times(4, read_and_write)
    assert cache.get("plain") == 1


def test_counts_are_not_thrown_out_by_others(rf: RequestFactory) -> None:
    """Django's own size is 300 rows, a third of which goes when it is passed: some minutes of invented addresses."""
    assert [ask(rf, "10.0.0.7") for _attempt in range(3)] == [False, False, True]
    for number in range(400):
        caches["default"].set(f"invented-{number}", 1, 60)
    assert ask(rf, "10.0.0.7") is True
    assert caches["default"]._max_entries >= 100_000


def test_what_has_expired_is_forgotten(client: Client, ilze: User) -> None:
    client.force_login(ilze)
    ask(rf=RequestFactory(), address="10.0.0.8")
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        tasks.tidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone() == (0,)
    assert BrowserSession.objects.count() == 1
    BrowserSession.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    tasks.tidy()
    assert BrowserSession.objects.count() == 0


def test_addresses_of_one_connection_count_as_one(rf: RequestFactory) -> None:
    ours = [ask(rf, f"2001:db8:0:1::{number}") for number in range(1, 4)]
    assert (ours, ask(rf, "2001:db8:0:2::1")) == ([False, False, True], False)


def test_what_the_client_claims_is_not_believed(rf: RequestFactory) -> None:
    for attempt in range(2):
        ask(rf, "10.0.0.3", **{"X-Forwarded-For": f"1.1.1.{attempt}"})
    assert ask(rf, "10.0.0.3", **{"X-Forwarded-For": "1.1.1.9"})


def test_behind_a_proxy_the_address_that_it_saw_counts(rf: RequestFactory, settings: pytest.FixtureRequest) -> None:
    settings.PROXY_COUNT = 1  # type: ignore[attr-defined]  # pytest-django's settings
    for attempt in range(2):
        ask(rf, "10.0.0.4", **{"X-Forwarded-For": f"9.9.9.{attempt}, 2.2.2.2"})
    assert ask(rf, "10.0.0.4", **{"X-Forwarded-For": "8.8.8.8, 2.2.2.2"})
    assert not ask(rf, "10.0.0.4", **{"X-Forwarded-For": "2.2.2.2, 3.3.3.3"})


def test_the_next_span_begins_anew(rf: RequestFactory) -> None:
    with clock.frozen(datetime(2026, 11, 25, 12, 0, tzinfo=clock.RIGA)):
        for _attempt in range(3):
            ask(rf, "10.0.0.5")
    with clock.frozen(datetime(2026, 11, 25, 12, 1, tzinfo=clock.RIGA)):
        assert not ask(rf, "10.0.0.5")
