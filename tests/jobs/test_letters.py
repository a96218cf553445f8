"""The letter at the end of long work, through the roof's listener and the outbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from darbigas_kopienas.home.letters import notify_of_end
from darbigas_kopienas.jobs import services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from darbigas_kopienas.rooms import Room, register
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db


def ended_after(seconds: int, job: Job, error: str = "") -> None:
    register(Room(name="home", job_ended=notify_of_end))
    with clock.frozen(job.created_at + timedelta(seconds=seconds)):
        leased = services.claim(job.pk)
        assert leased is not None
        if error:
            services.fail(leased, error)
        else:
            services.finish(leased)


def test_long_work_ends_with_a_letter(ilze: User, ask: Callable[..., Job]) -> None:
    job = ask(ilze, language="en")
    ended_after(61, job)
    letter = OutgoingMail.objects.get()
    assert (letter.to_email, letter.language, letter.template) == ("ilze@example.lv", "en", "job_done")
    assert letter.context == {"path": f"/en/jobs/{job.pk}/", "is_done": True, "why": ""}


def test_failed_work_says_why(ilze: User, ask: Callable[..., Job]) -> None:
    ended_after(61, ask(ilze), "took_too_long")
    assert OutgoingMail.objects.get().context["why"] == "Darbs ieilga un tika apturēts."


def test_short_work_and_the_portals_own_need_no_letter(ilze: User, ask: Callable[..., Job]) -> None:
    ended_after(60, ask(ilze))
    ended_after(600, ask())
    assert not OutgoingMail.objects.exists()


def test_letter_leads_to_the_jobs_page(ilze: User, ask: Callable[..., Job], settings: Any) -> None:
    settings.PUBLIC_URL = "https://dk.example.lv"
    done, failed = ask(ilze, "done"), ask(ilze, "failed")
    ended_after(61, done)
    ended_after(61, failed, "Periods ir slēgts.")
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert mailing.send_due() == 2
    first, second = outbox.outbox
    assert first.subject == "Datne ir gatava"
    assert f"https://dk.example.lv/lv/darbi/{done.pk}/" in str(first.body).splitlines()
    assert second.subject == "Darbu neizdevās pabeigt"
    assert "Periods ir slēgts." in str(second.body)
    for message in (first, second):
        assert isinstance(message, outbox.EmailMultiAlternatives)
        (html, _kind) = message.alternatives[0]
        assert '<html lang="lv">' in str(html)
        assert 'href="https://dk.example.lv/lv/darbi/' in str(html)
