"""One writer or reader process of test_filesystem_transport: `write|read <module:Transport> <folder>`.

A reader ends at an empty queue once the file "written" is there, and prints "<whole messages> <broken ones>".
"""

import sys
from pathlib import Path
from queue import Empty
from typing import Any

from kombu import Connection
from kombu.exceptions import ChannelError

from tests.machine import rounds

MESSAGES = rounds(400, 4000)
PAYLOAD = list(range(5_000))  # long enough to be caught in the middle


def channel(transport: str, folder: Path) -> Any:
    (folder / "taken").mkdir(exist_ok=True)
    options: dict[str, Any] = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    options |= {"store_processed": True, "processed_folder": str(folder / "taken")}
    return Connection("filesystem://", transport=transport, transport_options=options).channel()


def write(transport: str, folder: Path) -> None:
    writer = channel(transport, folder)
    for number in range(MESSAGES):
        writer._put("celery", {"number": number, "filling": PAYLOAD})


def read(transport: str, folder: Path) -> None:
    reader, whole, broken = channel(transport, folder), 0, 0
    while True:
        is_last_round = (folder / "written").exists()
        try:
            reader._get("celery")
            whole += 1
        except Empty:
            if is_last_round:
                break
        except (ValueError, ChannelError):
            broken += 1
    sys.stdout.write(f"{whole} {broken}\n")


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
