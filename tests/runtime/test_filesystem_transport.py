"""Half-written messages: Kombu's own transport loses them, ours never does."""

import errno
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu.exceptions import ChannelError

from darbigas_kopienas.runtime import filesystem_transport
from tests.machine import PATIENCE
from tests.runtime import queue_stress

OURS = "darbigas_kopienas.runtime.filesystem_transport:Transport"
KOMBUS = "kombu.transport.filesystem:Transport"
WRITERS = READERS = 2


def _stress(transport: str, folder: Path) -> tuple[int, int]:
    """How many whole messages were read, and how many times a reader met a broken one."""

    def start(mode: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.runtime.queue_stress", mode, transport, str(folder)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])

    readers = [start("read") for _ in range(READERS)]
    writers = [start("write") for _ in range(WRITERS)]
    assert [writer.wait(PATIENCE) for writer in writers] == [0] * WRITERS
    (folder / "written").touch()
    results = [reader.communicate(timeout=PATIENCE)[0].split() for reader in readers]
    return sum(int(whole) for whole, _ in results), sum(int(broken) for _, broken in results)


def test_no_message_is_lost_between_several_writers_and_readers(tmp_path: Path) -> None:
    assert _stress(OURS, tmp_path) == (WRITERS * queue_stress.MESSAGES, 0)


def _reader_looks_in_while_written(transport: str, module: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What becomes of a message when a reader comes at the worst moment: between creating and writing."""
    writer, reader = queue_stress.channel(transport, folder), queue_stress.channel(transport, folder)
    seen: list[str] = []

    def dumps(payload: object) -> str:
        try:
            reader._get("celery")
        except Empty:
            seen.append("not there yet")
        except ValueError:
            seen.append("broken")
        return json.dumps(payload)

    monkeypatch.setattr(f"{module}.dumps", dumps)
    writer._put("celery", {"number": 1})
    try:
        return f"{seen[0]}, then {reader._get('celery')}"
    except Empty:
        return f"{seen[0]}, then lost"


def test_message_that_is_being_written_is_not_there_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = "darbigas_kopienas.runtime.filesystem_transport"
    fate = _reader_looks_in_while_written(OURS, module, tmp_path, monkeypatch)
    assert fate == "not there yet, then {'number': 1}"


def test_control_kombus_own_transport_loses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fate = _reader_looks_in_while_written(KOMBUS, "kombu.transport.filesystem", tmp_path, monkeypatch)
    assert fate == "broken, then lost"


def test_messages_are_taken_in_the_order_they_were_put(tmp_path: Path) -> None:
    channel = queue_stress.channel(OURS, tmp_path)
    for number in range(20):
        channel._put("celery", {"number": number})
    assert [channel._get("celery")["number"] for _ in range(20)] == list(range(20))


def test_message_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    channel = queue_stress.channel(OURS, tmp_path)
    channel.data_folder_out = str(tmp_path / "missing")
    with pytest.raises(ChannelError, match="Cannot add a message"):
        channel._put("celery", {})


# -- which queues there are ------------------------------------------------------------------------
def _bound(transport: str, folder: Path) -> list[str]:
    """The queues of an exchange whose table was made and not filled: by a worker at this moment, or one killed then."""
    (folder / "control").mkdir()
    (folder / "control" / "celery.exchange").touch()
    worker = queue_stress.channel(transport, folder)
    worker._queue_bind("celery", "letters", "", "letters")
    return [row[2] for row in worker.get_table("celery")]


def test_worker_starts_where_the_table_of_queues_is_empty(tmp_path: Path) -> None:
    assert _bound(OURS, tmp_path) == ["letters"]


def test_control_kombus_own_transport_ends_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        _bound(KOMBUS, tmp_path)


def test_many_workers_that_start_at_once_lose_no_queue(tmp_path: Path) -> None:
    def bind(number: int) -> None:
        queue_stress.channel(OURS, tmp_path)._queue_bind("celery", "", "", f"queue{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(bind, range(80)))
    table = queue_stress.channel(OURS, tmp_path).get_table("celery")
    assert sorted(row[2] for row in table) == sorted(f"queue{number}" for number in range(80))


def test_table_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "control").write_text("not a folder")
    with pytest.raises(ChannelError, match="Cannot write the table"):
        queue_stress.channel(OURS, tmp_path)._queue_bind("celery", "", "", "letters")


def test_a_queue_that_is_deleted_leaves_the_table_and_the_others_stay(tmp_path: Path) -> None:
    channel = queue_stress.channel(OURS, tmp_path)
    for name in ("letters", "reports"):
        channel._queue_bind("celery", name, "", name)
    for _twice in range(2):
        channel._delete("letters", "celery", "letters", "")
    assert [row.queue for row in channel.get_table("celery")] == ["reports"]


def test_a_broadcast_reaches_every_queue_that_is_bound(tmp_path: Path) -> None:
    channel = queue_stress.channel(OURS, tmp_path)
    for name in ("one", "other"):
        channel._queue_bind("pidbox", "", "", name)
    channel._put_fanout("pidbox", {"body": "ping"}, "")
    assert [channel._get(name)["body"] for name in ("one", "other")] == ["ping", "ping"]


def test_what_a_dead_writer_left_is_swept_and_what_is_being_written_stays(tmp_path: Path) -> None:
    for name, age in (("old.celery.part", 7200), ("new.celery.part", 0), ("old.celery.msg", 7200)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert filesystem_transport.sweep_half_done(tmp_path) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.celery.part", "old.celery.msg"]


def test_full_disk_leaves_no_half_of_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = queue_stress.channel(OURS, tmp_path)

    def full(file: Path, text: str) -> None:
        file.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ChannelError):
        channel._put("celery", {"body": "x"})
    assert list(tmp_path.rglob("*.part")) == []
