"""Whom a trainer's letter reaches, and what comes too late to be answered."""

import pytest
from django.core.exceptions import ValidationError

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import TRAINER_LINK
from darbigas_kopienas.programme.scoping import Scope
from seminars.models import Engagement, Seminar
from seminars.plan import services as plan
from seminars.trainers import services as trainers
from seminars.trainers.errors import TooLateToAnswer, TrainerWithoutAddress

pytestmark = pytest.mark.django_db


def engaged(by: User, seminar: Seminar, email: str = "ozols@example.lv") -> Engagement:
    trainer = trainers.add_trainer(by=by, scope=seminar.scope, name="Prof. Ozols", email=email)
    return trainers.engage(by=by, seminar=seminar, trainer=trainer)


def letters() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to_email"))


def test_trainer_known_to_another_municipality_is_not_engaged(
    ilze: User, karlis: User, in_rezekne: Scope, seminar: Seminar
) -> None:
    stranger = trainers.add_trainer(by=karlis, scope=in_rezekne, name="Prof. Ozols")
    with pytest.raises(ValidationError) as refused:
        trainers.engage(by=ilze, seminar=seminar, trainer=stranger)
    assert (refused.value.code, seminar.engagements.count()) == ("municipality", 0)


def test_trainer_without_an_address_is_not_asked(ilze: User, seminar: Seminar) -> None:
    engagement = engaged(ilze, seminar, email="")
    with pytest.raises(TrainerWithoutAddress) as refused:
        trainers.ask_trainer(by=ilze, engagement=engagement)
    engagement.refresh_from_db()
    assert (refused.value.code, engagement.asked_by, letters()) == ("address", None, [])


def test_trainer_of_a_cancelled_seminar_is_neither_asked_nor_answers(ilze: User, seminar: Seminar) -> None:
    engaged(ilze, seminar)
    plan.cancel_seminar(by=ilze, seminar=seminar, reason="Slimība")
    engagement = Engagement.objects.get()
    with pytest.raises(TooLateToAnswer) as not_asked:
        trainers.ask_trainer(by=ilze, engagement=engagement)
    with pytest.raises(TooLateToAnswer) as not_answered:
        trainers.answer_engagement(by=TRAINER_LINK, engagement=engagement, comes=True)
    assert (not_asked.value.code, not_answered.value.code) == ("late", "late")
    engagement.refresh_from_db()
    assert (engagement.state, engagement.asked_by, letters()) == ("asked", None, [])


def test_trainer_who_says_the_same_again_is_told_of_once(ilze: User, seminar: Seminar) -> None:
    engagement = engaged(ilze, seminar)
    trainers.ask_trainer(by=ilze, engagement=engagement)
    for _time in range(2):
        trainers.answer_engagement(by=TRAINER_LINK, engagement=Engagement.objects.get(), comes=True)
    engagement.refresh_from_db()
    assert (engagement.state, engagement.asked_by) == ("confirmed", ilze)
    assert letters() == [("trainer_asked", "ozols@example.lv"), ("trainer_answered", "ilze@example.lv")]
    assert Entry.objects.of(engagement).filter(verb="engagement.confirmed").count() == 1
