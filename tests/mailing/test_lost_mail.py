"""What „Mani darbi” says of letters that are late or did not arrive, and to whom."""

import smtplib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.home.my_tasks import due_of
from darbigas_kopienas.mailing import services
from darbigas_kopienas.mailing.letters import READY_MADE
from darbigas_kopienas.mailing.models import OutgoingMail, Reason, State
from darbigas_kopienas.mailing.room import ROOM
from darbigas_kopienas.mailing.services import delivery
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Task, register
from darbigas_kopienas.values import clock, formats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]
TODAY = date(2020, 6, 10)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    with clock.frozen(TODAY) as moment, translation.override("en"):
        register(ROOM)
        yield moment


def letter(scope: Scope | None, **fields: Any) -> OutgoingMail:
    number = OutgoingMail.objects.count()
    made = {
        "to_email": f"a{number}@example.lv",
        "template": "hello",
        "language": "lv",
        "unique_key": f"letter:{number}",
        "programme_id": scope.programme_id if scope else None,
        "municipality_id": scope.municipality_id if scope else None,
    }
    return OutgoingMail.objects.create(**{**made, **fields})


def late(scope: Scope | None, **fields: Any) -> OutgoingMail:
    return letter(scope, **{"due_at": clock.now() - 10 * MINUTE, **fields})


def tasks_of(user: User, programme: Programme) -> list[Task]:
    return due_of(user, programme).due


def texts_of(user: User, programme: Programme) -> list[str]:
    return [task.text for task in tasks_of(user, programme)]


def log_of(programme: Programme, state: str) -> str:
    return f"{reverse('administration:mail_log', args=[programme.pk])}?state={state}"


# -- late -------------------------------------------------------------------------------------------
def test_nothing_is_late_while_letters_leave(programme: Programme, in_daugavpils: Scope, ilze: User) -> None:
    letter(in_daugavpils)
    letter(in_daugavpils, due_at=clock.now() + MINUTE)
    late(in_daugavpils, state=State.SENT, sent_at=clock.now())
    assert tasks_of(ilze, programme) == []


def test_late_ones_stand_at_the_coordinator_of_their_municipality(
    programme: Programme, in_daugavpils: Scope, rezekne: Municipality, ilze: User, karlis: User, marta: User
) -> None:
    late(in_daugavpils)
    late(in_daugavpils, due_at=clock.now() - 20 * MINUTE)
    late(Scope(programme.pk, rezekne.pk))
    since = formats.moment(clock.now() - 20 * MINUTE)
    (task,) = tasks_of(ilze, programme)
    assert task == Task(
        f"2 e-mails have been waiting to be sent since {since}", log_of(programme, "late"), "See which are late"
    )
    (task,) = tasks_of(marta, programme)
    assert (task.text, task.note) == (f"3 e-mails have been waiting to be sent since {since}", "")


@pytest.mark.parametrize("who", ["janis", "anna", "emma"])
def test_late_and_lost_letters_are_no_work_of_others(
    request: pytest.FixtureRequest, programme: Programme, in_daugavpils: Scope, who: str
) -> None:
    late(in_daugavpils)
    late(None)
    letter(in_daugavpils, state=State.FAILED, error="OSError")
    assert tasks_of(request.getfixturevalue(who), programme) == []


def test_letter_refused_by_the_mail_server_is_said_at_once(
    programme: Programme, in_daugavpils: Scope, ilze: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_more: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    services.queue(
        by=SYSTEM, to="a@example.lv", template="hello", language="lv", context={"name": "Jānis"}, unique_key="1",
        scope=in_daugavpils,
    )  # fmt: skip
    first = clock.now()
    assert tasks_of(ilze, programme) == []
    for waited in accumulate((0, *delivery.PAUSES)):
        with clock.frozen(first + waited * MINUTE):
            services.send_due()
            mail = OutgoingMail.objects.get()
            if mail.state == State.WAITING:
                said = f"1 e-mail has been waiting to be sent since {formats.moment(first)}"
                assert (texts_of(ilze, programme), mail.why_not) == ([said], "the mail server did not answer")
    assert (mail.state, mail.attempts) == (State.FAILED, len(delivery.PAUSES) + 1)
    assert mail.why_not == "the mail server did not answer for several hours"
    assert texts_of(ilze, programme) == ["1 e-mail did not arrive"]


def test_letter_left_by_a_worker_that_died_waits_since_it_was_due_at_first(
    programme: Programme, in_daugavpils: Scope, ilze: User
) -> None:
    """Its second attempt began, so only the first has put it off; never further than it was written."""
    written = clock.now() - timedelta(hours=2)
    died = {"state": State.SENDING, "lease_until": clock.now() - MINUTE, "due_at": clock.now() - 30 * MINUTE}
    mail = letter(in_daugavpils, attempts=2, error="OSError", created_at=written, **died)
    for attempts, since in ((1, 30 * MINUTE), (2, 31 * MINUTE), (3, 36 * MINUTE), (6, timedelta(hours=2))):
        OutgoingMail.objects.filter(pk=mail.pk).update(attempts=attempts)
        said = f"1 e-mail has been waiting to be sent since {formats.moment(clock.now() - since)}"
        assert texts_of(ilze, programme) == [said]


def test_letters_of_no_programme_are_said_to_whoever_runs_it(
    programme: Programme, in_daugavpils: Scope, ilze: User, marta: User
) -> None:
    """The list does not show them, so alone they have no button."""
    late(None, template=READY_MADE)
    assert tasks_of(ilze, programme) == []
    since = formats.moment(clock.now() - 10 * MINUTE)
    (task,) = tasks_of(marta, programme)
    assert task == Task(
        f"1 e-mail has been waiting to be sent since {since}", note="Please tell whoever looks after the portal."
    )
    late(in_daugavpils)
    late(in_daugavpils)
    (task,) = tasks_of(marta, programme)
    assert (task.text, task.url) == (
        f"3 e-mails have been waiting to be sent since {since}",
        log_of(programme, "late"),
    )
    assert task.note == "1 of them concerns signing in or an account, and is not in the list."


def test_letters_of_another_programme_are_said_there(
    programme: Programme, in_daugavpils: Scope, ilze: User, marta: User
) -> None:
    other = Programme.objects.create(code="other", name_lv="Cita", starts_on=TODAY, ends_on=TODAY)
    late(Scope(other.pk))
    letter(Scope(other.pk), state=State.FAILED, error="OSError")
    assert tasks_of(marta, programme) == tasks_of(ilze, programme) == []


# -- did not arrive -----------------------------------------------------------------------------------
def test_lost_ones_stand_at_the_coordinator_of_their_municipality(
    programme: Programme, in_daugavpils: Scope, in_rezekne: Scope, ilze: User, marta: User
) -> None:
    letter(in_daugavpils, state=State.FAILED, error="OSError")
    letter(in_daugavpils, state=State.BOUNCED, error="5.1.1")
    letter(in_daugavpils, state=State.DROPPED, error=Reason.OVER)
    letter(in_daugavpils, state=State.DROPPED, error=Reason.CALLED_OFF)
    letter(in_daugavpils, state=State.BOUNCED, error="5.1.1", settled_at=clock.now())
    letter(in_rezekne, state=State.FAILED, error="OSError")
    letter(None, state=State.FAILED, error="OSError")
    button = (log_of(programme, "not_arrived"), "See which did not arrive")
    assert tasks_of(ilze, programme) == [Task("3 e-mails did not arrive", *button)]
    assert tasks_of(marta, programme) == [Task("4 e-mails did not arrive", *button)]


def test_statements_stay_the_same(programme: Programme, in_daugavpils: Scope, marta: User) -> None:
    numbers = []
    assert tasks_of(marta, programme) == []  # her roles are read once
    for size in (1, 3):
        for _more in range(size):
            late(in_daugavpils)
            late(None)
            letter(in_daugavpils, state=State.FAILED, error="OSError")
        with CaptureQueriesContext(connection) as caught:
            assert len(tasks_of(marta, programme)) == 2
        numbers.append(len(caught))
    assert numbers[0] == numbers[1]
