"""Several workers empty the outbox at once: each letter leaves once."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection

from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import delivery
from tests.together import together_times

THREADS, LETTERS = 4, 12


def send_with(monkeypatch: pytest.MonkeyPatch, action: Any) -> Counter[str]:
    sent = Counter[str]()
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages",
        lambda _self, messages: sent.update(message.subject for message in messages),
    )
    for number in range(LETTERS):
        services.queue_message(to="a@example.lv", subject=f"s{number}", text="t", unique_key=f"k{number}")
    together_times(THREADS, action)
    return sent


@pytest.mark.django_db(transaction=True)
def test_each_letter_leaves_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = send_with(monkeypatch, services.send_due)
    assert sent == Counter({f"s{number}": 1 for number in range(LETTERS)})
    assert OutgoingMail.objects.filter(state="sent", attempts=1).count() == LETTERS


@pytest.mark.django_db(transaction=True)
def test_without_leases_letters_leave_several_times(monkeypatch: pytest.MonkeyPatch) -> None:
    def send_without_lock() -> None:
        for mail in list(OutgoingMail.objects.due()):
            connection.cursor().execute("SELECT pg_sleep(0.01)")
            delivery._deliver(mail)

    assert max(send_with(monkeypatch, send_without_lock).values()) > 1
