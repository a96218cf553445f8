"""A trainer is asked by a letter, answers by its link, and whoever asked is told."""

from datetime import date
from typing import Any

import pytest
from django.core import mail as sent
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import TRAINER_LINK
from darbigas_kopienas.values import clock
from seminars.models import Engagement, Seminar
from seminars.plan import services as plan_services
from seminars.trainers import links, mails
from seminars.trainers import services as trainers
from seminars.trainers.errors import AskedLately, TooLateToAnswer, TrainerWithoutAddress
from tests.builders import at

pytestmark = pytest.mark.django_db


def test_trainer_is_not_asked_twice_within_an_hour(ilze: User, engaged: Engagement) -> None:
    trainers.ask_trainer(by=ilze, engagement=engaged)
    with pytest.raises(AskedLately):
        trainers.ask_trainer(by=ilze, engagement=engaged)


def test_trainer_is_asked_by_letter_and_answers_by_its_link(
    ilze: User, engaged: Engagement, client: Any, settings: Any
) -> None:
    trainers.ask_trainer(by=ilze, engagement=engaged)
    queued = OutgoingMail.objects.get(template="trainer_asked")
    assert queued.context == {"engagement": engaged.pk}
    mailing.send_due()
    (letter,) = [letter for letter in sent.outbox if letter.to == ["ozols@example.lv"]]
    token = links.token_of(engaged)
    assert letter.subject == "Vai vadīsiet semināru „Ģimenes un skolas sadarbība”?"
    assert f"/lv/seminari/pasniedzeji/atbilde/{token}/" in letter.body
    url = f"/lv/seminari/pasniedzeji/atbilde/{token}/"
    assert "Prof. Ozols" in client.get(url).content.decode()
    engaged.refresh_from_db()
    assert engaged.state == "asked"  # looking is not answering
    assert client.post(url, {"answer": "yes"}).status_code == 302
    engaged.refresh_from_db()
    assert (engaged.state, engaged.answered_at) == ("confirmed", clock.now())
    client.post(url, {"answer": "no"})
    engaged.refresh_from_db()
    assert (engaged.state, Seminar.objects.get().trainers) == ("declined", "")
    assert [entry.verb for entry in Entry.objects.of(engaged)][:2] == ["engagement.declined", "engagement.confirmed"]


def test_trainer_with_a_corrected_address_is_asked_there_within_the_same_hour(ilze: User, engaged: Engagement) -> None:
    """What the page says to be on its way is on its way."""
    trainers.ask_trainer(by=ilze, engagement=engaged)
    trainers.edit_trainer(by=ilze, trainer=engaged.trainer, email="o.ozols@example.lv")
    engaged.refresh_from_db()
    trainers.ask_trainer(by=ilze, engagement=engaged)
    to = OutgoingMail.objects.filter(template="trainer_asked").order_by("pk").values_list("to_email", flat=True)
    assert list(to) == ["ozols@example.lv", "o.ozols@example.lv"]


def answered(to: str) -> list[Any]:
    mailing.send_due()
    return [letter for letter in sent.outbox if letter.to == [to] and "Prof. Ozols" in letter.subject]


def test_whoever_asked_is_told_the_answer_once_with_its_reason(
    ilze: User, marta: User, engaged: Engagement, client: Any
) -> None:
    trainers.ask_trainer(by=marta, engagement=engaged)
    url = f"/lv/seminari/pasniedzeji/atbilde/{links.token_of(engaged)}/"
    for _press in range(2):
        client.post(url, {"answer": "no", "reason": "Tajā dienā\n esmu Rīgā"})
    (letter,) = answered(marta.email)
    assert letter.subject == "Prof. Ozols nevarēs vadīt semināru „Ģimenes un skolas sadarbība”"
    assert "Iemesls: Tajā dienā esmu Rīgā" in letter.body
    assert f"/lv/seminari/{engaged.seminar_id}/" in letter.body
    assert answered(ilze.email) == []
    client.post(url, {"answer": "yes"})
    engaged.refresh_from_db()
    assert (engaged.state, engaged.reason, len(answered(marta.email))) == ("confirmed", "", 2)


def test_answer_given_otherwise_before_the_letter_left_is_not_told(
    ilze: User, engaged: Engagement, client: Any
) -> None:
    trainers.ask_trainer(by=ilze, engagement=engaged)
    for minute, comes in enumerate((True, False, True)):
        with clock.frozen(at(date(2020, 6, 10), 12, minute)):
            trainers.answer_engagement(by=TRAINER_LINK, engagement=Engagement.objects.get(), comes=comes)
    with clock.frozen(at(date(2020, 6, 10), 12, 5)):
        assert [letter.subject for letter in answered(ilze.email)] == [
            "Prof. Ozols vadīs semināru „Ģimenes un skolas sadarbība”"
        ]


def test_those_who_may_manage_are_told_where_nobody_asked_or_who_asked_is_gone(
    ilze: User, marta: User, karlis: User, engaged: Engagement
) -> None:
    assert mails.organisers_of(engaged) == [ilze]
    Engagement.objects.update(asked_by=karlis)  # may no longer, in Daugavpils
    stored = Engagement.objects.get()
    assert mails.organisers_of(stored) == [ilze]
    ilze.memberships.all().delete()
    assert mails.organisers_of(stored) == [marta]
    marta.memberships.all().delete()
    assert mails.organisers_of(stored) == []


@pytest.mark.parametrize("why", ["taken_back", "ended", "cancelled", "no_longer_theirs"])
def test_answer_that_is_no_longer_true_is_not_told(ilze: User, engaged: Engagement, why: str) -> None:
    trainers.ask_trainer(by=ilze, engagement=engaged)
    trainers.answer_engagement(by=TRAINER_LINK, engagement=engaged, comes=False)
    if why == "taken_back":
        trainers.settle_engagement(by=ilze, engagement=engaged, state="asked")
    elif why == "ended":
        trainers.end_engagement(by=ilze, engagement=engaged)
    elif why == "cancelled":
        type(engaged.seminar.activity).objects.update(state="cancelled")
    else:
        ilze.memberships.all().delete()
    assert answered(ilze.email) == []
    assert OutgoingMail.objects.get(template="trainer_answered").state == "dropped"


def test_a_reason_that_is_too_long_is_said_and_kept(engaged: Engagement, client: Any) -> None:
    url = f"/lv/seminari/pasniedzeji/atbilde/{links.token_of(engaged)}/"
    page = client.post(url, {"answer": "no", "reason": "x" * 301})
    engaged.refresh_from_db()
    assert (page.status_code, engaged.state, "x" * 301 in page.content.decode()) == (422, "asked", True)


def test_a_reason_is_seen_by_the_staff_and_goes_with_a_new_answer(
    as_: Any, ilze: User, seminar: Seminar, engaged: Engagement
) -> None:
    trainers.answer_engagement(by=TRAINER_LINK, engagement=engaged, comes=False, reason="Esmu slimnīcā")
    page = as_(ilze).get(reverse("seminars:running_list", args=[seminar.pk]))
    assert "Esmu slimnīcā" in page.content.decode()
    trainers.settle_engagement(by=ilze, engagement=engaged, state="asked")
    assert Engagement.objects.get().reason == ""


@pytest.mark.parametrize("token", ["1", "1.abc", "x", "%00"])
def test_made_up_link_is_not_found(client: Any, engaged: Engagement, token: str) -> None:
    assert client.get(f"/lv/seminari/pasniedzeji/atbilde/{token}/").status_code == 404


def test_letter_is_dropped_where_it_is_no_longer_true(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    trainers.ask_trainer(by=ilze, engagement=engaged)
    queued = OutgoingMail.objects.get(template="trainer_asked")
    trainers.settle_engagement(by=ilze, engagement=engaged, state="confirmed")
    assert mails.ask_trainer(queued) == NoLetter(Reason.ANSWERED)
    trainers.settle_engagement(by=ilze, engagement=engaged, state="asked")
    assert isinstance(mails.ask_trainer(queued), Letter)
    plan_services.cancel_seminar(by=ilze, seminar=seminar, reason="x")
    assert mails.ask_trainer(queued) == NoLetter(Reason.OVER)


def test_trainer_without_an_address_is_not_asked(ilze: User, engaged: Engagement) -> None:
    trainers.edit_trainer(by=ilze, trainer=engaged.trainer, email="")
    engaged.trainer.refresh_from_db()
    with pytest.raises(TrainerWithoutAddress) as refused:
        trainers.ask_trainer(by=ilze, engagement=engaged)
    engaged.refresh_from_db()
    assert (refused.value.code, engaged.asked_by, OutgoingMail.objects.count()) == ("address", None, 0)


def test_trainer_of_a_cancelled_seminar_is_neither_asked_nor_answers(
    ilze: User, seminar: Seminar, engaged: Engagement
) -> None:
    plan_services.cancel_seminar(by=ilze, seminar=seminar, reason="Slimība")
    engagement = Engagement.objects.get()
    with pytest.raises(TooLateToAnswer) as not_asked:
        trainers.ask_trainer(by=ilze, engagement=engagement)
    with pytest.raises(TooLateToAnswer) as not_answered:
        trainers.answer_engagement(by=TRAINER_LINK, engagement=engagement, comes=True)
    assert (not_asked.value.code, not_answered.value.code) == ("late", "late")
    engagement.refresh_from_db()
    assert (engagement.state, engagement.asked_by, OutgoingMail.objects.count()) == ("asked", None, 0)


def test_page_says_that_an_answer_comes_too_late(
    ilze: User, seminar: Seminar, engaged: Engagement, client: Any
) -> None:
    plan_services.cancel_seminar(by=ilze, seminar=seminar, reason="x")
    url = f"/lv/seminari/pasniedzeji/atbilde/{links.token_of(engaged)}/"
    assert client.post(url, {"answer": "yes"}).status_code == 422


def test_trainer_who_says_the_same_again_is_told_of_once(ilze: User, engaged: Engagement) -> None:
    trainers.ask_trainer(by=ilze, engagement=engaged)
    for _time in range(2):
        trainers.answer_engagement(by=TRAINER_LINK, engagement=Engagement.objects.get(), comes=True)
    engaged.refresh_from_db()
    assert (engaged.state, engaged.asked_by) == ("confirmed", ilze)
    letters = OutgoingMail.objects.order_by("pk").values_list("template", "to_email")
    assert list(letters) == [("trainer_asked", "ozols@example.lv"), ("trainer_answered", "ilze@example.lv")]
    assert Entry.objects.of(engaged).filter(verb="engagement.confirmed").count() == 1
