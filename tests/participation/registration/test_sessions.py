"""Which sessions an activity has, and whose list is wanted now."""

from datetime import timedelta

import pytest

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.registration.sessions import session_now, sessions_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.participation.conftest import OpenActivity, riga

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


@pytest.fixture
def activity(make: OpenActivity) -> Activity:
    return make()


def add(by: User, activity: Activity, hour: int) -> Session:
    return activities.add_session(by=by, activity=activity, starts_at=riga(hour), ends_at=riga(hour + 1))


def test_cancelled_sessions_are_none_of_it(activity: Activity, ilze: User) -> None:
    first, second = activity.sessions.get(), add(ilze, activity, 15)
    Session.objects.filter(pk=first.pk).update(state="cancelled")
    fresh = Activity.objects.get(pk=activity.pk)
    assert sessions_of(fresh) == [second]
    assert sessions_of(fresh)[0].activity is fresh


@pytest.mark.parametrize(
    ("day", "hour", "wanted"),
    [
        (-3, 12, 0),  # all are to come: the first
        (0, 7, 0),  # the morning before
        (0, 12, 0),
        (0, 13, 0),
        (0, 14, 1),  # an hour before the second begins
        (0, 23, 1),  # the evening's keying in
        (1, 3, 1),
        (1, 12, 1),  # between two days: the one that was, not the one to come
        (2, 8, 2),
        (2, 23, 2),
        (30, 12, 2),
    ],
)
def test_list_is_that_of_the_last_session_that_has_begun(
    activity: Activity, ilze: User, day: int, hour: int, wanted: int
) -> None:
    add(ilze, activity, 15)
    later = riga(10) + timedelta(days=2)
    activities.add_session(by=ilze, activity=activity, starts_at=later, ends_at=later + timedelta(hours=2))
    sessions = sessions_of(Activity.objects.get(pk=activity.pk))
    with clock.frozen(riga(hour) + timedelta(days=day, minutes=1)):
        assert session_now(sessions) == sessions[wanted]


def test_without_sessions_there_is_no_list() -> None:
    assert session_now([]) is None
