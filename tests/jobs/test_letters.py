"""The letter at the end of long work, through the roof's listener and the outbox."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from darbigas_kopienas import clock
from darbigas_kopienas.home.letters import tell_of_end
from darbigas_kopienas.jobs import registry, services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User

pytestmark = pytest.mark.django_db


def ended_after(seconds: int, job: Job, error: str = "") -> None:
    registry.when_ended("home.letters", tell_of_end)
    with clock.frozen(job.created_at + timedelta(seconds=seconds)):
        held = services.claim(job.pk)
        assert held is not None
        if error:
            services.fail(held, error)
        else:
            services.finish(held)


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
    ended_after(600, ask(None))
    assert not OutgoingMail.objects.exists()
