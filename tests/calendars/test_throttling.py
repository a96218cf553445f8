from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.test import RequestFactory

from darbigas_kopienas.values import clock
from darbigas_kopienas.web.rate_limits import is_over_limit

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
