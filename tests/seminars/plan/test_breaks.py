"""Breaks are no academic hours, and what has not begun was not held."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from seminars.plan import services
from seminars.plan.errors import NotBegun
from tests.builders import at, said
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
DAY, NEXT = date(2020, 6, 18), date(2020, 6, 19)


@pytest.mark.parametrize(
    ("minutes", "hours", "expected"), [(0, None, "8"), (30, None, "7.5"), (60, None, "6.5"), (30, Decimal(6), "6")]
)
def test_lunch_is_no_academic_hour(plan: Maker, minutes: int, hours: Decimal | None, expected: str) -> None:
    seminar = plan(starts_at=at(DAY, 10), ends_at=at(DAY, 15, 30), break_minutes=minutes, hours=hours)
    assert seminar.activity.sessions.get().academic_hours == Decimal(expected)


def test_a_session_is_longer_than_its_breaks(ilze: User, seminar: Seminar) -> None:
    session = seminar.activity.sessions.get()
    with pytest.raises(ValidationError) as refusal:
        services.move_day(by=ilze, seminar=seminar, session=session, break_minutes=240)
    assert list(refusal.value.message_dict) == ["break_minutes"]
    with pytest.raises(ValidationError) as refusal:
        services.add_day(by=ilze, seminar=seminar, starts_at=at(NEXT, 10), ends_at=at(NEXT, 11), break_minutes=60)
    assert list(refusal.value.message_dict) == ["break_minutes"]
    assert services.move_day(by=ilze, seminar=seminar, session=session, break_minutes=239).break_minutes == 239
    with pytest.raises(IntegrityError):
        Session.objects.update(break_minutes=240)


def test_a_copy_has_the_same_breaks_and_an_older_template_none(ilze: User, plan: Maker) -> None:
    seminar = plan(
        break_minutes=30, more_days=[{"starts_at": at(NEXT, 10), "ends_at": at(NEXT, 14), "break_minutes": 45}]
    )
    copy = services.duplicate_seminar(by=ilze, seminar=seminar, first_day=date(2020, 9, 3))
    assert [session.break_minutes for session in copy.activity.sessions.all()] == [30, 45]
    template = services.save_template(by=ilze, seminar=seminar, name="Vecā")
    for day in template.pattern["days"]:
        del day["break_minutes"]
    planned = services.plan_from_template(by=ilze, template=template, first_day=date(2020, 9, 10))
    assert [session.break_minutes for session in planned.activity.sessions.all()] == [0, 0]


def test_form_of_a_day_says_what_breaks_do(as_: As, ilze: User, seminar: Seminar) -> None:
    browser, session = as_(ilze), seminar.activity.sessions.get()
    here = f"/lv/seminari/{seminar.pk}/dienas/{session.pk}/"
    assert "akadēmiskajās stundās tos neieskaita" in said(browser.get(here))
    sent = {"day": "18.06.2020", "starts": "10:00", "ends": "14:00", "submission_key": str(uuid4())}
    answer = browser.post(here, {**sent, "break_minutes": "240"})
    assert (answer.status_code, "Pārtraukumiem jābūt īsākiem par dienu." in said(answer)) == (422, True)
    assert browser.post(here, {**sent, "break_minutes": "40"}).status_code == 302
    assert 'value="40"' in browser.get(here).content.decode()
    assert "5 akadēmiskās stundas" in said(browser.get(f"/lv/seminari/{seminar.pk}/"))


@pytest.mark.parametrize(
    ("moment", "is_offered"), [(at(DAY, 9, 59), False), (at(DAY, 10), True), (at(date(2020, 6, 17), 12), False)]
)
def test_it_was_held_is_offered_from_its_first_hour_on(
    as_: As, ilze: User, seminar: Seminar, moment: datetime, is_offered: bool
) -> None:
    with clock.frozen(moment):
        assert seminar.activity.has_begun == is_offered
        assert ("/notika/" in as_(ilze).get(f"/lv/seminari/{seminar.pk}/").content.decode()) == is_offered
        if is_offered:
            services.mark_seminar_held(by=ilze, seminar=seminar, held_on=DAY)
        else:
            with pytest.raises(NotBegun):
                services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 10))
    assert seminar.activity.is_held == is_offered


def test_day_held_is_never_filled_in_ahead(as_: As, ilze: User, seminar: Seminar) -> None:
    services.add_day(by=ilze, seminar=seminar, starts_at=at(NEXT, 10), ends_at=at(NEXT, 14))
    for day, expected in ((DAY, "18.06.2020"), (NEXT, "19.06.2020"), (date(2020, 6, 25), "19.06.2020")):
        with clock.frozen(at(day, 16)):
            text = as_(ilze).get(f"/lv/seminari/{seminar.pk}/notika/").content.decode()
        assert f'value="{expected}"' in text


def test_without_sessions_its_day_decides(seminar: Seminar) -> None:
    seminar.activity.sessions.all().delete()
    assert not seminar.activity.has_begun
    with clock.frozen(DAY):
        assert seminar.activity.has_begun


def test_seminar_is_not_held_before_its_first_hour(ilze: User, seminar: Seminar) -> None:
    with clock.frozen(at(DAY, 9)), pytest.raises(NotBegun):
        services.mark_seminar_held(by=ilze, seminar=seminar, held_on=DAY)
