"""What has to be done by a day: who is reminded, who says that it is done."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from darbigas_kopienas.administration.models import Milestone
from darbigas_kopienas.administration.programme.milestones import MILESTONES
from darbigas_kopienas.administration.programme.services import MilestoneDone, finish_milestone
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.home.my_tasks import due_of
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.facts.services import FactGone
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db
TODAY = date(2021, 2, 1)


def milestone(programme: Programme, municipality: Municipality | None = None, **more: Any) -> Milestone:
    given = {"name_lv": "Noslēgums", "name_en": "End", "due_on": date(2021, 2, 28), **more}
    return Milestone.objects.create(programme=programme, municipality=municipality, **given)


@pytest.mark.parametrize(
    ("due_on", "done_on", "state"),
    [
        (date(2021, 1, 31), None, "overdue"),
        (date(2021, 2, 1), None, "due"),
        (date(2021, 3, 3), None, "due"),
        (date(2021, 3, 4), None, ""),
        (date(2021, 1, 31), date(2021, 2, 1), "done"),
    ],
)
def test_how_near_it_is(due_on: date, done_on: date | None, state: str) -> None:
    assert Milestone(due_on=due_on, done_on=done_on).state_on(TODAY) == state


def test_who_is_reminded_of_what(
    marta: User, ilze: User, anna: User, karlis: User, emma: User, programme: Programme, daugavpils: Municipality
) -> None:
    milestone(programme)
    milestone(programme, daugavpils, due_on=date(2021, 1, 15))
    milestone(programme, due_on=date(2021, 3, 4))
    milestone(programme, done_on=date(2021, 1, 31))
    tasks = {}
    with clock.frozen(TODAY):
        for user in (marta, ilze, anna, karlis, emma):
            due = [task for task in due_of(user, programme).due if "milestone" in task.text]
            tasks[user.get_short_name()] = [(task.text, task.due_on) for task in due]
    near = date(2021, 1, 15)
    assert tasks == {
        "Marta": [("2 milestones are due", near)],
        "Ilze": [("1 milestone is due", near)],
        "Anna": [],
        "Kārlis": [],
        "Emma": [],
    }


def test_it_is_finished_once(ilze: User, programme: Programme, daugavpils: Municipality) -> None:
    row = milestone(programme, daugavpils)
    with clock.frozen(TODAY):
        finish_milestone(by=ilze, milestone=row)
    row.refresh_from_db()
    assert row.done_on == TODAY
    entry = Entry.objects.of(row)[0]
    assert (entry.verb, entry.changes["values"]) == ("milestone.finished", {"done_on": [None, "2021-02-01"]})
    with pytest.raises(MilestoneDone):
        finish_milestone(by=ilze, milestone=row)


def test_one_that_somebody_removed_meanwhile_is_not_finished(marta: User, programme: Programme) -> None:
    row = milestone(programme)
    Milestone.objects.all().delete()
    with pytest.raises(FactGone):
        finish_milestone(by=marta, milestone=row)


@pytest.mark.parametrize(("name", "whole"), [("karlis", False), ("anna", False), ("emma", True), ("ilze", True)])
def test_whose_it_is_not_cannot_finish_it(
    name: str, whole: bool, request: pytest.FixtureRequest, programme: Programme, daugavpils: Municipality
) -> None:
    row = milestone(programme, None if whole else daugavpils)
    with pytest.raises(PermissionDenied):
        finish_milestone(by=request.getfixturevalue(name), milestone=row)


def test_who_sees_it_with_its_button(
    marta: User, ilze: User, anna: User, karlis: User, programme: Programme, daugavpils: Municipality
) -> None:
    milestone(programme, daugavpils, note="Nodod aktu")
    seen = {}
    for user in (marta, ilze, anna, karlis):
        rows = list(MILESTONES.rows_seen_by(user, programme.pk))
        MILESTONES.read_along(user, rows)
        seen[user.get_short_name()] = [len(MILESTONES.line(row).actions) for row in rows]
    assert seen == {"Marta": [1], "Ilze": [1], "Anna": [0], "Kārlis": []}


def test_the_database_refuses_one_without_a_name(programme: Programme) -> None:
    row = milestone(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=row.pk).update(name_lv="\u200b")
