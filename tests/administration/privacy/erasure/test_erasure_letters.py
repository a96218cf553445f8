"""What the person and the coordinators hear of a request to be erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure import letters
from darbigas_kopienas.administration.privacy.erasure.services import requests
from darbigas_kopienas.administration.privacy.erasure.stays import Stays
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import clock
from tests.administration.privacy.erasure.people_who_ask import asked, letters_of, person
from tests.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def zane(db: None) -> User:
    return make_user("zane@example.lv", "Zane Liepa", language="en")


def sent(mailoutbox: list[Any], address: str) -> Any:
    (mail,) = [mail for mail in mailoutbox if mail.to == [address]]
    return mail


def test_asking_is_confirmed_and_the_coordinators_hear_of_it_without_the_name(
    zane: User, marta: User, programme: Programme, mailoutbox: list[Any]
) -> None:
    row = requests.ask_erasure(by=zane)
    requests.ask_erasure(by=zane)
    assert letters_of("erasure_asked") == [("zane@example.lv", "en")]
    assert letters_of("erasure_waiting") == [(marta.email, "lv")]
    send_due()
    mine = sent(mailoutbox, "zane@example.lv")
    assert mine.subject == "Your request to delete your data is received"
    assert f"{row.due_on:%d.%m.%Y}" in mine.body
    assert "Questions: Marta Vītola" in mine.body
    theirs = sent(mailoutbox, marta.email)
    assert "Zane" not in theirs.body + theirs.subject
    assert f"/{row.pk}/" in theirs.body


def test_whoever_notes_it_is_not_told_and_a_stranger_s_address_is_not_written_to(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    guest = person("Viesis", "viesis@example.lv", entered_for=daugavpils)
    entered = person("Ierakstīta", entered_for=daugavpils)
    type(entered).objects.filter(pk=entered.pk).update(email="kads@example.lv")
    for who in (guest, entered):
        requests.note_request(by=marta, programme=programme, person=who, note="Zvans.")
    assert letters_of("erasure_asked") == [("viesis@example.lv", "lv")]
    assert letters_of("erasure_waiting") == []


def test_a_refusal_says_why_and_where_to_complain(
    zane: User, marta: User, programme: Programme, mailoutbox: list[Any]
) -> None:
    row = requests.ask_erasure(by=zane)
    requests.refuse_request(by=marta, request=row, reason="The law preserves them.")
    send_due()
    mail = sent(mailoutbox, "zane@example.lv")  # that it was received is not said any more
    assert mail.subject == "Your data are not deleted"
    assert "The law preserves them." in mail.body
    assert "www.dvi.gov.lv" in mail.body
    assert [mail.to for mail in mailoutbox] == [["zane@example.lv"]]  # nothing waits for the coordinator


STAYS: dict[str, list[Stays]] = {
    "en": [
        {"text": "Receipt ST-1", "why": "pay documents", "until": "2030-06-01", "url": ""},
        {"text": "A list", "why": "the agreement", "until": "", "url": ""},
    ]
}


def done(row: ErasureRequest, by: User) -> None:
    """As erasing does: the letter is written, then the request is answered."""
    letters.write_last_letter(by=by, request=row, stays=STAYS)
    row.state, row.answered_at, row.answered_by = ErasureRequest.State.DONE, clock.now(), by
    row.save()


def test_the_last_letter_leaves_and_forgets_its_address(zane: User, marta: User, mailoutbox: list[Any]) -> None:
    row = requests.ask_erasure(by=zane)
    done(row, marta)
    (mail,) = OutgoingMail.objects.last_to_leave()
    assert (mail.template, mail.to_email, mail.user) == ("erasure_done", "zane@example.lv", None)
    send_due()
    assert sent(mailoutbox, "zane@example.lv").subject == "Your data are deleted"
    mail.refresh_from_db()
    assert (mail.state, mail.to_email, mail.user, mail.context) == ("sent", "", None, {})
    assert not OutgoingMail.objects.last_to_leave().exists()


def test_the_last_letter_says_what_stays(zane: User, marta: User, mailoutbox: list[Any]) -> None:
    done(requests.ask_erasure(by=zane), marta)
    send_due()
    body = sent(mailoutbox, "zane@example.lv").body
    assert "Receipt ST-1 – pay documents, stored until 01.06.2030" in body
    assert "A list – the agreement" in body


def test_without_a_proven_address_there_is_no_last_letter(marta: User, daugavpils: Municipality) -> None:
    entered = person("Ierakstīta", entered_for=daugavpils)
    done(asked(entered, is_own=False, note="Zvans."), marta)
    assert OutgoingMail.objects.count() == 0


def test_what_is_not_true_any_more_is_not_sent(
    zane: User, marta: User, programme: Programme, mailoutbox: list[Any]
) -> None:
    row = requests.ask_erasure(by=zane)
    letters.write_to_person(by=marta, request=row, template=letters.REFUSED)
    letters.write_last_letter(by=marta, request=row, stays=STAYS)
    requests.withdraw_request(by=zane, request=row)
    send_due()
    assert mailoutbox == []
    again = requests.ask_erasure(by=zane)
    letters.write_to_person(by=marta, request=again, template=letters.REFUSED)
    letters.write_last_letter(by=marta, request=again, stays=STAYS)
    again.delete()
    send_due()
    assert mailoutbox == []
    assert not OutgoingMail.objects.filter(template=letters.DONE).exclude(to_email="").exists()


def test_whoever_coordinates_no_more_is_not_told(zane: User, marta: User, mailoutbox: list[Any]) -> None:
    requests.ask_erasure(by=zane)
    Membership.objects.filter(user=marta).update(ended_at=clock.now())
    send_due()
    assert [mail.to for mail in mailoutbox] == [["zane@example.lv"]]
    assert "Questions:" in mailoutbox[0].body


def test_in_latvian_too(marta: User, programme: Programme, daugavpils: Municipality, mailoutbox: list[Any]) -> None:
    guest = person("Viesis", "viesis@example.lv", entered_for=daugavpils)
    row = asked(guest, is_own=False, note="Zvans.")
    with translation.override("lv"):
        letters.write_to_person(by=marta, request=row, template=letters.ASKED)
        send_due()
    assert "mani-dati" not in sent(mailoutbox, "viesis@example.lv").body  # without an account there is no such page


# -- asked, withdrawn, asked again -------------------------------------------------------------------------
def test_who_asks_again_and_again_writes_to_the_coordinators_once_a_day(zane: User, marta: User) -> None:
    with clock.frozen(clock.now()):
        for _time in range(3):
            row = requests.ask_erasure(by=zane)
            send_due()
            requests.withdraw_request(by=zane, request=row)
        assert letters_of("erasure_waiting") == [(marta.email, "lv")]
        assert len(letters_of("erasure_asked")) == 1
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        requests.ask_erasure(by=zane)
    assert len(letters_of("erasure_waiting")) == len(letters_of("erasure_asked")) == 2


def test_a_letter_that_waits_still_is_about_the_request_that_waits_now(
    zane: User, marta: User, programme: Programme, mailoutbox: list[Any]
) -> None:
    requests.withdraw_request(by=zane, request=requests.ask_erasure(by=zane))
    row = requests.ask_erasure(by=zane)
    send_due()
    assert f"/{row.pk}/" in sent(mailoutbox, marta.email).body
    assert f"{row.due_on:%d.%m.%Y}" in sent(mailoutbox, "zane@example.lv").body


def test_a_letter_that_was_not_sent_is_written_anew(zane: User, marta: User, mailoutbox: list[Any]) -> None:
    requests.withdraw_request(by=zane, request=requests.ask_erasure(by=zane))
    send_due()
    assert mailoutbox == []
    requests.ask_erasure(by=zane)
    send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([marta.email, "zane@example.lv"])
