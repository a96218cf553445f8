"""The queue without a broker: Kombu's file-system transport, made safe for several readers.

Kombu creates a message's file and then writes it, so a reader may take it half-written, which loses the message and
ends the worker. Here it is written under a name that no reader looks for and then renamed.
"""

import time
import uuid
from pathlib import Path

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


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


class Transport(filesystem.Transport):
    Channel = Channel
