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


@pytest.mark.parametrize(("hour", "wanted"), [(9, 0), (13, 0), (15, 1), (23, 1)])
def test_list_is_that_of_the_session_that_is_not_over(activity: Activity, ilze: User, hour: int, wanted: int) -> None:
    add(ilze, activity, 15)
    sessions = sessions_of(Activity.objects.get(pk=activity.pk))
    with clock.frozen(riga(hour) + timedelta(minutes=1)):
        assert session_now(sessions) == sessions[wanted]


def test_without_sessions_there_is_no_list() -> None:
    assert session_now([]) is None
