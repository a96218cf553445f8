"""CPU of each public page as a multiple of a raw WSGI answer, both behind the same web server."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.portal import say
from tests.machine import free_port

REQUESTS = 25
ROUNDS = 6


@contextmanager
def served(application: str) -> Iterator[tuple[int, int]]:
    """gunicorn with one worker; gives its port and the worker's process number."""
    port = free_port()
    where = ["-b", f"127.0.0.1:{port}", "-w", "1", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", application, *where]
    server = subprocess.Popen(command)
    try:
        yield port, _worker_of(server.pid, port)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _worker_of(master: int, port: int) -> int:
    """The worker's process number, once it is there and the port is open."""
    for _attempt in range(300):
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        with socket.socket() as probe:
            if children and probe.connect_ex(("127.0.0.1", port)) == 0:
                return int(children[0])
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")


def _cpu(process: int) -> float:
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def per_request(port: int, worker: int, path: str, requests: int = REQUESTS, *, cookie: str = "") -> tuple[float, int]:
    """CPU seconds of the worker for one request, after some that are not counted; and the last status.

    The best of some rounds: what else the machine does only ever adds.
    """
    status = 0

    def ask(times: int) -> None:
        nonlocal status
        for _number in range(times):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            status = answer.status
            connection.close()

    ask(10)
    rounds = []
    for _round in range(ROUNDS):
        before = _cpu(worker)
        ask(requests)
        rounds.append((_cpu(worker) - before) / requests)
    return min(rounds), status


def public_paths() -> list[str]:
    from django.urls import reverse
    from django.utils import translation

    from community_events.models import CommunityEvent
    from guidelines.models import Guideline
    from resource_centre.models import Centre
    from seminars.models import Seminar

    with translation.override("lv"):
        details = [
            reverse(name, args=[row.pk])
            for name, row in (
                ("seminars:seminar_detail", Seminar.objects.filter(activity__is_public=True).last()),
                ("community_events:event_detail", CommunityEvent.objects.filter(activity__is_public=True).last()),
                ("resource_centre:centre_detail", Centre.objects.filter(is_published=True).last()),
                ("guidelines:guideline_detail", Guideline.objects.filter(state="published").last()),
            )
            if row is not None
        ]
        lists = ["seminars:seminar_list", "community_events:event_list", "resource_centre:centre_list",
                 "guidelines:guideline_list", "account_login", "home:accessibility", "home:privacy"]  # fmt: skip
        return [reverse("home:front"), *(reverse(name) for name in lists), *details]


def raw_answer() -> float:
    """CPU seconds of the smallest answer that this web server gives."""
    with served("tests.bench.raw:application") as (port, worker):
        return per_request(port, worker, "/", 400)[0]


def run() -> None:
    raw, paths = raw_answer(), public_paths()
    with served("tests.bench.bare_django:application") as (port, worker):
        bare, _status = per_request(port, worker, "/", 200)
    with served("darbigas_kopienas.wsgi:application") as (port, worker):
        handed_out = [per_request(port, worker, path) for path in paths]
    with served("tests.bench.anew:application") as (port, worker):
        anew = [per_request(port, worker, path)[0] for path in paths]
    rows = [("page", "handed out", "drawn anew", "status"), ("(bare Django)", "", f"{bare / raw:.1f}", "200")]
    rows += [
        (path, f"{cpu / raw:.1f}", f"{drawn / raw:.1f}", str(status))
        for path, (cpu, status), drawn in zip(paths, handed_out, anew, strict=True)
    ]
    say(f"CPU of public pages (aim: at most 60; a raw WSGI answer = 1; {raw * 1e6:.0f} µs here)", rows)
