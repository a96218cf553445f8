"""A letter that came back: noted once, by whoever names it and its recipient, whatever its sender does meanwhile."""

import smtplib
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.models import FORGETS_ADDRESS, OutgoingMail, State
from darbigas_kopienas.mailing.services import delivery
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.contacts import sender
from tests.together import together_times

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]
TO = "janis@example.lv"


def letter(scope: Scope | None = None, *, forgets: bool = False) -> OutgoingMail:
    context: dict[str, object] = {"name": "Jānis", "path": "/lv/"} | ({FORGETS_ADDRESS: True} if forgets else {})
    return services.queue(
        by=SYSTEM, to=TO, template="hello", language="lv", context=context, unique_key="hello:1", scope=scope
    )


def sent(scope: Scope | None = None) -> OutgoingMail:
    letter(scope)
    assert services.send_due() == 1
    return OutgoingMail.objects.get()


def came_back(mail: OutgoingMail, *, recipient: str = TO, status: str = "5.1.1") -> bool:
    return services.note_bounce(by=SYSTEM, message_id=mail.message_id, recipient=recipient, status=status)


@pytest.mark.parametrize("recipient", [TO, "Janis@EXAMPLE.lv", ""])
def test_letter_that_came_back(in_daugavpils: Scope, recipient: str) -> None:
    mail = sent(in_daugavpils)
    assert came_back(mail, recipient=recipient)
    stored = OutgoingMail.objects.not_arrived().get()
    assert (stored.state, stored.error, stored.to_email, stored.sent_at) == ("bounced", "5.1.1", TO, mail.sent_at)
    entry = Entry.objects.of(mail).filter(verb="mail.bounced").get()
    assert (entry.changes, entry.actor_id) == ({"template": "hello", "status": "5.1.1"}, None)
    assert (entry.programme_id, entry.municipality_id) == (in_daugavpils.programme_id, in_daugavpils.municipality_id)


def test_twice_is_once() -> None:
    mail = sent()
    assert (came_back(mail), came_back(mail, status="5.2.2")) == (True, False)
    assert OutgoingMail.objects.get().error == "5.1.1"
    assert Entry.objects.of(mail).filter(verb="mail.bounced").count() == 1


@pytest.mark.django_db(transaction=True)
def test_told_by_several_at_once_it_is_noted_once() -> None:
    mail = sent()
    assert sorted(together_times(3, lambda: came_back(mail))) == [False, False, True]
    assert Entry.objects.of(mail).filter(verb="mail.bounced").count() == 1


def test_report_of_another_recipient_or_letter_says_nothing() -> None:
    mail = sent()
    assert not came_back(mail, recipient="anna@example.lv")
    assert not services.note_bounce(by=SYSTEM, message_id="f" * 32, recipient=TO, status="5.1.1")
    assert OutgoingMail.objects.get().state == "sent"


def test_letter_that_waits_has_no_name_that_could_come_back() -> None:
    letter()
    assert not services.note_bounce(by=SYSTEM, message_id="", recipient="", status="5.1.1")
    assert OutgoingMail.objects.get().state == "waiting"


def test_letter_whose_address_is_forgotten() -> None:
    mail = sent()
    OutgoingMail.objects.update(to_email="")
    assert not came_back(mail, recipient="")
    assert OutgoingMail.objects.get().state == "sent"


@pytest.mark.parametrize("breaks", [False, True])
def test_report_is_quicker_than_the_end_of_sending(monkeypatch: pytest.MonkeyPatch, breaks: bool) -> None:
    """The recipient's server refuses what ours has just taken, before ours says so, or instead of it."""
    letter()

    def send(_self: object, messages: list[outbox.EmailMessage]) -> int:
        assert came_back(OutgoingMail.objects.get(state="sending"))
        if breaks:
            raise smtplib.SMTPServerDisconnected
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    services.send_due()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.error, mail.context, mail.lease_until) == ("bounced", "5.1.1", {}, None)
    assert mail.sent_at is not None


def test_last_letter_to_somebody_forgets_its_address_also_when_it_comes_back() -> None:
    letter(forgets=True)
    mail = delivery._take()
    assert mail is not None
    assert came_back(mail)
    stored = OutgoingMail.objects.get()
    assert (stored.state, stored.to_email, stored.context) == ("bounced", "", {})
    assert not OutgoingMail.objects.not_arrived().exists()


# -- to whom it comes back -------------------------------------------------------------------------
@pytest.mark.parametrize("to", ["", "returned@portal.example"])
def test_envelope_names_the_mailbox_and_the_letter_its_sender(settings: Any, to: str) -> None:
    settings.MAIL_BOUNCES_TO = to
    letter()
    services.send_due()
    (message,) = outbox.outbox
    assert message.from_email == (to or sender())
    assert parseaddr(str(message.message()["From"]))[1] == parseaddr(sender())[1]


def test_smtp_backend_speaks_of_the_mailbox(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_BOUNCES_TO = "returned@portal.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    said: list[tuple[str, list[str], bytes]] = []

    class Connection:
        def sendmail(self, sender: str, recipients: list[str], message: bytes) -> None:
            said.append((sender, recipients, message))

        def quit(self) -> None:
            pass

    def connect(self: SmtpBackend) -> bool:
        self.connection = Connection()  # type: ignore[assignment]  # the edge of the machine
        return True

    monkeypatch.setattr(SmtpBackend, "open", connect)
    letter()
    assert services.send_due() == 1
    ((envelope, recipients, message),) = said
    assert (envelope, recipients) == ("returned@portal.example", [TO])
    assert b"<portals@example.lv>" in message.partition(b"\n\n")[0]
    assert b"returned@" not in message


def test_folder_keeps_the_sender_too(settings: Any, tmp_path: Path) -> None:
    settings.MAIL_BOUNCES_TO = "returned@portal.example"
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "darbigas_kopienas.mailing.folder.EmailBackend", str(tmp_path)
    letter()
    assert services.send_due() == 1
    (file,) = tmp_path.glob("*.log")
    assert "<portals@example.lv>" in file.read_text().partition("\n\n")[0]


def test_letter_that_waits_for_its_next_try_may_have_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The talk broke off when the server had the letter already."""
    letter()

    def send(_self: object, _messages: list[outbox.EmailMessage]) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    services.send_due()
    mail = OutgoingMail.objects.get(state="waiting")
    assert came_back(mail)
    assert OutgoingMail.objects.get().state == "bounced"


@pytest.mark.parametrize(("says", "state"), [("sent", "sent"), ("failed", "sending")])
def test_a_worker_that_lost_its_letter_says_only_that_it_was_sent(says: str, state: str) -> None:
    letter()
    mine = delivery._take()
    assert mine is not None
    OutgoingMail.objects.update(attempts=2)  # another has taken it since
    if says == "sent":
        delivery._end(mine, State.SENT)
    else:
        delivery._try_later(mine, "TimeoutError")
    assert OutgoingMail.objects.get().state == state
