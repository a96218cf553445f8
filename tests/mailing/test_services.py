import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services, tasks
from darbigas_kopienas.mailing.letters import Letter, LetterKind, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.mailing.services import delivery
from darbigas_kopienas.mailing.services import outbox as writing
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Room, register
from darbigas_kopienas.values import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]


def hello(key: str = "hello:1", **more: Any) -> OutgoingMail:
    fields: dict[str, Any] = {
        "by": SYSTEM,
        "to": "janis@example.lv",
        "template": "hello",
        "language": "lv",
        "context": {"name": "Jānis & Co", "path": "/lv/x/"},
        "unique_key": key,
    }
    return services.queue(**{**fields, **more})


def test_letter_to_an_account_is_in_its_owner_s_language(janis: User, in_daugavpils: Scope) -> None:
    for language in ("lv", "en"):
        janis.language = language
        mail = services.queue_to(
            janis, by=SYSTEM, template="hello", context={}, unique_key=f"hello:{language}", scope=in_daugavpils
        )
        assert (mail.to_email, mail.user, mail.language) == (janis.email, janis, language)
        assert (mail.programme_id, mail.municipality_id) == (in_daugavpils.programme_id, in_daugavpils.municipality_id)


def refresh(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=mail.pk)


def html_of(message: outbox.EmailMessage) -> list[str]:
    assert isinstance(message, outbox.EmailMultiAlternatives)
    return [str(body) for body, kind in message.alternatives if kind == "text/html"]


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_args: Any, **_more: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def test_letter_is_written_once(ilze: User, in_daugavpils: Scope) -> None:
    first = hello(by=ilze, user=ilze, scope=in_daugavpils)
    second = hello(context={"name": "other"})
    assert second.pk == first.pk
    assert (second.context["name"], second.scope, second.user) == ("Jānis & Co", in_daugavpils, ilze)
    assert Entry.objects.of(first).last().changes == {"template": "hello"}  # type: ignore[union-attr]  # there is one entry
    assert str(first) == f"hello {first.pk}"
    assert hello("hello:2").scope is None


def test_letter_has_text_and_html_in_its_language_with_the_public_address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://dk.example.lv:8443"
    hello(attachments=[{"name": "a.ics", "content_type": "text/calendar; method=PUBLISH", "text": "BEGIN:VCALENDAR"}])
    hello("hello:2", language="en")
    assert services.send_due() == 2
    first, second = outbox.outbox
    assert first.subject.endswith("Jānis & Co")
    assert first.body == "Jānis & Co: https://dk.example.lv:8443/lv/x/\n"
    assert html_of(first) == ["<p lang='lv'>Jānis &amp; Co: https://dk.example.lv:8443/lv/x/</p>"]
    assert second.subject == "Error: Jānis & Co"
    assert (first.to, first.extra_headers["Content-Language"]) == (["janis@example.lv"], "lv")
    assert first.extra_headers["Message-ID"].endswith("@dk.example.lv>")
    assert first.attachments == [("a.ics", "BEGIN:VCALENDAR", "text/calendar; method=PUBLISH")]


def test_sent_letter_is_wiped_and_never_sent_again() -> None:
    letter = hello()
    assert (services.send_due(), services.send_due()) == (1, 0)
    hello()
    assert services.send_due() == 0
    stored = refresh(letter)
    assert (stored.state, stored.context, stored.subject, stored.text_body, stored.attempts) == ("sent", {}, "", "", 1)
    assert stored.sent_at is not None
    assert len(outbox.outbox) == 1


def test_database_refuses_a_sent_letter_with_its_text() -> None:
    letter = hello()
    with pytest.raises(IntegrityError, match="wiped_at_end"), transaction.atomic():
        OutgoingMail.objects.filter(pk=letter.pk).update(state="sent", text_body="x")


def test_ready_words_leave_as_they_are() -> None:
    letter = services.queue_message(
        to="janis@example.lv", subject="Kods:\n 123 456", text="123 456", html="<b>123 456</b>", unique_key="code:1"
    )
    services.queue_message(to="janis@example.lv", subject="s", text="only text", unique_key="code:2", language="en")
    assert services.send_due() == 2
    first, second = outbox.outbox
    assert (first.subject, first.body, html_of(first)) == ("Kods: 123 456", "123 456", ["<b>123 456</b>"])
    assert html_of(second) == []
    assert refresh(letter).text_body == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_down", [False, True])
def test_letter_that_is_due_nudges_the_worker(
    nudged: list[str], is_down: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*_args: Any, **_more: Any) -> None:
        raise OSError("janis@example.lv")

    if is_down:
        monkeypatch.setattr("celery.app.base.Celery.send_task", down)
    hello("later", due_at=clock.now() + timedelta(hours=1))
    assert nudged == []
    hello()
    assert nudged == ([] if is_down else ["mailing.send_due"])
    assert "janis" not in caplog.text


def test_many_letters_of_a_second_nudge_twice_and_the_last_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """At once for the first; for all the others of that second one nudge, which leaves after them."""
    now, sent = [100.0], []
    monkeypatch.setattr("darbigas_kopienas.mailing.services.outbox.time.monotonic", lambda: now[0])
    monkeypatch.setattr(
        "celery.app.base.Celery.send_task",
        lambda _app, _name, countdown=None, **_more: sent.append((now[0], countdown)),
    )
    for moment in (100.0, 100.1, 100.9, 101.05, 102.5, 102.6):
        now[0] = moment
        writing._nudge()
    assert sent == [(100.0, None), (100.1, 1.0), (102.5, None), (102.6, 1.0)]


def test_letter_waits_for_its_time() -> None:
    hello(due_at=clock.now() + timedelta(hours=1))
    assert services.send_due() == 0
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert services.send_due() == 1


@pytest.mark.parametrize(
    "to",
    [
        "janis@example.lv\nBcc: all@example.lv",
        "janis@example.lv\r\nX: y",
        "a@example.lv,b@example.lv",
        "Jānis <janis@example.lv>",
        "nobody",
        "",
    ],
)
def test_address_that_is_not_one_address_is_refused(to: str) -> None:
    with pytest.raises(services.BadAddress):
        hello(to=to)
    with pytest.raises(services.BadAddress):
        services.queue_message(to=to, subject="s", text="t", unique_key="x")
    assert not OutgoingMail.objects.exists()


def test_letter_no_longer_true_is_dropped() -> None:
    register(Room(name="test", letters={
        "hello": LetterKind(
            "sveiciens", lambda mail: NoLetter(Reason.OVER) if mail.context["name"] == "Jānis & Co" else Letter()
        )
    }))  # fmt: skip
    dropped, sent = hello(), hello("hello:2", context={"name": "Anna"})
    assert services.send_due() == 1
    assert (refresh(dropped).state, refresh(dropped).context, refresh(sent).state) == ("dropped", {}, "sent")
    assert (refresh(dropped).error, refresh(dropped).why_not, refresh(sent).why_not) == (
        "over", str(Reason.OVER.label), "")  # fmt: skip


def test_failing_server_is_tried_again_with_longer_pauses(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(monkeypatch, smtplib.SMTPServerDisconnected("janis@example.lv"))
    letter, now = hello(), clock.now()
    for attempt, pause in enumerate(delivery.PAUSES, start=1):
        with clock.frozen(now):
            assert services.send_due() == 0
        stored = refresh(letter)
        assert (stored.state, stored.attempts, stored.due_at) == ("waiting", attempt, now + timedelta(minutes=pause))
        now = stored.due_at
    with clock.frozen(now):
        services.send_due()
    stored = refresh(letter)
    assert (stored.state, stored.attempts, stored.error, stored.context) == ("failed", 6, "SMTPServerDisconnected", {})
    assert "janis" not in caplog.text


def test_refused_recipient_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, smtplib.SMTPRecipientsRefused({}))
    letter = hello()
    services.send_due()
    assert (refresh(letter).state, refresh(letter).attempts) == ("failed", 1)


@pytest.mark.parametrize(("codes", "state"), [([451], "waiting"), ([451, 550], "failed"), ([550], "failed")])
def test_recipient_refused_for_now_is_tried_again(
    codes: list[int], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A greylist asks every sender to come again."""
    failing(monkeypatch, smtplib.SMTPRecipientsRefused({str(code): (code, b"") for code in codes}))
    letter = hello()
    services.send_due()
    assert (refresh(letter).state, refresh(letter).error) == (state, "SMTPRecipientsRefused")


@pytest.mark.parametrize(
    ("address", "may"), [("a@example.lv", True), ("a@example.lv, b@example.lv", False), ("", False)]
)
def test_what_can_be_written_to(address: str, may: bool) -> None:
    assert services.can_be_written_to(address) is may


def test_broken_letter_does_not_stop_the_others() -> None:
    broken, good = hello("broken", template="broken"), hello()
    assert services.send_due() == 1
    assert (refresh(broken).state, refresh(broken).error, refresh(good).state) == (
        "waiting",
        "TemplateDoesNotExist",
        "sent",
    )


def test_letter_left_by_a_dead_worker_is_taken_up_and_at_last_given_up() -> None:
    letter = hello()
    taken = delivery._take()
    assert taken is not None
    assert delivery._take() is None  # leased
    assert services.send_due() == 0
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        OutgoingMail.objects.update(attempts=6)
        assert services.send_due() == 0
    assert (refresh(letter).state, refresh(letter).error) == ("failed", "worker died")


def test_limit_leaves_the_rest_for_the_next_turn() -> None:
    for number in range(3):
        hello(f"hello:{number}")
    assert (services.send_due(limit=2), services.send_due(limit=2)) == (2, 1)


def test_old_addresses_are_forgotten() -> None:
    letter = hello()
    tasks.send_due()
    hello("waiting", due_at=clock.now() + timedelta(days=400))
    assert services.tidy() == 0
    with clock.frozen(clock.now() + timedelta(days=91)):
        tasks.tidy()
    assert refresh(letter).to_email == ""
