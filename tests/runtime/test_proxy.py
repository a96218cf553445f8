"""What the proxy does by deploy/nginx.conf when a replica stops, breaks or is away: nothing lost, nothing doubled."""

import http.client
import itertools
import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # no stubs in the lock file
import pytest

from tests.machine import PATIENCE, free_port, rounds
from tests.runtime.proxy import ROOT, Proxy, listens, wait_for

PAGE = {"Accept": "text/html,*/*;q=0.8"}


class Replica:
    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.port, self.record = name, free_port(), folder / "record"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.runtime.replica", str(self.port), self.name, str(self.record)]
        self.process = subprocess.Popen(command, cwd=ROOT)
        wait_for(self.port)

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(sent)
        self.process.wait(PATIENCE)


class Door:
    """The proxy, two replicas behind it, and what these were asked to do."""

    def __init__(self, folder: Path, **said: str) -> None:
        self.record = folder / "record"
        self.record.touch()
        self.replicas = [Replica(name, folder) for name in ("a", "b")]
        self.proxy = Proxy(folder, [replica.port for replica in self.replicas], **said)

    def ask(
        self, path: str = "/en/", method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=PATIENCE)
        connection.request(method, path, body, headers or PAGE)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def done(self, path: str) -> list[str]:
        return [line for line in self.record.read_text().splitlines() if f" {path} " in line]

    def end(self) -> None:
        self.record.with_suffix(".go").touch()
        self.proxy.end()
        for replica in self.replicas:
            if replica.process.poll() is None:
                replica.stop(signal.SIGKILL)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(tmp_path)
    yield opened
    opened.end()


def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def _post_until(over: threading.Event, door: Door, sent: dict[str, int], numbers: Iterator[int]) -> None:
    while not over.is_set():
        number = f"form-{next(numbers)}"
        sent[number] = door.ask("/en/form/", "POST", number)[0]


def test_rolling_stop_loses_and_doubles_no_form(door: Door) -> None:
    """Forms are sent without a pause while each replica in turn is stopped and started."""
    over, sent, numbers = threading.Event(), dict[str, int](), itertools.count()
    senders = [threading.Thread(target=_post_until, args=(over, door, sent, numbers)) for _ in range(4)]
    for sender in senders:
        sender.start()
    try:
        for replica in door.replicas * rounds(1, 5):
            before = len(sent)
            _until(lambda before=before: len(sent) > before + 50)  # type: ignore[misc]  # bound at once
            replica.stop()
            replica.start()
            used = f"{replica.name} GET "
            _until(lambda used=used: door.ask("/en/again/")[0] and used in door.record.read_text()[-4000:])  # type: ignore[misc]  # bound at once
    finally:
        over.set()
        for sender in senders:
            sender.join()
    assert set(sent.values()) == {200}
    done = Counter(line.split()[3] for line in door.done("/en/form/"))
    assert done == dict.fromkeys(sent, 1)
    assert {line[0] for line in door.done("/en/form/")} == {"a", "b"}


def test_form_in_hand_is_finished_before_the_replica_ends(door: Door) -> None:
    answers: list[int] = []
    sender = threading.Thread(target=lambda: answers.append(door.ask("/hold", "POST", "in hand")[0]))
    sender.start()
    _until(lambda: door.done("/hold"))
    name = door.done("/hold")[0][0]
    stopping = next(replica for replica in door.replicas if replica.name == name)
    stopping.process.send_signal(signal.SIGTERM)
    _until(lambda: door.ask("/en/", "POST", "x")[0] and (door.record.parent / name / "web.drained").exists())
    door.record.with_suffix(".go").touch()
    sender.join()
    stopping.process.wait(PATIENCE)
    assert answers == [200]
    assert len(door.done("/hold")) == 1


def test_form_whose_connection_broke_is_not_sent_again_but_a_page_is(door: Door) -> None:
    status, headers, text = door.ask("/breaks", "POST", "broken")
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Portāls īslaicīgi nav pieejams" in text
    assert len(door.done("/breaks")) == 1
    assert door.ask("/en/after/")[0] == 200


def test_killed_replica_loses_no_form_that_came_after(door: Door) -> None:
    killed = door.replicas[0].process
    for process in [psutil.Process(killed.pid), *psutil.Process(killed.pid).children(recursive=True)]:
        process.kill()
    killed.wait(PATIENCE)
    _until(lambda: not listens(door.replicas[0].port))
    assert {door.ask("/en/form/", "POST", f"form-{number}")[0] for number in range(10)} == {200}
    assert len(door.done("/en/form/")) == 10


def test_outage_that_the_portal_tells_of_is_handed_on_and_not_tried_twice(door: Door) -> None:
    """The portal may have been at work when it lost its database, and its page keeps what was typed."""
    assert door.ask("/outage", "POST", "typed")[::2] == (503, "of the portal")
    assert len(door.done("/outage")) == 1


def test_request_has_one_id_and_a_scheme_by_the_public_address(door: Door) -> None:
    address = "/lv/vieta/231.Vt0QygN:1a/"
    _status, headers, _text = door.ask(address, headers={"X-Request-ID": "mine", "X-Forwarded-Proto": "https"})
    assert len(headers["X-Seen-Id"]) == 32
    assert door.done(address)[0].endswith(" http")
    _until(lambda: door.proxy.log.read_text().endswith("\n"))  # it is written after the answer
    logged = json.loads(door.proxy.log.read_text())
    assert logged["request"] == headers["X-Seen-Id"]
    assert logged | {"path": "/lv/vieta/*", "status": 200, "network": "127.0.0.0"} == logged


# -- the proxy's own pages -------------------------------------------------------------------------
@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[Door]:
    """The proxy alone: nobody answers behind it."""
    opened = object.__new__(Door)
    opened.record, opened.replicas = tmp_path / "record", []
    opened.proxy = Proxy(tmp_path, [free_port(), free_port()], PUBLIC_URL="https://portal.example")
    yield opened
    opened.end()


def test_pages_where_nobody_answers_are_said_in_the_language_of_the_address(empty_house: Door) -> None:
    for path, title in (
        ("/lv/seminari/", "Portāls īslaicīgi nav pieejams"),
        ("/en/seminars/", "The portal is taking a short break"),
        ("/", "Portāls īslaicīgi nav pieejams"),
    ):
        for method in ("GET", "POST"):
            status, headers, text = empty_house.ask(path, method, "a=1" if method == "POST" else None)
            assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "30", "no-store")
            assert headers["Content-Type"] == "text/html; charset=utf-8"
            assert f"<h1>{title}</h1>" in text
            assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    status, headers, text = empty_house.ask("/en/x", headers={"Accept": "application/json"})
    assert (status, headers["Content-Type"]) == (503, "application/json; charset=utf-8")
    assert json.loads(text)["error"].startswith("The portal is taking a short break. ")
    status, headers, text = empty_house.ask("/lv/x", headers={**PAGE, "HX-Request": "true"})
    assert (status, headers["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert text.startswith("Portāls īslaicīgi nav pieejams. ")


def test_too_much_is_refused_with_a_sentence(empty_house: Door) -> None:
    status, _headers, text = empty_house.ask("/en/x", "POST", "x" * (1024 * 1024 + 1))
    assert status == 413
    assert "<h1>Too much was sent at once</h1>" in text


def test_file_that_the_proxy_sends_has_every_header_and_a_missing_one_a_page(door: Door) -> None:
    (door.proxy.files / "there.txt").write_text("a receipt")
    status, headers, text = door.ask("/file/there.txt")
    assert (status, text) == (200, "a receipt")
    assert {name: headers[name] for name in ("X-Content-Type-Options", "Referrer-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] is None
    (door.proxy.files / "by-link.txt").write_text("a report")
    assert door.ask("/file/by-link.txt")[1]["X-Robots-Tag"] == "noindex, nofollow"
    status, _headers, text = door.ask("/file/nowhere.txt")
    assert status == 404
    assert "<h1>Šādas datnes nav</h1>" in text
    assert door.ask("/protected/there.txt")[0] == 404  # nobody comes in by the address itself
