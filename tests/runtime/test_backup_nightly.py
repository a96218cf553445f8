"""One backup a night, so many of them, and whoever runs the programme hears of one that is missing."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import Settings

from darbigas_kopienas.administration.upkeep.models import Backup
from darbigas_kopienas.evidence.models import Document, Kind, State
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.runtime.apps import schedule
from darbigas_kopienas.runtime.backup import create, generations, nightly, proof, server
from darbigas_kopienas.runtime.backup.errors import BackupFailed
from darbigas_kopienas.values import clock

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.BACKUP_DIR, settings.MEDIA_ROOT, settings.BACKUP_GENERATIONS = tmp_path / "backups", tmp_path / "files", 2
    return tmp_path / "backups"


def _at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=clock.RIGA)


def _back_up_at(words: str) -> None:
    with clock.frozen(_at(words)):
        nightly.back_up()


def _stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.tar"))


def _noted() -> list[tuple[str, str]]:
    return list(Backup.objects.order_by("pk").values_list("name", "failure"))


@pytest.mark.parametrize(
    ("made", "asked", "is_due"),
    [
        ("2026-12-01 02:10", "2026-12-01 23:59", False),
        ("2026-12-01 02:10", "2026-12-02 01:59", False),
        ("2026-12-01 02:10", "2026-12-02 02:00", True),
        ("2026-12-01 01:50", "2026-12-01 02:00", True),
        ("2026-11-20 02:10", "2026-12-01 01:00", True),
        ("2027-03-28 02:00", "2027-03-28 23:00", False),
        ("2027-10-30 02:10", "2027-10-31 03:30", True),
    ],
)
def test_due_once_a_night(folder: Path, made: str, asked: str, is_due: bool) -> None:
    folder.mkdir()
    (folder / create._name(create.NIGHTLY, _at(made))).touch()
    with clock.frozen(_at(asked)):
        assert generations.is_due() == is_due


def test_nights_follow_one_another(folder: Path) -> None:
    create.create(create.MANUAL)
    (manual,) = _stored(folder)
    for night in ("2026-12-01 02:10", "2026-12-01 03:10", "2026-12-02 02:10", "2026-12-03 09:00"):
        _back_up_at(night)
    names = [f"nightly-2026-12-{moment}.tar" for moment in ("01T001000Z", "02T001000Z", "03T070000Z")]
    assert _stored(folder) == [manual, *names[1:]]
    assert _noted() == [(name, "") for name in names]


def test_failed_one_is_noted_and_costs_no_earlier_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for night in ("2026-12-01 02:10", "2026-12-02 02:10"):
        _back_up_at(night)
    before = _stored(folder)

    def full(*_asked: object, **_also: object) -> None:
        raise BackupFailed("The disk is full.", "disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(server, "dump", full)
        for hour in ("2026-12-03 02:10", "2026-12-03 03:10"):
            _back_up_at(hour)
    assert _stored(folder) == before
    assert _noted()[2:] == [("", "disk_full")] * 2
    _back_up_at("2026-12-03 04:10")
    assert (len(_stored(folder)), _noted()[-1]) == (2, ("nightly-2026-12-03T021000Z.tar", ""))


def test_one_without_its_files_pushes_out_no_whole_one(folder: Path, settings: Settings, programme: Programme) -> None:
    for night in ("2026-12-01 02:10", "2026-12-02 02:10"):
        _back_up_at(night)
    whole = _stored(folder)
    Document.objects.create(
        programme=programme,
        file="ab/gone.pdf",
        title="Paper",
        kind=Kind.OTHER,
        content_type="application/pdf",
        size=1,
        sha256="0",
        state=State.STORED,
    )
    for night in ("2026-12-03 02:10", "2026-12-03 03:10", "2026-12-04 02:10", "2026-12-05 02:10"):
        _back_up_at(night)
    assert _stored(folder) == [f"incomplete-2026-12-0{day}T001000Z.tar" for day in (4, 5)] + whole
    assert [failure for _name, failure in _noted()] == ["", "", "missing", "missing", "missing"]


def test_clock_that_was_ahead_is_put_right(folder: Path) -> None:
    _back_up_at("2030-01-01 02:10")
    _back_up_at("2026-12-01 02:10")
    assert _stored(folder) == ["nightly-2026-12-01T001000Z.tar", "nightly-2030-01-01T001000Z.tar"]


def test_other_things_in_the_folder_are_left_alone(folder: Path) -> None:
    (folder / "nightly-2020-01-01T000000Z.tar").mkdir(parents=True)
    for name in (
        "nightly-old.tar",
        "nightly-2026-12-01T000000Z (1).tar.age",
        "nightly-2026-12-01T000000Z.tar.age.part",
    ):
        (folder / name).write_text("mine")
    for night in ("2026-12-01 02:10", "2026-12-02 02:10", "2026-12-03 02:10"):
        _back_up_at(night)
    assert len(list(folder.iterdir())) == 2 + 4 + 2  # lock and register, what was there, two generations


def test_database_that_goes_away_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_asked: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(proof, "of_database", lost)
    _back_up_at("2026-12-01 02:10")
    assert _noted() == [("", "database")]


def test_what_nobody_foresaw_is_noted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_asked: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(proof, "of_database", broken)
    with pytest.raises(ZeroDivisionError):
        _back_up_at("2026-12-01 02:10")
    assert _noted() == [("", "unexpected")]


def test_none_where_none_is_wanted(folder: Path, settings: Settings) -> None:
    settings.BACKUP_GENERATIONS = 0
    _back_up_at("2026-12-01 02:10")
    assert not folder.exists()


def test_second_one_at_the_same_time_is_no_failure(folder: Path) -> None:
    folder.mkdir()
    with create._alone(folder):
        _back_up_at("2026-12-01 02:10")
    assert (_stored(folder), _noted()) == ([], [])


def test_beat_asks_every_hour() -> None:
    assert schedule()["runtime.back_up"]["schedule"] == timedelta(hours=1).total_seconds()
