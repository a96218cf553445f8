"""The queue without a broker: Kombu's file-system transport, made safe for several readers.

Kombu creates a message's file and then writes it, so a reader may take it half-written, which loses the message and
ends the worker. Here it is written under a name that no reader looks for and then renamed. The table of queues is
created, filled and shortened by Kombu in steps too: of two workers that start at once the second found it empty and
ended, and one killed in between left it empty for good.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

HALF_DONE_SECONDS = 3600.0  # after which nobody still writes


def sweep_half_done(folder: Path) -> int:
    """Take away what writers that died have left; returns how many. The row is the queue, so nothing is lost by it."""
    swept = 0
    for file in folder.glob("*.part"):
        with suppress(FileNotFoundError):  # renamed or swept by another meanwhile
            if time.time() - file.stat().st_mtime > HALF_DONE_SECONDS:
                file.unlink()
                swept += 1
    return swept


class Channel(filesystem.Channel):
    def _put(  # type: ignore[override]  # Kombu's two base classes disagree
        self, queue: str, payload: dict[str, object], **_options: object
    ) -> None:
        folder = Path(self.data_folder_out)
        unique = f"{time.time_ns():020d}_{uuid.uuid4()}"  # readers take by name: oldest first, also after a reboot
        half_done = folder / f"{unique}.{queue}.part"
        try:
            half_done.write_text(dumps(payload))
            half_done.replace(folder / f"{unique}.{queue}.msg")
        except OSError as error:
            with suppress(OSError):
                half_done.unlink(missing_ok=True)  # a full disk would be left fuller
            raise ChannelError(f"Cannot add a message to {folder}") from error

    def get_table(  # type: ignore[override]  # Kombu's two base classes disagree
        self, exchange: str
    ) -> list[filesystem.exchange_queue_t]:
        """Of each queue that is bound."""
        try:
            return [filesystem.exchange_queue_t(*row) for row in loads(self._table_of(exchange).read_text())]
        except (FileNotFoundError, ValueError):  # ValueError: empty, as Kombu left it
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        row = _row(routing_key, pattern, queue)
        with self._table_held(exchange) as rows:
            if row not in rows:
                self._write_table(exchange, [row, *rows])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str | None, *args: object, **kwargs: object
    ) -> None:
        self._purge(queue)  # what the base of all channels does
        row = _row(routing_key, pattern, queue)
        with self._table_held(exchange) as rows:
            if row in rows:
                self._write_table(exchange, [other for other in rows if other != row])

    @contextmanager
    def _table_held(self, exchange: str) -> Iterator[list[filesystem.exchange_queue_t]]:
        """Nobody else writes a table meanwhile."""
        try:
            self.control_folder.mkdir(parents=True, exist_ok=True)
            with (self.control_folder / "lock").open("w") as lock:
                flock(lock, LOCK_EX)  # until it is closed
                yield self.get_table(exchange)
        except OSError as error:
            raise ChannelError(f"Cannot write the table of {exchange} in {self.control_folder}") from error

    def _write_table(self, exchange: str, rows: list[filesystem.exchange_queue_t]) -> None:
        file = self._table_of(exchange)
        half_done = file.with_suffix(".part")
        half_done.write_text(dumps(rows))
        half_done.replace(file)

    def _table_of(self, exchange: str) -> Path:
        return Path(self._exchange_file(exchange))  # type: ignore[attr-defined]  # newer than the stubs


def _row(routing_key: str, pattern: str | None, queue: str) -> filesystem.exchange_queue_t:
    return filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")


class Transport(filesystem.Transport):
    Channel = Channel
