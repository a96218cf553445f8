"""The mailbox in which servers say what did not arrive. No address and no text of it ever reaches the log."""

import imaplib
import logging
import ssl

from django.conf import settings

from darbigas_kopienas.mailing.bounces import MAX_BYTES, reports_in
from darbigas_kopienas.programme.actors import Actor

from .bounced import note_bounce

log = logging.getLogger("portal.mailing")

MOST = 50  # messages at a time; the next minute reads on


def read_mailbox(*, by: Actor) -> int:
    """Note what came back since; returns how many letters. What is read twice is noted once, so a break costs nothing.

    What told of a letter is deleted. Everything else stays and is marked as read, as an answer of “out of office”.
    """
    if not settings.BOUNCES_IMAP_HOST:
        return 0
    try:
        with imaplib.IMAP4_SSL(
            settings.BOUNCES_IMAP_HOST,
            settings.BOUNCES_IMAP_PORT,
            ssl_context=ssl.create_default_context(),  # else any certificate would do
            timeout=settings.EMAIL_TIMEOUT,
        ) as server:
            server.login(settings.BOUNCES_IMAP_USER, settings.BOUNCES_IMAP_PASSWORD)
            server.select("INBOX")
            return _read(server, by)
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("the mailbox of returned e-mails cannot be read: %s", type(error).__name__)
        return 0


def _read(server: imaplib.IMAP4, by: Actor) -> int:
    unseen = server.uid("SEARCH", "UNSEEN")[1][0] or b""
    noted = 0
    for number in unseen.decode("ascii").split()[:MOST]:
        letters = _noted(by, server, number)
        server.uid("STORE", number, "+FLAGS", r"(\Seen \Deleted)" if letters else r"(\Seen)")
        noted += letters
    if noted:
        server.expunge()
    return noted


def _noted(by: Actor, server: imaplib.IMAP4, number: str) -> int:
    """A message that cannot be noted is not met again each minute before all others."""
    content = _content(server, number)
    try:
        return _note(by, content)
    except Exception as error:  # noqa: BLE001  (one message must not stop the others)
        log.warning("a message in the mailbox of returned e-mails was not noted: %s", type(error).__name__)
        return 0


def _content(server: imaplib.IMAP4, number: str) -> bytes:
    """Its beginning, and not marked as read by that alone."""
    parts = server.uid("FETCH", number, f"(BODY.PEEK[]<0.{MAX_BYTES}>)")[1]
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _note(by: Actor, message: bytes) -> int:
    return sum(
        note_bounce(by=by, message_id=report.message_id, recipient=report.recipient, status=report.status)
        for report in reports_in(message)
    )
