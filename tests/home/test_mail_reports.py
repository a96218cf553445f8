"""The address at which the service that sends our e-mails says which came back."""

import json
from typing import Any

import pytest
from django.test import Client

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.home import mail_reports
from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.models import OutgoingMail
from tests.mailing import returned

pytestmark = pytest.mark.django_db
KEY = "a key by chance that is long enough"


@pytest.fixture(autouse=True)
def _key(settings: Any) -> None:
    settings.BOUNCES_WEBHOOK_KEY = KEY


@pytest.fixture
def mail() -> OutgoingMail:
    services.queue_message(to=returned.TO, subject="s", text="t", unique_key="k")
    services.send_due()
    return OutgoingMail.objects.get()


def send(body: object, *, kind: str = "application/json", said: str = f"Bearer {KEY}") -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": said} if said else {}
    return Client(enforce_csrf_checks=True).post("/mail-reports", data, content_type=kind, headers=headers)


@pytest.mark.parametrize("report", [returned.by_postfix, returned.by_exchange, returned.by_gmail, returned.by_qmail])
def test_raw_message(mail: OutgoingMail, report: Any) -> None:
    answer = send(report(mail.message_id), kind="message/rfc822")
    assert (answer.status_code, answer.json()) == (200, {"noted": 1})
    assert OutgoingMail.objects.get().state == "bounced"
    assert send(report(mail.message_id), kind="message/rfc822").json() == {"noted": 0}
    assert Entry.objects.of(mail).filter(verb="mail.bounced").count() == 1


def test_json_alone_and_in_a_list(mail: OutgoingMail) -> None:
    said = {"message_id": f"<{mail.message_id}@portal.example>", "recipient": returned.TO, "status": "5.2.2"}
    delay = {**said, "status": "4.2.2"}
    assert send(delay).json() == {"noted": 0}
    assert send([delay, {**said, "recipient": "x@y.example"}, said, said]).json() == {"noted": 1}
    assert OutgoingMail.objects.get().error == "5.2.2"
    assert send([]).json() == {"noted": 0}


def test_without_a_key_the_address_is_not_there(settings: Any) -> None:
    settings.BOUNCES_WEBHOOK_KEY = ""
    assert send({}, said="Bearer ").status_code == 404
    assert Client().get("/mail-reports").status_code == 404


@pytest.mark.parametrize(
    ("said", "status"), [("", 401), ("Basic x", 401), ("Bearer", 401), ("Bearer ", 403), (f"Bearer {KEY}x", 403),
                         ("Bearer ķēniņš", 403)]
)  # fmt: skip
def test_without_the_right_key_nothing_is_read(
    mail: OutgoingMail, said: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = send({"message_id": mail.message_id, "status": "5.1.1"}, said=said)
    assert (answer.status_code, answer.get("WWW-Authenticate")) == (status, "Bearer" if status == 401 else None)
    assert answer.json()["error"].endswith(".")
    assert OutgoingMail.objects.get().state == "sent"
    assert KEY not in caplog.text


def test_only_by_post() -> None:
    assert Client().get("/mail-reports", headers={"Authorization": f"Bearer {KEY}"}).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\x00",
        b"[" * 100_000,
        b"9" * 5000,
        b"7",
        {},
        {"message_id": returned.MESSAGE_ID},
        [{"message_id": returned.MESSAGE_ID, "status": "x"}],
        [{"message_id": returned.MESSAGE_ID, "status": "5.1.1"}] * (mail_reports.MAX_REPORTS + 1),
    ],
)
def test_what_is_not_understood_is_said(body: object) -> None:
    answer = send(body)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


def test_of_a_list_with_a_mistake_nothing_is_taken(mail: OutgoingMail) -> None:
    assert send([{"message_id": mail.message_id, "status": "5.1.1"}, {}]).status_code == 400
    assert OutgoingMail.objects.get().state == "sent"


def test_too_much_at_once() -> None:
    answer = send(b"x" * (mail_reports.MAX_BYTES + 1), kind="message/rfc822")
    assert (answer.status_code, answer.json()) == (413, {"error": "At most 1048576 bytes at once."})


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", ""])
def test_another_kind_is_read_as_json(mail: OutgoingMail, kind: str) -> None:
    said = json.dumps({"message_id": mail.message_id, "status": "5.1.1"}).encode()
    assert send(said, kind=kind).json() == {"noted": 1}
