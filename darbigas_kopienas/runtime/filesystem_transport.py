"""The queue without a broker: Kombu's file-system transport, made safe for several readers.

Kombu creates a message's file and then writes it, so a reader may take it half-written, which loses the message and
ends the worker. Here it is written under a name that no reader looks for and then renamed. The table of queues is
created and filled by Kombu in two steps too: of two workers that start at once the second found it empty and ended, and
one killed in between left it empty for good.
"""

import time
import uuid
from fcntl import LOCK_EX, flock
from pathlib import Path

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


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
            raise ChannelError(f"Cannot add a message to {folder}") from error

    def get_table(  # type: ignore[override]  # Kombu's two base classes disagree
        self, exchange: str
    ) -> list[tuple[str, str, str]]:
        """(routing key, pattern, queue) of each queue that is bound."""
        try:
            return [tuple(row) for row in loads(self._table_of(exchange).read_text())]
        except (FileNotFoundError, ValueError):  # ValueError: empty, as Kombu left it
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        row = (routing_key or "", pattern or "", queue or "")
        try:
            self.control_folder.mkdir(parents=True, exist_ok=True)
            with (self.control_folder / "lock").open("w") as lock:
                flock(lock, LOCK_EX)  # until it is closed
                self._add_to_table(exchange, row)
        except OSError as error:
            raise ChannelError(f"Cannot bind {queue} in {self.control_folder}") from error

    def _add_to_table(self, exchange: str, row: tuple[str, str, str]) -> None:
        rows, file = self.get_table(exchange), self._table_of(exchange)
        if row not in rows:
            half_done = file.with_suffix(".part")
            half_done.write_text(dumps([row, *rows]))
            half_done.replace(file)

    def _table_of(self, exchange: str) -> Path:
        return Path(self._exchange_file(exchange))  # type: ignore[attr-defined]  # newer than the stubs


class Transport(filesystem.Transport):
    Channel = Channel
