"""E-mails that did not arrive, marked as settled in the list."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.mailing.services import settle
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.mail.letters import letter, lost

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
QUERY = "?state=not_arrived&q=example"


def press(browser: Client, programme: Programme, *letters: object, query: str = QUERY) -> Any:
    here = reverse("administration:mail_settle", args=[programme.pk])
    return browser.post(f"{here}{query}", {"letters": letters, "submission_key": str(uuid4())})


def said_after(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def unsettled() -> set[str]:
    return set(OutgoingMail.objects.not_arrived().values_list("to_email", flat=True))


def test_list_offers_boxes_and_says_what_settling_means(
    as_: As, ilze: User, programme: Programme, in_daugavpils: Scope
) -> None:
    mail = lost(in_daugavpils)
    here = reverse("administration:mail_log", args=[programme.pk])
    text = as_(ilze).get(f"{here}{QUERY}").content.decode()
    assert f'name="letters" value="{mail.pk}"' in text
    assert "Mark as settled" in text
    assert 'name="letters"' not in as_(ilze).get(here).content.decode()


def test_ticked_are_settled_and_the_filter_stays(
    as_: As, ilze: User, programme: Programme, in_daugavpils: Scope
) -> None:
    first, second = lost(in_daugavpils, "a@example.lv"), lost(in_daugavpils, "b@example.lv")
    lost(in_daugavpils, "c@example.lv")
    answer = press(as_(ilze), programme, first.pk, second.pk)
    assert answer["Location"] == reverse("administration:mail_log", args=[programme.pk]) + QUERY
    assert said_after(answer) == ["2 e-mails are marked as settled."]
    assert unsettled() == {"c@example.lv"}
    assert Entry.objects.filter(verb="mail.settled", actor_id=ilze.pk).count() == 2
    answer = press(as_(ilze), programme, first.pk, query="")
    assert said_after(answer) == ["These e-mails are settled already."]
    assert answer["Location"] == reverse("administration:mail_log", args=[programme.pk])
    assert Entry.objects.filter(verb="mail.settled").count() == 2


@pytest.mark.parametrize("letters", [(), ("x",), ("9" * 30,), ("999999999999999999",), ("²",)])
def test_nothing_ticked_is_said(
    as_: As, ilze: User, programme: Programme, in_daugavpils: Scope, letters: tuple[str, ...]
) -> None:
    lost(in_daugavpils)
    answer = press(as_(ilze), programme, *letters)
    assert (answer.status_code, said_after(answer)) == (302, ["Choose the e-mails that are settled."])
    assert unsettled() == {"zane@example.lv"}


def test_those_of_another_municipality_are_not_settled(
    as_: As, karlis: User, programme: Programme, in_daugavpils: Scope
) -> None:
    mail = lost(in_daugavpils)
    assert said_after(press(as_(karlis), programme, mail.pk)) == ["Choose the e-mails that are settled."]
    assert unsettled() == {mail.to_email}


# -- the service -------------------------------------------------------------------------------------------
def test_settled_once_with_an_entry_for_each(ilze: User, in_daugavpils: Scope) -> None:
    mails = [
        lost(in_daugavpils, "back@example.lv"),
        lost(in_daugavpils, "failed@example.lv", state=State.FAILED, error="SMTPRecipientsRefused"),
        letter(in_daugavpils, "waits@example.lv"),
        letter(in_daugavpils, "sent@example.lv", state=State.SENT, sent_at=clock.now()),
    ]
    assert settle(by=ilze, mails=mails) == 2
    assert settle(by=ilze, mails=mails) == 0
    assert set(OutgoingMail.objects.filter(settled_at__isnull=False).values_list("to_email", flat=True)) == {
        "back@example.lv",
        "failed@example.lv",
    }
    entries = Entry.objects.filter(verb="mail.settled").order_by("object_id")
    assert {(entry.object_id, entry.municipality_id, entry.changes["template"]) for entry in entries} == {
        (str(mail.pk), in_daugavpils.municipality_id, "registration_confirmed") for mail in mails[:2]
    }


def test_all_or_nothing(ilze: User, in_daugavpils: Scope, in_rezekne: Scope) -> None:
    ours, theirs, of_nobody = lost(in_daugavpils, "a@k.lv"), lost(in_rezekne, "b@k.lv"), lost(None, "c@k.lv")
    for other in (theirs, of_nobody):
        with pytest.raises(PermissionDenied):
            settle(by=ilze, mails=[ours, other])
    assert unsettled() == {"a@k.lv", "b@k.lv", "c@k.lv"}
    assert not Entry.objects.filter(verb="mail.settled").exists()
    assert settle(by=SYSTEM, mails=[ours, theirs, of_nobody]) == 3


def test_nobody_without_the_right_settles(anna: User, janis: User, in_daugavpils: Scope) -> None:
    mail = lost(in_daugavpils)
    for user in (anna, janis):
        with pytest.raises(PermissionDenied):
            settle(by=user, mails=[mail])


def test_nothing_to_settle(ilze: User) -> None:
    assert settle(by=ilze, mails=[]) == 0
