"""A web replica as in a container, guarded by the real supervisor, that writes down each thing it was asked to do.

`python -m tests.runtime.replica PORT NAME RECORD`. `/hold` waits until the file RECORD.go is there, `/breaks` ends the
connection without an answer; both write down first.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from darbigas_kopienas.runtime import supervisor
from darbigas_kopienas.runtime.drain import until_drained

NAME, RECORD = os.environ.get("REPLICA_NAME", ""), Path(os.environ.get("REPLICA_RECORD", "record"))


def _application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    sent = environ["wsgi.input"].read().decode()
    with RECORD.open("a") as record:
        record.write(f"{NAME} {method} {path} {sent[:40]} {environ.get('HTTP_X_FORWARDED_PROTO')}\n")
    if path == "/hold":
        while not RECORD.with_suffix(".go").exists():
            time.sleep(0.02)
    if path == "/breaks":
        os._exit(1)
    status = "503 Service Unavailable" if path == "/outage" else "200 OK"
    headers = [("X-Replica", NAME), ("X-Seen-Id", environ.get("HTTP_X_REQUEST_ID", ""))]
    headers.append(("X-Seen-For", environ.get("HTTP_X_FORWARDED_FOR", "")))
    if path.startswith("/file/"):
        headers.append(("X-Accel-Redirect", path.replace("/file/", "/protected/")))
    if path.startswith("/file/by-link"):
        headers.append(("X-Robots-Tag", "noindex, nofollow"))
    start_response(status, headers)
    return [b"of the portal"]


application = until_drained(_application, os.environ.get("DRAIN_MARK", ""))


def main(port: str, name: str, record: str) -> None:
    os.environ.update(REPLICA_NAME=name, REPLICA_RECORD=record)
    tempfile.tempdir = str(Path(record).parent / name)  # what a container has for itself
    Path(tempfile.tempdir).mkdir(exist_ok=True)
    ours = supervisor.commands

    def commands(port: int, host: str = "127.0.0.1") -> dict[str, list[str]]:
        web = ours(port, host)["web"]
        return {"web": ["tests.runtime.replica" if part == "darbigas_kopienas.wsgi" else part for part in web]}

    supervisor.commands, supervisor.DRAIN_SECONDS = commands, 1.0
    os.environ["PORT"] = port
    sys.argv[1:] = ["web"]
    sys.exit(supervisor.main())


if __name__ == "__main__":
    main(*sys.argv[1:])
