"""What a mail server, or the service that sends for us, says of an e-mail that did not arrive. Strangers can write it.

It counts by the Message-ID of ours that it names. That is an HMAC (`delivery._message_id`), so nobody can make one up;
whoever was sent an e-mail knows that one, and can at most say that their own came back.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from typing import Any

from flufl.bounce import all_failures

log = logging.getLogger("portal.mailing")

# A report begins with what matters, the e-mail itself stands at its end: of more than this nothing is read.
MAX_BYTES = 256 * 1024
MAX_LINES = 10_000
MAX_PARTS = 20  # each line is held against all parts around it
MAX_NAMED = 10  # e-mails and recipients in one report
LONGEST_LINE = 998  # RFC 5322; in longer ones a search takes the square of it
UNKNOWN = "5.0.0"  # RFC 3463: permanent, and nothing more is known
_OURS = re.compile(rb"<([0-9a-f]{32})@[^<>\s@]{1,255}>")
_NAMED = re.compile(r"<?([0-9a-f]{32})(?:@[^<>\s@]{1,255})?>?")
_STATUS = re.compile(r"(?<![0-9.])([45](?:\.[0-9]{1,3}){2})(?![0-9.])")
_STATUS_IN_WORDS = re.compile(rb"(?:\b5[0-9]{2}[ -]|#)(5(?:\.[0-9]{1,3}){2})(?![0-9.])")
_WITH_PARTS = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_OF_OTHER_LETTERS = re.compile(rb"message/global-delivery-status", re.IGNORECASE)  # RFC 6533, of the same form


@dataclass(frozen=True, slots=True)
class Report:
    """An e-mail that will not arrive. `recipient` is empty where the report does not name one."""

    message_id: str
    recipient: str
    status: str


class NotAReport(ValueError):
    """With the sentence that says what is missing."""


def reports_in(message: bytes) -> list[Report]:
    """Of a raw message, whatever it is; empty where it tells of no final failure."""
    try:
        return _reports_in(message[:MAX_BYTES])
    except Exception as error:  # noqa: BLE001  (a stranger wrote it: whatever it breaks, the next is read)
        log.warning("a message about returned e-mails was not understood: %s", type(error).__name__)
        return []


def report_of(fields: object) -> Report | None:
    """Of what a mail service says in JSON; None while it only tells of a delay. Raises NotAReport."""
    if not isinstance(fields, dict):
        raise NotAReport("A report is an object with message_id, recipient and status.")
    said = {name: fields.get(name) or "" for name in ("message_id", "recipient", "status", "action")}
    if not all(isinstance(value, str) for value in said.values()):
        raise NotAReport("message_id, recipient, status and action are texts.")
    message_id, status = _NAMED.fullmatch(said["message_id"].strip()), _STATUS.fullmatch(said["status"].strip())
    if message_id is None or status is None:
        raise NotAReport("message_id is that of an e-mail of the portal, status is of RFC 3463, as 5.1.1.")
    if not status[1].startswith("5") and said["action"].lower() != "failed":
        return None
    return Report(message_id[1], said["recipient"].strip(), status[1])


def _reports_in(raw: bytes) -> list[Report]:
    plain = _OF_OTHER_LETTERS.sub(b"message/delivery-status", raw)
    text = b"\n".join(line[:LONGEST_LINE] for line in plain.splitlines()[:MAX_LINES])
    if len(_WITH_PARTS.findall(text)) > MAX_PARTS:
        return []
    message = message_from_bytes(text)
    ids = _first(match.decode() for part in _texts(text, message) for match in _OURS.findall(part))
    if not ids:
        return []
    failures = _first(_failures(message, text))
    return [Report(message_id, recipient, status) for message_id in ids for recipient, status in failures]


def _first(named: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(named))[:MAX_NAMED]


def _texts(text: bytes, message: Message) -> Iterator[bytes]:
    """As it came, and what of it was written in base64 or with signs for letters."""
    yield text
    for part in message.walk():
        if not part.is_multipart() and isinstance(decoded := part.get_payload(decode=True), bytes):
            yield decoded


def _failures(message: Message, text: bytes) -> Iterator[tuple[str, str]]:
    """(recipient, status) of each that is final: by the standard, else by what is known of single servers."""
    blocks = [block for block in _blocks(message) if block.get("Action")]
    for block in blocks:
        if _field(block, "Action").lower().startswith(("fail", "error")):
            status = _status(block)
            named = {_address(_field(block, name)) for name in ("Original-Recipient", "Final-Recipient")} - {""}
            yield from ((recipient, status) for recipient in sorted(named) or [""])
    if not blocks:
        status_in_words = _STATUS_IN_WORDS.search(text)
        status = status_in_words[1].decode() if status_in_words else UNKNOWN
        _delayed, failed = all_failures(message)
        yield from ((address.decode("ascii", "replace"), status) for address in sorted(failed))


def _blocks(message: Message) -> Iterator[Message]:
    """The parts of a delivery status (RFC 3464): the first is of the e-mail, each other of one recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (block for block in part.walk() if block is not part)


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()


def _address(field: str) -> str:
    """`rfc822; anna@example.lv`: empty where it is no address of a mailbox."""
    address = parseaddr(field.rpartition(";")[2])[1]
    return address if "@" in address else ""


def _status(block: Message) -> str:
    """What the recipient's server said in its own words where it is more than what the report makes of it."""
    said = [match[1] for name in ("Status", "Diagnostic-Code") if (match := _STATUS.search(_field(block, name)))]
    return next((status for status in said if not status.endswith(".0.0")), said[0] if said else UNKNOWN)
