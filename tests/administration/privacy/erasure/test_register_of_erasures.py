"""The register of erasures outside the database: whole lines, whoever writes, and none that is missing for long."""

import json
import logging
import multiprocessing
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from darbigas_kopienas.administration.privacy.erasure.register.file import append, read, register_path
from darbigas_kopienas.administration.privacy.erasure.register.known import add_missing
from darbigas_kopienas.administration.privacy.erasure.register.lines import (
    DestroyedDocuments,
    ErasedPerson,
    Line,
    Row,
    as_json,
    from_json,
)
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import carry_out
from darbigas_kopienas.administration.tasks import tidy
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.values import clock
from tests.administration.privacy.erasure.people_who_ask import answered, asked, person
from tests.cast import make_user

TIMES = 40


@pytest.fixture(autouse=True)
def path(settings: Any, tmp_path: Path) -> Path:
    settings.BACKUP_DIR = tmp_path / "deep" / "backups"
    return register_path()


def line(number: int, *, people: int = 1) -> ErasedPerson:
    now = clock.now()
    rows = tuple(Row(number + more, now) for more in range(people))
    return ErasedPerson(now, now - timedelta(days=3), number, rows, Row(7, now))


def destroyed() -> DestroyedDocuments:
    return DestroyedDocuments(clock.now(), "2026/1", (Row(1, clock.now()), Row(2, clock.now())))


def lines() -> list[Line]:
    written, unreadable = read([register_path()])
    assert unreadable == []
    return written


# -- the file --------------------------------------------------------------------------------------
def test_what_was_written_is_read(path: Path) -> None:
    both: list[Line] = [line(1, people=2), destroyed()]
    assert append(both)
    assert append([])
    assert lines() == both
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent)] == [0o600, 0o700]


def test_a_line_holds_numbers_and_moments_alone(path: Path) -> None:
    append([line(1)])
    stored = json.loads(path.read_text())
    assert sorted(stored) == ["account", "asked_at", "at", "kind", "people", "request"]
    assert stored["at"].endswith("+00:00")
    assert (stored["kind"], stored["request"], stored["people"][0][0], stored["account"][0]) == ("person", 1, 1, 7)


def test_half_a_line_is_said_and_harms_no_other(path: Path) -> None:
    append([line(1), line(2)])
    path.write_bytes(path.read_bytes()[:-20])  # the machine died there
    append([line(3)])
    written, unreadable = read([path])
    assert [entry.request for entry in written if isinstance(entry, ErasedPerson)] == [1, 3]
    assert unreadable == [f"{path}, line 2 cannot be read. What was erased by it may be here again."]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "of a later version"},
        {"at": "2026-12-01T10:00:00"},
        {"at": None},
        {"people": [[1]]},
        {"people": [["x", "2026-12-01T10:00:00+00:00"]]},
        {"account": 7},
    ],
)
def test_what_is_no_line_is_refused(change: dict[str, Any]) -> None:
    stored = json.loads(as_json(line(1)))
    assert from_json(json.dumps(stored))
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_json(json.dumps({**stored, **change}))


@pytest.mark.parametrize("text", ["", "[]", "7", "{}", "\xff", "[" * 100_000])
def test_what_no_portal_wrote_is_said(path: Path, text: str) -> None:
    append([line(1)])
    path.write_bytes(text.encode("latin-1") + b"\n" + path.read_bytes())
    written, unreadable = read([path])
    assert (len(written), len(unreadable)) == (1, 1 if text else 0)


def test_a_register_that_cannot_be_read_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    assert read([path]) == ([], [f"{path} cannot be read: Is a directory. What was erased by it may be here again."])


def test_a_full_disk_leaves_no_half_line(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    append([line(1)])
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:10]))
    with caplog.at_level(logging.ERROR):
        assert not append([line(2)])
    monkeypatch.undo()
    assert caplog.messages == ["the register of erasures (BACKUP_DIR) cannot be written: ENOSPC"]
    assert append([line(3)])
    assert [entry.request for entry in lines() if isinstance(entry, ErasedPerson)] == [1, 3]


def _write_many(start: int) -> None:
    for number in range(start, start + TIMES):
        append([line(number, people=100)])


def test_two_processes_leave_whole_lines() -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_write_many, args=(start,)) for start in (0, TIMES)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(entry.request or 0 for entry in lines() if isinstance(entry, ErasedPerson)) == list(range(TIMES * 2))


# -- what the database knows -----------------------------------------------------------------------
@pytest.mark.django_db
def test_an_erasing_is_written_down_when_it_holds(marta: User, django_capture_on_commit_callbacks: Any) -> None:
    user = make_user("anna.kalna@example.lv", "Anna Kalna")
    who = person_of(user)
    merged = Person.objects.create(name="Anna Liepa", merged_into=who)
    with django_capture_on_commit_callbacks(execute=True):
        request = carry_out(by=marta, request=asked(who))
        assert lines() == []
    rows = (Row(who.pk, who.created_at), Row(merged.pk, merged.created_at))
    assert request.answered_at is not None
    assert lines() == [
        ErasedPerson(request.answered_at, request.asked_at, request.pk, rows, Row(user.pk, user.joined_at))
    ]
    add_missing()
    assert len(lines()) == 1


@pytest.mark.django_db
def test_what_could_not_be_written_is_made_good_by_the_hour(
    marta: User, settings: Any, path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user("anna.kalna@example.lv", "Anna Kalna")
    who, folder = person_of(user), settings.BACKUP_DIR
    folder.parent.mkdir()
    folder.write_text("a file where a folder should be")
    with django_capture_on_commit_callbacks(execute=True):
        request = carry_out(by=marta, request=asked(who))
    who.refresh_from_db()
    assert (who.name, request.state) == (ERASED, "erased_person")
    answered(person("Zane Liepa"))  # a refused one is in no register
    User.objects.filter(email="janis@example.lv").update(is_active=False)
    tidy()  # in vain, and the rest of the hour's work is done
    folder.unlink()
    with clock.frozen(clock.now()):
        now = clock.now()
        tidy()
        tidy()
    assert request.answered_at is not None
    assert lines() == [
        ErasedPerson(request.answered_at, request.asked_at, request.pk, (Row(who.pk, who.created_at),), None),
        ErasedPerson(now, now, None, (), Row(user.pk, user.joined_at)),
    ]
