"""Backups leave rows; one that is missing is said to whoever runs a programme."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from darbigas_kopienas.administration.upkeep import checks, services
from darbigas_kopienas.administration.upkeep.models import OVERDUE_AFTER, Backup
from darbigas_kopienas.administration.upkeep.services import note_backup
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.builders import said

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
MINUTE = timedelta(minutes=1)
MISSING = "The portal has not been backed up since"


def noted(at: datetime, failure: str = "") -> Backup:
    name = "" if failure else f"nightly-{at:%Y-%m-%d}.tar"
    with clock.frozen(at):
        return note_backup(
            by=SYSTEM, started_at=at - MINUTE, name=name, size=7, files=3, is_encrypted=False, failure=failure
        )


def test_note_says_when_and_what() -> None:
    now = clock.now()
    backup = noted(now)
    assert (backup.started_at, backup.ended_at, backup.size, backup.files) == (now - MINUTE, now, 7, 3)
    assert (str(backup), backup.state) == (f"nightly-{now:%Y-%m-%d}.tar", "good_backup")
    failed = noted(now, "disk_full")
    assert (str(failed), failed.state) == ("the disk is full", "failed_backup")


def test_clock_that_was_put_back_meanwhile() -> None:
    now = clock.now()
    backup = note_backup(by=SYSTEM, started_at=now + MINUTE, name="a.tar", size=1, files=0, is_encrypted=True)
    assert backup.ended_at == now + MINUTE or backup.ended_at == backup.started_at


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "", "failure": "bad luck"}, {"ended_at": clock.now() - MINUTE}],
)
def test_row_says_a_file_or_a_failure(wrong: dict[str, object]) -> None:
    backup = {"started_at": clock.now(), "ended_at": clock.now() + MINUTE, "name": "a.tar"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Backup.objects.create(**(backup | wrong))


def test_only_the_newest_rows_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 3)
    now = clock.now()
    for days in range(5):
        noted(now - timedelta(days=5 - days))
    assert [row.ended_at for row in Backup.objects.all()] == [now - timedelta(days=days) for days in (1, 2, 3)]


def test_last_good_one_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 3)
    now = clock.now()
    good = noted(now - timedelta(days=2))
    for hours in range(5):
        noted(now - timedelta(hours=5 - hours), "storage")
    assert (Backup.objects.count(), Backup.objects.last_good()) == (4, good)


def test_one_of_a_day_to_come_is_not_counted() -> None:
    now = clock.now()
    noted(now + timedelta(days=900))
    last = noted(now - timedelta(days=2))
    assert Backup.objects.last_good() == last


def my_tasks(as_: As, user: User, at: datetime) -> str:
    with clock.frozen(at):
        return said(as_(user).get(reverse("home:my_tasks")))


def test_missing_one_is_said_to_whoever_gives_roles(
    as_: As, marta: User, ilze: User, programme: Programme, settings: Settings
) -> None:
    now = clock.now()
    assert MISSING not in my_tasks(as_, marta, now + timedelta(days=3))  # none was ever tried: nobody works there
    noted(now)
    assert MISSING not in my_tasks(as_, marta, now + OVERDUE_AFTER - MINUTE)
    late = now + OVERDUE_AFTER + MINUTE
    assert MISSING in my_tasks(as_, marta, late)
    assert MISSING not in my_tasks(as_, ilze, late)
    noted(late - timedelta(hours=1), "disk_full")
    assert MISSING in my_tasks(as_, marta, late)
    settings.BACKUP_GENERATIONS = 0
    assert MISSING not in my_tasks(as_, marta, late + MINUTE)
    settings.BACKUP_GENERATIONS = 14
    noted(late - timedelta(hours=1))
    assert MISSING not in my_tasks(as_, marta, late)


def test_one_that_never_was_good_is_missed_too(as_: As, marta: User, programme: Programme) -> None:
    now = clock.now()
    noted(now, "database")
    assert MISSING not in my_tasks(as_, marta, now + timedelta(hours=25))
    assert MISSING in my_tasks(as_, marta, now + timedelta(hours=27))
    assert checks.is_backup_overdue(None)
