"""Many browsers at one moment: registrations sent over kept connections to a web server on this machine."""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from darbigas_kopienas.runtime.supervisor import commands
from tests.machine import PATIENCE, free_port

CONNECTIONS = 100


@dataclass(frozen=True)
class Answered:
    statuses: Counter[int]
    seconds: float

    @property
    def per_second(self) -> float:
        return sum(self.statuses.values()) / self.seconds


def registration(path: str, number: int) -> bytes:
    """A guest of a name and addresses of their own, as a browser sends the form: with its cookie, token and key."""
    token = secrets.token_hex(16)
    typed = {
        "csrfmiddlewaretoken": token,
        "submission_key": str(uuid4()),
        "name": f"Viesis {number}",
        "email": f"viesis{number}@example.lv",
        "school": "Daugavpils 3. vidusskola",
    }
    network = f"X-Forwarded-For: 10.0.{number // 256}.{number % 256}"  # as the proxy in front tells it
    return _post(path, urlencode(typed).encode(), f"Cookie: csrftoken={token}", network)


def attempt(path: str, _number: int) -> bytes:
    return _post(path, b"name=Viesis")


def _post(path: str, body: bytes, *more: str) -> bytes:
    head = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        *more,
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def send(port: int, requests: Sequence[bytes], connections: int = CONNECTIONS) -> Answered:
    """All of them, `connections` at a time. In a thread of its own: the test's may have a loop already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(_send(port, requests, connections))).result()


async def _send(port: int, requests: Sequence[bytes], connections: int) -> Answered:
    left = iter(requests)
    started = time.perf_counter()
    answers = await asyncio.gather(*(_one_browser(port, left) for _number in range(connections)))
    return Answered(sum(answers, Counter()), time.perf_counter() - started)


async def _one_browser(port: int, left: Iterator[bytes]) -> Counter[int]:
    statuses: Counter[int] = Counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in left:
        if writer.is_closing():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)).lower()
        length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length or 0))
        if b"connection: close" in head:
            writer.close()
        statuses[int(head.split(b" ", 2)[1])] += 1
    writer.close()
    return statuses


@contextmanager
def served(application: str = "darbigas_kopienas.wsgi", *, is_quiet: bool = False) -> Iterator[int]:
    """The web server as the supervisor starts it, on a free port and behind one proxy; gives the port."""
    port = free_port()
    command = [application if part == "darbigas_kopienas.wsgi" else part for part in commands(port)["web"]]
    stderr, env = subprocess.DEVNULL if is_quiet else None, {**os.environ, "PROXY_COUNT": "1"}
    with subprocess.Popen(command, stderr=stderr, env=env) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(PATIENCE)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")
