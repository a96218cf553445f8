"""The holder's letter."""

from datetime import timedelta
from typing import Any

import pytest

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from seminars.certificates import services
from seminars.models import Seminar
from tests.builders import attend, held, issue, signing

pytestmark = pytest.mark.django_db


def test_holder_is_told_once_with_a_link(ilze: User, run: Seminar, mailoutbox: list[Any]) -> None:
    attend(ilze, run, email="janis@example.lv", language="lv")
    held(ilze, run)
    (made,) = issue(ilze, run)
    issue_again = services.issue(by=ilze, seminar=run, signing=signing())
    assert issue_again.made == ()
    OutgoingMail.objects.exclude(template="certificate_ready").delete()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        send_due()
    (letter,) = mailoutbox
    assert letter.to == ["janis@example.lv"]
    assert made.number in letter.body
    assert "/lv/seminari/apliecibas/manas/" in letter.body


def test_letter_of_a_paper_revoked_meanwhile_is_dropped(ilze: User, run: Seminar, mailoutbox: list[Any]) -> None:
    attend(ilze, run, email="janis@example.lv")
    held(ilze, run)
    (made,) = issue(ilze, run)
    services.revoke(by=ilze, certificate=made, reason="Stundas ierakstītas kļūdas dēļ.")
    OutgoingMail.objects.exclude(template__startswith="certificate").delete()
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        send_due()
    (letter,) = mailoutbox
    assert made.number in letter.subject
    assert "Stundas ierakstītas kļūdas dēļ." in letter.body
    assert {outgoing_mail.template: outgoing_mail.state for outgoing_mail in OutgoingMail.objects.all()} == {
        "certificate_ready": "dropped",
        "certificate_revoked": "sent",
    }


def test_nobody_loses_a_paper_by_a_damaged_address(ilze: User, run: Seminar) -> None:
    registration = attend(ilze, run, email="janis@example.lv")
    Registration.objects.filter(pk=registration.pk).update(email="ne-adrese")
    held(ilze, run)
    assert len(issue(ilze, run)) == 1
    assert not OutgoingMail.objects.filter(template="certificate_ready").exists()
