"""What a server says of an e-mail that did not arrive is read, in whatever form; junk breaks nothing."""

import random

import pytest
from django.utils import translation

from darbigas_kopienas.mailing import bounces
from darbigas_kopienas.mailing.bounce_words import bounced_because
from darbigas_kopienas.mailing.bounces import NotAReport, Report, report_of, reports_in
from tests.mailing import returned
from tests.mailing.returned import MESSAGE_ID, TO

OTHER_ID = "f" * 32


@pytest.mark.parametrize(
    ("message", "reports"),
    [
        (returned.by_postfix(), [(TO, "5.1.1")]),
        (returned.by_exchange(), [(TO.upper(), "5.2.2")]),
        (returned.by_gmail(), [(TO, "5.7.1")]),
        (returned.by_qmail(), [(TO, "5.1.1")]),
        (returned.by_qmail(words="nothing is known"), [(TO, "5.0.0")]),
        (returned.by_postfix(status="4.4.7"), [(TO, "4.4.7")]),  # given up after days
        (returned.by_postfix(status="unknown"), [(TO, "5.0.0")]),
        (returned.by_postfix(action="error"), [(TO, "5.1.1")]),
        (returned.by_postfix().replace(b"message/delivery-status", b"message/global-delivery-status"), [(TO, "5.1.1")]),
        (returned.by_postfix(to="X400-name"), [("", "5.1.1")]),
    ],
)
def test_what_came_back(message: bytes, reports: list[tuple[str, str]]) -> None:
    assert reports_in(message) == [Report(MESSAGE_ID, recipient, status) for recipient, status in reports]


@pytest.mark.parametrize(
    "message",
    [
        returned.by_postfix(action="delayed", status="4.4.1"),
        returned.by_postfix(action="delivered", status="2.0.0"),
        returned.out_of_office(),
        returned.by_postfix(message_id="another-programme-s"),
        returned.by_gmail()[: returned.by_gmail().index(b"Final-Recipient")],
    ],
)
def test_what_is_no_final_failure_of_ours(message: bytes) -> None:
    assert reports_in(message) == []


def test_both_names_of_a_recipient_count() -> None:
    """An address that leads on to another: the report may know one of them alone."""
    message = returned.by_postfix().replace(b"Final-Recipient: rfc822; anna", b"Final-Recipient: rfc822; a.kalna")
    assert [report.recipient for report in reports_in(message)] == ["a.kalna@skola.example", TO]


def _nested(times: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(times))


NAMED = b"From: a@b\nMessage-ID: <" + MESSAGE_ID.encode() + b"@portal.example>\n"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\0" * 1000,
        random.Random(7).randbytes(10_000_000),
        NAMED + b"\n" + b"\0" * 300_000,
        NAMED + _nested(1000),
        NAMED + b"Content-Type: message/rfc822\n\n" * 1000,
        NAMED + b"Content-Type: multipart/report\n\nno boundary",
        NAMED + b'Content-Type: text/plain; charset="\xff\xfe"\nSubject: =?\xff?Q?=00?=\nAction: \xff\n\n\xff',
        NAMED + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n\xff=====",
        (b"<" + OTHER_ID.encode() + b"@portal.example> ") * 8000,
    ],
)
def test_junk_says_nothing(message: bytes) -> None:
    assert reports_in(message) == []


def test_what_the_reading_stumbles_over_is_one_line_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    message = returned.by_qmail().replace(b"From: MAILER-DAEMON@vecs.example\r\n", b"").replace(b"qmail-send", b"other")
    assert reports_in(message) == []
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("portal")]
    assert lines == ["a message about returned e-mails was not understood: IndexError"]


def test_one_report_names_so_many_and_no_more() -> None:
    block = b"\r\n\r\nFinal-Recipient: rfc822; a%d@skola.example\r\nAction: failed\r\nStatus: 5.1.1"
    many = b"".join(block % number for number in range(50))
    message = returned.by_postfix().replace(b"\r\nRemote-MTA: dns; mail.skola.example", many)
    assert len(reports_in(message)) == bounces.MAX_NAMED


def test_only_the_beginning_is_read() -> None:
    assert reports_in(b"Subject: x\n\n" + b"x\n" * bounces.MAX_BYTES + returned.by_postfix()) == []


@pytest.mark.parametrize("named", [MESSAGE_ID, f"<{MESSAGE_ID}@portal.example>", f" {MESSAGE_ID}@portal.example "])
def test_what_a_service_says(named: str) -> None:
    said = {"message_id": named, "recipient": f" {TO}", "status": "5.1.1"}
    assert report_of(said) == Report(MESSAGE_ID, TO, "5.1.1")
    assert report_of({"message_id": named, "status": "5.1.1"}) == Report(MESSAGE_ID, "", "5.1.1")


def test_a_delay_counts_once_it_is_given_up() -> None:
    said = {"message_id": MESSAGE_ID, "recipient": None, "status": "4.4.7"}
    assert report_of(said) is None
    assert report_of({**said, "action": "delayed"}) is None
    assert report_of({**said, "action": "Failed"}) == Report(MESSAGE_ID, "", "4.4.7")


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "text",
        {},
        {"message_id": MESSAGE_ID},
        {"message_id": MESSAGE_ID, "status": "550"},
        {"message_id": MESSAGE_ID, "status": "2.0.0"},
        {"message_id": MESSAGE_ID, "status": 5.1},
        {"message_id": [MESSAGE_ID], "status": "5.1.1"},
        {"message_id": f"{MESSAGE_ID}\0", "status": "5.1.1"},
        {"message_id": MESSAGE_ID, "status": "5.1.1", "recipient": {"a": 1}},
    ],
)
def test_what_is_no_report_is_said(said: object) -> None:
    with pytest.raises(NotAReport, match=r"^(A report|message_id).*\.$"):
        report_of(said)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", "there is no such address"),
        ("5.2.2", "the mailbox is full"),
        ("5.2.1", "the mailbox takes no e-mails"),
        ("5.3.4", "the e-mail was too big"),
        ("5.7.1", "the recipient’s server refused it"),
        ("5.0.0", "the recipient’s server sent it back"),
        ("", "the recipient’s server sent it back"),
    ],
)
def test_status_in_words(status: str, words: str) -> None:
    with translation.override("en"):
        assert bounced_because(status) == words
