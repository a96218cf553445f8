"""A line of the log: one, whatever is put in; an error by its kind; no words of it, no secret, no address."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import translation

from darbigas_kopienas.people.models import User
from darbigas_kopienas.runtime import logs
from darbigas_kopienas.runtime.log_settings import log_settings
from darbigas_kopienas.runtime.supervisor import commands, say
from darbigas_kopienas.values import log_context
from tests.machine import PATIENCE, free_port
from tests.written_log import Written

log = logging.getLogger("portal.trial")
WORDS = "Key (email)=(anna@example.lv) already exists: Anna Bērziņa"


def broken() -> None:
    raise IntegrityError(WORDS) from KeyError(WORDS)


def test_line_says_what_when_and_where(written: Written) -> None:
    log.warning("a %s with %d seats", "seminar", 5)
    (said,) = written.of("portal.trial")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", said.pop("at"))
    assert said == {
        "level": "WARNING",
        "logger": "portal.trial",
        "message": "a seminar with 5 seats",
        "process": os.getpid(),
    }


def test_nothing_that_is_put_in_ends_the_line(written: Written) -> None:
    forged = 'x\r\n{"level": "INFO"}\x1b[31m\u2028\x85\u202e'
    log.warning("sent: %s", forged)
    assert len(written.text.splitlines()) == 1
    message = written.of("portal.trial")[0]["message"]
    assert message == 'sent: x\\r\\n{"level": "INFO"}\\x1b[31m\\u2028\\x85\\u202e'


def test_error_is_its_kind_and_its_way(written: Written) -> None:
    try:
        broken()
    except IntegrityError as error:
        log.exception("not saved: %s", error)  # noqa: TRY401  (as packages do)
    (said,) = written.of("portal.trial")
    assert said["message"] == "not saved: IntegrityError"
    assert (said["error"], said["caused_by"]) == ("IntegrityError", "KeyError")
    assert [re.sub(r":\d+ ", " ", step) for step in said["way"]] == [
        "tests/runtime/test_logs.py test_error_is_its_kind_and_its_way",
        "tests/runtime/test_logs.py broken",
    ]
    assert "anna" not in written.text.lower()


def test_words_of_an_error_stay_out_however_they_come(written: Written) -> None:
    error = ValueError(WORDS)
    log.error(error)
    log.error(f"not saved: {error}", exc_info=error)  # noqa: G004  (as packages do)
    log.error("not saved: %r", error)
    log.error("%(name)s: %(exc)s %(args)s", {"name": "jobs.run", "exc": repr(error), "args": "('anna@example.lv',)"})
    assert [said["message"] for said in written.of("portal.trial")] == [
        "ValueError",
        "not saved: ValueError",
        "not saved: 'ValueError'",
        "jobs.run: ValueError …",
    ]


def test_row_is_its_number(written: Written) -> None:
    log.warning("whose: %r", User(pk=5, email="anna@example.lv", name="Anna Bērziņa"))
    assert written.of("portal.trial")[0]["message"] == "whose: 'people.User 5'"


@pytest.mark.parametrize(("text", "given"), [("two: %s %s", ("one",)), ("named: %(other)s", ({"name": 1},))])
def test_mistake_of_a_package_is_written_all_the_same(text: str, given: tuple[object]) -> None:
    """Else Python would print what was to be filled in."""
    record = logging.LogRecord("trial", logging.ERROR, "", 0, text, given, None)
    assert json.loads(logs.JsonLines().format(record))["message"] == text


def test_way_that_is_too_long_is_told_by_its_end(written: Written) -> None:
    def fall(deep: int) -> None:
        if deep == 0:
            raise RecursionError
        fall(deep - 1)

    try:
        fall(100)
    except RecursionError:
        log.exception("too deep")
    assert len(written.of("portal.trial")[0]["way"]) == logs.MOST_STEPS


def test_line_that_is_too_long_ends(written: Written) -> None:
    log.warning("%s@%s", "a" * 50_000, "b" * 50_000)
    log.warning("x " * 50_000)
    assert [len(said["message"]) for said in written.of("portal.trial")] == [logs.MOST_LETTERS] * 2


def test_refusal_is_one_line_without_a_way(written: Written) -> None:
    log.warning("refused", exc_info=PermissionDenied("Anna may not"), extra={"status_code": 403})
    (said,) = written.of("portal.trial")
    assert said["error"] == "PermissionDenied"
    assert "way" not in said


def test_readable_form_says_the_same() -> None:
    record = logging.LogRecord("portal.trial", logging.ERROR, "", 0, "not saved\n: %s", (IntegrityError(WORDS),), None)
    record.facts = {"event": "sign_in"}
    try:
        broken()
    except IntegrityError:
        record.exc_info = sys.exc_info()
    head, *way = logs.ReadableLines().format(record).splitlines()
    assert head.endswith(
        " ERROR portal.trial: not saved\\n: IntegrityError [event=sign_in error=IntegrityError caused_by=KeyError]"
    )
    assert [step.split()[-1] for step in way] == ["test_readable_form_says_the_same", "broken"]


def test_line_carries_request_user_and_job(written: Written) -> None:
    in_hand = log_context.RequestInHand("abc12345", "net", lambda: 7)
    request, job = log_context.request.set(in_hand), log_context.job.set("9f")
    log.warning("busy")
    log_context.request.reset(request)
    log_context.job.reset(job)
    (said,) = written.of("portal.trial")
    assert (said["request"], said["user"], said["job"]) == ("abc12345", 7, "9f")


def test_what_nobody_caught_is_written_without_words(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.log_what_nobody_caught()
    try:
        broken()
    except IntegrityError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    logging.captureWarnings(False)
    assert [said["error"] for said in written.of("portal.process")] == ["IntegrityError"] * 2
    assert "anna" not in written.text


@pytest.mark.parametrize(("form", "level"), [("json", "INFO"), ("line", "WARNING")])
def test_security_log_is_whole_where_it_is_collected(form: str, level: str) -> None:
    loggers = log_settings(form, "WARNING")["loggers"]
    assert isinstance(loggers, dict)
    assert (loggers["portal"] | loggers.get("portal.security", {}))["level"] == level


# -- in the answer to a request --------------------------------------------------------------------
def mistake(request: HttpRequest, token: str) -> HttpResponse:
    raise IntegrityError(WORDS)


def refused(request: HttpRequest, token: str) -> HttpResponse:
    raise PermissionDenied(WORDS)


urlpatterns = [path("lv/mistake/<str:token>/", mistake), path("lv/refused/<str:token>/", refused)]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("page", "level"), [("mistake", "ERROR"), ("refused", "WARNING")])
def test_answer_of_an_error_writes_no_secret(page: str, level: str, written: Written) -> None:
    client = Client(raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.urls.resolvers.URLResolver.resolve_error_handler", lambda *_: _plain)
        client.get(f"/lv/{page}/231.Vt0QygNsecret/?next=/lv/x&q=anna")
    (said,) = written.of("django.request")
    assert said["level"] == level
    assert said["message"].endswith(f": /lv/{page}/…/")
    assert re.search("Vt0Qyg|anna", written.text) is None


def _plain(request: HttpRequest, exception: object = None) -> HttpResponse:
    return HttpResponse(status=500 if exception is None else 403)


def test_link_that_opens_nothing_is_not_repeated(client: Client, db: None, written: Written) -> None:
    with translation.override("en"):
        address = reverse("participation:place_detail", args=["231.Vt0QygNsecret"])
    client.get(address)
    client.get(address + "typo/")
    client.get("/vieta/231.Vt0QygNsecret/")
    client.get("/lv/vieta/ 231.Vt0QygNsecret/")
    client.get(address, headers={"Host": "anna.example.lv"})
    assert "Vt0Qyg" not in written.text
    assert written.of("django.security.DisallowedHost")[0]["message"] == "DisallowedHost"


# -- other processes -------------------------------------------------------------------------------
def _lines_of(script: str) -> str:
    environment = {**os.environ, "LOG_FORMAT": "json", "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.stdout + done.stderr


WORKER = """
from darbigas_kopienas import celery_app
celery_app.loader.init_worker()
celery_app.log.setup(loglevel="WARNING", redirect_stdouts=True)

@celery_app.task(name="trial")
def trial(email):
    from darbigas_kopienas.values import log_context
    raise ValueError("Key (email)=(anna@example.lv)")

trial.apply(args=["anna@example.lv"], task_id="9f")
raise ValueError("Key (email)=(anna@example.lv)")
"""


def test_worker_writes_as_the_portal_does() -> None:
    """Celery's own "Task … raised unexpected", and what ends the process."""
    text = _lines_of(WORKER)
    failed, ended = [json.loads(line) for line in text.splitlines()]
    assert failed["message"] == "Task trial[9f] raised unexpected: ValueError"
    assert (failed["logger"], failed["task"], failed["error"]) == ("celery.app.trace", "trial 9f", "ValueError")
    assert (ended["logger"], ended["error"]) == ("portal.process", "ValueError")
    assert "anna" not in text


def test_web_server_writes_as_the_portal_does(tmp_path: Path) -> None:
    """Gunicorn refuses what is no HTTP before Django sees it, and would say from which address it came."""
    port, written = free_port(), tmp_path / "log"
    environment = {**os.environ, "LOG_FORMAT": "json", "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    with written.open("w") as output, subprocess.Popen(commands(port)["web"], env=environment, stderr=output) as server:
        try:
            _send(port, b"GET /lv/vieta/231.Vt0QygNsecret/ HTTP/9.9\r\n\r\n", server)
        finally:
            server.terminate()
    (said,) = [json.loads(line) for line in written.read_text().splitlines() if "Invalid" in line]
    assert said["logger"] == "gunicorn.error"
    assert "Vt0Qyg" not in written.read_text()
    assert "127.0.0.1" not in said["message"]


def _send(port: int, request: bytes, server: "subprocess.Popen[bytes]") -> None:
    """Once it listens; until it has answered."""
    deadline = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None, "the server did not start"
        assert time.monotonic() < deadline, "the server does not answer"
        try:
            with socket.create_connection(("127.0.0.1", port)) as visitor:
                visitor.sendall(request)
                visitor.recv(1000)
                return
        except ConnectionRefusedError:
            time.sleep(0.05)


def test_supervisor_writes_json_where_the_others_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say("worker ended with code 1.\n")
    assert capsys.readouterr().out == "worker ended with code 1.\n\n"
    monkeypatch.setenv("LOG_FORMAT", "json")
    say("\nThe portal is open: http://localhost:8000   (Ctrl-C stops it)\n")
    said = json.loads(capsys.readouterr().out)
    assert (said["logger"], said["level"]) == ("portal.supervisor", "INFO")
    assert said["message"] == "The portal is open: http://localhost:8000   (Ctrl-C stops it)"
