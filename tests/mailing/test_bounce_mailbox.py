"""The mailbox of what came back: read each minute, in small steps, and never a reason to stop."""

import imaplib
import ssl
from typing import Any

import pytest

from darbigas_kopienas.mailing import services, tasks
from darbigas_kopienas.mailing.bounces import MAX_BYTES
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import bounce_mailbox
from darbigas_kopienas.programme.actors import SYSTEM
from tests.mailing import returned
from tests.mailing.imap import Mailbox, given

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail() -> OutgoingMail:
    services.queue_message(to=returned.TO, subject="s", text="t", unique_key="k")
    services.send_due()
    return OutgoingMail.objects.get()


def test_without_a_mailbox_nothing_is_read(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox()
    given(mailbox, settings, monkeypatch)
    settings.BOUNCES_IMAP_HOST = ""
    tasks.read_bounces()
    assert mailbox.calls == []


def test_what_came_back_is_noted_and_deleted_and_all_else_stays(
    mail: OutgoingMail, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = returned.by_postfix(mail.message_id)
    answer, foreign = returned.out_of_office(mail.message_id), returned.by_postfix()
    mailbox = Mailbox(answer, report, foreign, b"\0" * 100)
    given(mailbox, settings, monkeypatch)
    tasks.read_bounces()
    assert OutgoingMail.objects.get().state == "bounced"
    assert (mailbox.messages, mailbox.seen) == ({1: answer, 3: foreign, 4: b"\0" * 100}, {1, 2, 3, 4})
    assert services.read_mailbox(by=SYSTEM) == 0


def test_it_is_opened_over_tls_with_a_certificate_that_is_looked_at(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    given(mailbox, settings, monkeypatch)
    assert services.read_mailbox(by=SYSTEM) == 0
    (host, port, more), *calls = mailbox.calls
    assert (host, port, more["timeout"]) == ("imap.portal.example", 993, settings.EMAIL_TIMEOUT)
    assert (more["ssl_context"].verify_mode, more["ssl_context"].check_hostname) == (ssl.CERT_REQUIRED, True)
    assert calls == [("returned@portal.example", "a-secret"), "INBOX", "logout"]


def test_so_many_at_a_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox(*[b"x"] * (bounce_mailbox.MOST + 3))
    given(mailbox, settings, monkeypatch)
    services.read_mailbox(by=SYSTEM)
    assert len(mailbox.seen) == bounce_mailbox.MOST
    services.read_mailbox(by=SYSTEM)
    assert mailbox.seen == {*mailbox.messages}


def test_of_a_large_message_the_beginning_is_fetched(
    mail: OutgoingMail, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox(returned.by_gmail(mail.message_id) + b"x" * MAX_BYTES)
    given(mailbox, settings, monkeypatch)
    assert services.read_mailbox(by=SYSTEM) == 1


def test_message_that_somebody_else_took_away_meanwhile(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox(b"x")
    given(mailbox, settings, monkeypatch)
    search = mailbox.uid("SEARCH", "UNSEEN")
    mailbox.messages.clear()
    uid = mailbox.uid
    monkeypatch.setattr(mailbox, "uid", lambda word, *more: search if word == "SEARCH" else uid(word, *more))
    assert services.read_mailbox(by=SYSTEM) == 0
    assert mailbox.seen == {1}


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError("janis@example.lv"), TimeoutError("janis@example.lv"), imaplib.IMAP4.error("a-secret"),
     imaplib.IMAP4.abort("janis@example.lv"), ssl.SSLError("janis@example.lv")],
)  # fmt: skip
@pytest.mark.parametrize("step", ["__call__", "login", "select", "uid"])
def test_server_that_is_down_is_a_warning_and_nothing_else(
    error: Exception, step: str, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: Any, **_more: Any) -> None:
        raise error

    mailbox = Mailbox(b"x")
    given(fail if step == "__call__" else mailbox, settings, monkeypatch)
    if step != "__call__":
        monkeypatch.setattr(mailbox, step, fail)
    assert services.read_mailbox(by=SYSTEM) == 0
    assert [record.getMessage() for record in caplog.records] == [
        f"the mailbox of returned e-mails cannot be read: {type(error).__name__}"
    ]


def test_a_message_that_cannot_be_noted_stops_no_other(
    mail: OutgoingMail, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    note, asked = services.note_bounce, []

    def broken_once(**given: Any) -> bool:
        asked.append(given)
        if len(asked) == 1:
            raise RuntimeError(returned.TO)
        return note(**given)

    monkeypatch.setattr(bounce_mailbox, "note_bounce", broken_once)
    mailbox = Mailbox(returned.by_postfix(mail.message_id), returned.by_postfix(mail.message_id))
    given(mailbox, settings, monkeypatch)
    assert services.read_mailbox(by=SYSTEM) == 1
    assert mailbox.seen == {1, 2}
    assert "RuntimeError" in caplog.text
    assert returned.TO not in caplog.text
