"""The real Caddy with deploy/Caddyfile before the real nginx: a visitor's address survives, and nobody forges one."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import PATIENCE, free_port
from tests.runtime.proxy import ROOT, Proxy, listens
from tests.runtime.test_proxy import PAGE, Door, Replica

PROGRAM = shutil.which("caddy")
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
VISITOR = "127.0.0.5"
Answer = tuple[int, http.client.HTTPMessage, str]
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="caddy is not installed (make test installs it where it may)")


class Tls:
    """Caddy on ports of its own, with a certificate that it signs itself: nobody of this machine is asked for one."""

    def __init__(self, folder: Path, behind: int, pages: Path = ROOT / "deploy" / "pages") -> None:
        self.plain, self.port, self.log = free_port(), free_port(), folder / "caddy.log"
        self.public_url = f"https://localhost:{self.port}"
        text = CADDYFILE
        for old, new in {
            "\tadmin off\n": f"\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port {self.plain}\n"
            f"\thttps_port {self.port}\n",
            "proxy:8080": f"127.0.0.1:{behind}",
            "root * /pages": f"root * {pages}",
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        (folder / "Caddyfile").write_text(text)
        environment = {"PATH": os.defpath, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "caddy")}
        command = [str(PROGRAM), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env={**environment, "PUBLIC_URL": self.public_url}, stderr=log, stdout=log
            )
        deadline = time.monotonic() + PATIENCE
        while not (listens(self.plain) and self._shakes_hands()):
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def _shakes_hands(self) -> bool:
        try:
            self.ask("/en/")
        except OSError:
            return False
        return True

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """As the visitor of another address."""
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=anybody, source_address=(VISITOR, 0)
        )
        return _answered(connection, path, method, body, headers)

    def ask_in_the_open(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=PATIENCE)
        return _answered(connection, path, method, None, headers)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


def _answered(
    connection: http.client.HTTPConnection, path: str, method: str, body: str | None, headers: dict[str, str] | None
) -> Answer:
    try:
        connection.request(method, path, body, headers or PAGE)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = object.__new__(Door)  # one replica is enough
    opened.record, opened.replicas = tmp_path / "record", [Replica("a", tmp_path)]
    opened.record.touch()
    opened.proxy = Proxy(tmp_path, [opened.replicas[0].port], PUBLIC_URL="https://localhost", FRONT_PROXY="127.0.0.1")
    yield opened
    opened.end()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Tls]:
    """Nobody answers behind it."""
    opened = Tls(tmp_path, free_port())
    yield opened
    opened.end()


FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Real-IP": "203.0.113.9"}


def test_visitor_s_address_and_the_scheme_reach_the_portal_and_are_not_forged(tmp_path: Path, door: Door) -> None:
    tls = Tls(tmp_path, door.proxy.port)
    for headers in (PAGE, {**PAGE, **FORGED}):
        status, seen, _text = tls.ask("/en/form/", "POST", "typed", headers)
        assert (status, seen["X-Seen-For"]) == (200, VISITOR)
    assert [line.split()[-1] for line in door.done("/en/form/")] == ["https", "https"]
    tls.end()
    # What comes in beside it is not believed: nobody but the one whose address FRONT_PROXY is.
    with socket.create_connection(("127.0.0.1", door.proxy.port), source_address=(VISITOR, 0)) as beside:
        beside.sendall(b"GET /en/ HTTP/1.0\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
        answer = http.client.HTTPResponse(beside)
        answer.begin()
        assert answer.headers["X-Seen-For"] == VISITOR


def test_page_over_plain_http_leads_to_https_and_all_else_is_refused(alone: Tls) -> None:
    status, headers, _text = alone.ask_in_the_open("/lv/seminari/?q=a")
    assert (status, headers["Location"]) == (301, f"{alone.public_url}/lv/seminari/?q=a")
    for method, accepted in (("POST", PAGE), ("GET", {"Accept": "text/calendar"})):
        status, headers, text = alone.ask_in_the_open("/en/secret/", method, accepted)
        assert (status, headers["Location"], text) == (403, None, "This address answers over https only.")


def test_visitor_reads_a_page_where_the_proxy_is_away(alone: Tls) -> None:
    for method, body in (("GET", None), ("POST", "typed")):
        status, headers, text = alone.ask("/lv/seminari/", method, body)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert "<h1>Portāls īslaicīgi nav pieejams</h1>" in text


def test_failure_is_logged_without_whom_and_what_it_was_about(tmp_path: Path) -> None:
    tls = Tls(tmp_path, free_port(), pages=tmp_path / "nowhere")
    assert tls.ask("/lv/vieta/231.Vt0QygN:1a/", "POST", "typed")[0] == 502
    tls.end()
    logged = tls.log.read_text()
    assert "serving initial configuration" in logged
    assert [word for word in ("Vt0QygN", VISITOR, "typed") if word in logged] == []


def test_certificate_is_of_the_public_address_and_nothing_is_asked_of_whoever_runs_it() -> None:
    command = [str(PROGRAM), "validate", "--adapter", "caddyfile", "--config", str(ROOT / "deploy" / "Caddyfile")]
    environment = {"PATH": os.defpath, "PUBLIC_URL": "https://portal.example"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["Valid configuration"])
