"""Several days in the one form by which a seminar is planned: added and taken off without losing a word."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.submissions.services.drafts import save_draft
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import at
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
ADD = "/lv/seminari/pievienot/"


def typed(*more: dict[str, str], **changes: str) -> dict[str, str]:
    """The form with a first day of 18 June and a row for each of `more`."""
    rows = {f"days-{number}-{name}": value for number, row in enumerate(more) for name, value in row.items()}
    about = {
        "title_lv": "Jauns seminārs", "day": "18.06.2020", "starts": "10:00", "ends": "15:30", "place": "Mezgls",
        "audience_group": "teachers", "contact_email": "ilze@example.lv", "mode": "in_person",
    }  # fmt: skip
    management = {"days-TOTAL_FORMS": str(len(more)), "days-INITIAL_FORMS": "0"}
    return {**about, **management, **rows, "submission_key": str(uuid4()), **changes}


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[name].value() for name in ("day", "starts", "ends")) for row in answer.context["form"].more_days]


SECOND = {"day": "19.06.2020", "starts": "09:00", "ends": "12:00"}


def test_one_more_day_is_the_next_with_the_same_hours_and_nothing_is_lost(as_: As, ilze: User) -> None:
    answer = as_(ilze).post(ADD, typed(title_lv="", capacity="divdesmit", agenda_lv="Rīts", add_day="1"))
    assert (answer.status_code, rows_of(answer)) == (200, [(date(2020, 6, 19), "10:00", "15:30")])
    text = answer.content.decode()
    assert [
        word for word in ('value="divdesmit"', "Rīts", 'value="19.06.2020"', "2.\u00a0diena") if word not in text
    ] == []
    assert "Kļūda" not in text
    assert Seminar.objects.count() == 0


def test_a_third_day_follows_the_second_and_a_day_that_is_none_leaves_the_next_empty(as_: As, ilze: User) -> None:
    browser = as_(ilze)
    answer = browser.post(ADD, typed(SECOND, add_day="1"))
    assert rows_of(answer) == [("19.06.2020", "09:00", "12:00"), (date(2020, 6, 20), "09:00", "12:00")]
    answer = browser.post(ADD, typed({**SECOND, "day": "31.02.2020"}, add_day="1"))
    assert rows_of(answer) == [("31.02.2020", "09:00", "12:00"), (None, "09:00", "12:00")]


def test_a_draft_has_all_the_days_that_were_typed(as_: As, ilze: User) -> None:
    rows = typed(SECOND, {**SECOND, "day": "drīz"})
    save_draft(by=ilze, form_key="seminars:seminar_add", data={name: [value] for name, value in rows.items()})
    answer = as_(ilze).get(ADD)
    assert (answer.status_code, rows_of(answer)) == (
        200,
        [("19.06.2020", "09:00", "12:00"), ("drīz", "09:00", "12:00")],
    )


def test_a_day_is_taken_off_and_the_others_stay(as_: As, ilze: User) -> None:
    third = {**SECOND, "day": "20.06.2020"}
    answer = as_(ilze).post(ADD, typed(SECOND, third, take_off_day="0"))
    assert rows_of(answer) == [("20.06.2020", "09:00", "12:00")]
    assert answer.context["form"]["day"].value() == "18.06.2020"


def test_enter_in_a_field_saves_and_presses_no_button_of_the_days(as_: As, ilze: User) -> None:
    text = as_(ilze).post(ADD, typed(SECOND, add_day="1")).content.decode()
    form = text.split('<form method="post" class="form"', 1)[1]
    assert (
        form.index('<button type="submit" hidden>') < form.index('name="take_off_day"') < form.index('name="add_day"')
    )


def test_all_days_are_planned_at_once(as_: As, ilze: User, components: dict[str, Component]) -> None:
    online = {**SECOND, "mode": "online", "online_url": "https://example.lv/a", "hours": "3,5"}
    answer = as_(ilze).post(ADD, typed(online, is_published="on"))
    assert answer.status_code == 302
    activity = Seminar.objects.get().activity
    assert [(session.starts_at, session.place, session.mode) for session in activity.sessions.all()] == [
        (at(date(2020, 6, 18), 10), "Mezgls", "in_person"), (at(date(2020, 6, 19), 9), "Mezgls", "online"),
    ]  # fmt: skip
    assert str(activity.sessions.last().hours) == "3.5"  # type: ignore[union-attr]  # there are two


def test_a_wrong_row_is_said_at_its_field_and_nothing_is_planned(
    as_: As, ilze: User, components: dict[str, Component]
) -> None:
    answer = as_(ilze).post(ADD, typed({**SECOND, "ends": "08:00"}))
    text = answer.content.decode()
    assert (answer.status_code, Seminar.objects.count()) == (422, 0)
    assert 'href="#id_days-0-ends"' in text
    assert "Beigām jābūt pēc sākuma." in text


def test_there_is_a_most(as_: As, ilze: User, components: dict[str, Component]) -> None:
    nine = [{**SECOND, "day": f"{day}.06.2020"} for day in range(19, 28)]
    browser = as_(ilze)
    text = browser.post(ADD, typed(*nine[:8], add_day="1")).content.decode()
    assert ("10.\u00a0diena" in text, 'name="add_day"' in text, "Tās ir 10\u00a0dienas" in text) == (True, False, True)
    assert len(rows_of(browser.post(ADD, typed(*nine, add_day="1")))) == 9
    answer = browser.post(ADD, typed(*nine, {**SECOND, "day": "28.06.2020"}))
    assert answer.status_code == 422
    assert "Šeit var ierakstīt līdz 10\u00a0dienām" in answer.content.decode()
    assert browser.post(ADD, {**typed(), "days-TOTAL_FORMS": "x"}).status_code == 422
    assert browser.post(ADD, {**typed(), "take_off_day": "x"}).status_code == 302


def test_first_day_is_the_soonest_whatever_the_order(plan: Maker) -> None:
    day = date(2020, 6, 17)
    seminar = plan(more_days=[{"starts_at": at(day, 10), "ends_at": at(day, 12)}])
    assert (seminar.activity.starts_on, seminar.activity.days) == (day, [day, date(2020, 6, 18)])
    with pytest.raises(ValidationError):
        plan(more_days=[{"starts_at": at(day, 10), "ends_at": at(day, 9)}])
    with pytest.raises(ValidationError):
        plan(registration_until=date(2020, 6, 18), more_days=[{"starts_at": at(day, 10), "ends_at": at(day, 12)}])


def test_a_copy_has_all_days(ilze: User, plan: Maker, in_daugavpils: Scope) -> None:
    day = date(2020, 6, 19)
    seminar = plan(more_days=[{"starts_at": at(day, 10), "ends_at": at(day, 12), "place": "Bibliotēka"}])
    copy = services.duplicate_seminar(by=ilze, seminar=seminar, first_day=date(2020, 9, 3))
    assert copy.activity.days == [date(2020, 9, 3), date(2020, 9, 4)]
    assert [session.place for session in copy.activity.sessions.all()] == ["Smilšu iela 92", "Bibliotēka"]
