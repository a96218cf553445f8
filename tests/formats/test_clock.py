from datetime import UTC, date, datetime, timedelta
from time import sleep

import pytest

from darbigas_kopienas.values import clock


def test_now_is_aware_and_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_set_to", None)
    monkeypatch.setattr(clock, "_ahead", timedelta())
    before, now, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    assert before <= now <= after
    assert now.tzinfo is UTC


def test_half_past_midnight_in_latvia_is_the_new_day() -> None:
    with clock.frozen(datetime(2020, 12, 31, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2021, 1, 1)
        assert clock.local(clock.now()).hour == 0


def test_a_bare_day_is_its_noon_and_a_naive_time_is_latvian() -> None:
    with clock.frozen(date(2021, 2, 8)) as moment:
        assert moment == datetime(2021, 2, 8, 10, tzinfo=UTC)
    with clock.frozen(datetime(2021, 7, 8, 9, 0)):  # noqa: DTZ001 - the point of the test
        assert clock.now() == datetime(2021, 7, 8, 6, tzinfo=UTC)


def test_the_clock_goes_on_after_the_outermost_block() -> None:
    with clock.frozen(date(2020, 1, 1)):
        with clock.frozen(date(2020, 6, 1)):
            assert clock.today() == date(2020, 6, 1)
        assert clock.today() == date(2020, 1, 1)
    assert clock.today() > date(2026, 1, 1)


def test_a_ticking_clock_goes_on_from_its_moment() -> None:
    moment = datetime(2099, 2, 28, 12, tzinfo=clock.RIGA)
    with clock.ticking_from(moment):
        first = clock.now()
        sleep(0.001)
        assert moment <= first < clock.now() < moment + timedelta(minutes=1)
        with clock.frozen(date(2020, 6, 1)):
            assert clock.today() == date(2020, 6, 1)
    assert clock.now() < first


def test_an_hour_added_across_summer_time_is_an_hour() -> None:
    with clock.frozen(datetime(2027, 3, 28, 2, 30)):  # noqa: DTZ001 - 03:30 does not exist on this night
        later = clock.now() + timedelta(hours=1)
        assert clock.local(later).hour == 4
