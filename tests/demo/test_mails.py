"""The demonstration shows e-mails that did not arrive, in two municipalities: once."""

import pytest

from darbigas_kopienas.demo import mails
from darbigas_kopienas.demo.stage import Stage
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.mailing.unreachable import unreachable_among
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.mails import letters_of
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.databases import DEMONSTRATION

pytestmark = [pytest.mark.django_db, pytest.mark.database(DEMONSTRATION)]


@pytest.fixture
def stage() -> Stage:
    places = {place.code: place for place in Municipality.objects.all()}
    return Stage(Programme.objects.get(code="dk-demo"), places, {}, {})


def lost() -> list[tuple[str, str, str, str]]:
    rows = OutgoingMail.objects.not_arrived().select_related("municipality").order_by("pk")
    return [
        (mail.municipality.code if mail.municipality else "", mail.template, mail.state, mail.error) for mail in rows
    ]


LOST = [
    ("daugavpils", "registration_waiting", "bounced", "5.1.1"),
    ("daugavpils", "registration_waiting", "bounced", "5.2.2"),
    ("rezeknes-novads", "expense_waiting", "failed", "SMTPServerDisconnected"),
]


def test_some_did_not_arrive_and_the_participant_s_address_says_so(stage: Stage) -> None:
    assert lost() == LOST
    mail = OutgoingMail.objects.filter(error="5.1.1").get()
    registration = Registration.objects.get(email=mail.to_email)
    assert mail.about == f"activities.activity:{registration.activity_id}"
    assert mail.sent_at is not None
    assert mail.sent_at > mail.created_at
    assert [letter.state for letter in letters_of(registration)] == ["bounced"]
    assert list(unreachable_among([mail.to_email])) == [mail.to_email]


def test_what_was_written_long_ago_has_left() -> None:
    """Else the worker would find on the first day that all of it came too late."""
    old = OutgoingMail.objects.filter(due_at__lt=clock.now() - mails.LONG_AGO)
    assert old.filter(state=State.SENT, context={}).exists()
    assert not old.filter(state=State.WAITING).exists()


def test_what_was_seen_to_stays(stage: Stage) -> None:
    mails.load(stage)
    assert lost() == LOST


def test_they_are_made_of_letters_that_were_written(stage: Stage) -> None:
    OutgoingMail.objects.exclude(state=State.WAITING).update(state=State.WAITING, error="", sent_at=None)
    mails.load(stage)
    assert lost() == LOST
    mail = OutgoingMail.objects.filter(state=State.FAILED).get()
    assert (mail.sent_at, mail.attempts, mail.context) == (None, mails.ATTEMPTS, {})
    OutgoingMail.objects.all().delete()
    mails.load(stage)
    assert lost() == []
