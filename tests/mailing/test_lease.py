"""A letter in the hand of a worker that ends: given back at once where it could, else left to a short lease."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from darbigas_kopienas.mailing import lease, services
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import delivery
from darbigas_kopienas.runtime import processes
from darbigas_kopienas.values import clock, heartbeat
from tests.machine import PATIENCE

ROOT = Path(__file__).parents[2]
SENDING = """
import os, sys
import django
django.setup()
from darbigas_kopienas import celery_app
from darbigas_kopienas.mailing import tasks
celery_app.worker_main(["worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip",
    "--without-mingle", "--without-heartbeat", "--queues", "letters"])
"""


def _letter() -> OutgoingMail:
    return services.queue_message(to="a@example.lv", subject="s", text="t", unique_key="k")


@pytest.mark.django_db
@pytest.mark.parametrize("ending", [SystemExit, KeyboardInterrupt])
def test_worker_that_is_told_to_end_gives_its_letter_back(
    monkeypatch: pytest.MonkeyPatch, ending: type[BaseException]
) -> None:
    letter = _letter()

    def end(*_letters: object) -> None:
        raise ending

    with monkeypatch.context() as while_ending:
        while_ending.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", end)
        with pytest.raises(ending):
            services.send_due()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.lease_until) == ("waiting", 0, None)
    assert services.send_due() == 1


@pytest.mark.django_db
def test_lease_is_renewed_while_the_letter_is_in_hand_and_never_another_workers() -> None:
    _letter()
    mine = delivery._take()
    assert mine is not None
    with clock.frozen(clock.now() + lease.LEASE - timedelta(seconds=1)):
        assert lease.renew(mine)
    with clock.frozen(clock.now() + lease.LEASE + timedelta(seconds=1)):
        assert delivery._take() is None
    with clock.frozen(clock.now() + 3 * lease.LEASE):
        theirs = delivery._take()
        assert theirs is not None
        assert (lease.renew(mine), lease.give_back(mine)) == (False, False)
        assert lease.renew(theirs)


@pytest.mark.django_db
def test_beat_renews_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []

    def renew(mail: OutgoingMail) -> bool:
        beats.append(mail.pk)
        return True

    monkeypatch.setattr(heartbeat, "EVERY", 0.01)
    monkeypatch.setattr(lease, "renew", renew)
    letter = _letter()
    with lease.in_hand(letter):
        deadline = time.monotonic() + PATIENCE
        while not beats:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert set(beats) == {letter.pk}


@pytest.fixture
def silent_server() -> Iterator[int]:
    """Takes the call and never says a word, as a mail server that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_letter_in_hand_of_a_stopped_worker(silent_server: int, sent: signal.Signals, tmp_path: Path) -> None:
    letter = _letter()
    said = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(silent_server), "EMAIL_USE_TLS": "0"}
    said |= {"PORTAL_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings"}
    worker = processes.spawn([sys.executable, "-c", SENDING], cwd=ROOT, env={**os.environ, **said})
    try:
        deadline = time.monotonic() + PATIENCE
        while OutgoingMail.objects.get(pk=letter.pk).state != "sending":
            assert worker.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        if sent == signal.SIGKILL:
            worker.kill()
        processes.stop(worker, seconds=0.5)
    letter.refresh_from_db()
    if sent == signal.SIGTERM:
        assert (letter.state, letter.lease_until) == ("waiting", None)
    else:
        assert letter.state == "sending"
        assert letter.lease_until is not None
        assert letter.lease_until <= clock.now() + timedelta(minutes=1)
