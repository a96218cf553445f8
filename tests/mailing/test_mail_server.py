"""A real mail server that is down, refuses, is slow, or sends back what it took: nothing is lost or doubled."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock
from tests.machine import PATIENCE, free_port
from tests.mailing import returned
from tests.mailing.imap import Mailbox, given

pytestmark = pytest.mark.django_db
TO = returned.TO


class Server:
    """What it took, by whom it is from, and how it answers each word."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []  # (sender in the envelope, Message-ID)
        self.at_recipient: Callable[[], str] = lambda: "250 OK"
        self.at_message: Callable[[], str] = lambda: "250 OK"

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.at_recipient()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  (likewise)
        assert isinstance(envelope.content, bytes)
        self.taken.append((str(envelope.mail_from), str(message_from_bytes(envelope.content)["Message-ID"])))
        return self.at_message()


@pytest.fixture
def port(settings: Any) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL, settings.EMAIL_TIMEOUT = False, False, PATIENCE
    settings.MAIL_BOUNCES_TO = "returned@portal.example"
    return int(settings.EMAIL_PORT)


@contextmanager
def running(server: Server, port: int) -> Iterator[Server]:
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def letter() -> OutgoingMail:
    return services.queue_message(to=TO, subject="s", text="t", unique_key="k")


def later() -> Any:
    return clock.frozen(clock.now() + timedelta(minutes=2))


def test_down_it_waits_is_late_at_once_and_leaves_once_when_the_server_is_back(port: int) -> None:
    letter()
    assert services.send_due() == 0
    mail = OutgoingMail.objects.late().get()
    assert (mail.state, mail.error, mail.to_email) == ("waiting", "ConnectionRefusedError", TO)
    with running(Server(), port) as server, later():
        assert (services.send_due(), services.send_due()) == (1, 0)
    assert server.taken == [("returned@portal.example", f"<{mail.message_id}@localhost>")]
    assert not OutgoingMail.objects.late().exists()


def test_refused_recipient_is_in_the_list_of_what_did_not_arrive(port: int) -> None:
    server = Server()
    server.at_recipient = lambda: "550 5.1.1 no such user"
    letter()
    with running(server, port):
        assert services.send_due() == 0
    mail = OutgoingMail.objects.not_arrived().get()
    assert (mail.state, mail.error, server.taken) == ("failed", "SMTPRecipientsRefused", [])


def test_server_that_has_no_room_for_now_is_asked_again(port: int) -> None:
    server = Server()
    server.at_message = lambda: "452 4.2.2 later"
    letter()
    with running(server, port):
        assert services.send_due() == 0
        assert OutgoingMail.objects.late().get().error == "SMTPDataError"
        server.at_message = lambda: "250 OK"
        with later():
            assert services.send_due() == 1
    assert OutgoingMail.objects.get().state == "sent"


@pytest.mark.parametrize("step", ["at_recipient", "at_message"])
def test_slow_server_gets_the_same_letter_under_the_same_name(port: int, settings: Any, step: str) -> None:
    """One that took it, and said so too late, gets it twice: by its name it knows the second as the first."""
    settings.EMAIL_TIMEOUT = 0.2
    server, is_over = Server(), threading.Event()

    def slow() -> str:
        is_over.wait(PATIENCE)
        return "250 OK"

    setattr(server, step, slow)
    letter()
    with running(server, port):
        assert services.send_due() == 0
        mail = OutgoingMail.objects.late().get()
        assert mail.error in {"TimeoutError", "SMTPServerDisconnected"}
        is_over.set()
        settings.EMAIL_TIMEOUT = PATIENCE
        with later():
            assert (services.send_due(), services.send_due()) == (1, 0)
    assert {name for _sender, name in server.taken} == {f"<{mail.message_id}@localhost>"}
    assert len(server.taken) == (1 if step == "at_recipient" else 2)
    assert OutgoingMail.objects.get().state == "sent"


@pytest.mark.parametrize("report", [returned.by_postfix, returned.by_exchange, returned.by_gmail, returned.by_qmail])
def test_taken_and_sent_back(
    port: int, settings: Any, monkeypatch: pytest.MonkeyPatch, report: Callable[[str], bytes]
) -> None:
    letter()
    with running(Server(), port) as server:
        assert services.send_due() == 1
    ((envelope, name),) = server.taken
    assert envelope == settings.MAIL_BOUNCES_TO
    given(Mailbox(report(name.strip("<>").partition("@")[0])), settings, monkeypatch)
    assert services.read_mailbox(by=SYSTEM) == 1
    mail = OutgoingMail.objects.not_arrived().get()
    assert (mail.state, mail.to_email) == ("bounced", TO)
    assert mail.why_not
