"""Whom a trainer's letter reaches, and what comes too late to be answered."""

import pytest
from django.core.exceptions import ValidationError

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import TRAINER_LINK
from darbigas_kopienas.programme.scoping import Scope
from seminars import services
from seminars.models import Engagement, Seminar

pytestmark = pytest.mark.django_db


def engaged(by: User, seminar: Seminar, email: str = "ozols@example.lv") -> Engagement:
    trainer = services.add_trainer(by=by, scope=seminar.scope, name="Prof. Ozols", email=email)
    return services.engage(by=by, seminar=seminar, trainer=trainer)


def letters() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to_email"))


def test_trainer_known_to_another_municipality_is_not_engaged(
    ilze: User, karlis: User, in_rezekne: Scope, seminar: Seminar
) -> None:
    stranger = services.add_trainer(by=karlis, scope=in_rezekne, name="Prof. Ozols")
    with pytest.raises(ValidationError) as refused:
        services.engage(by=ilze, seminar=seminar, trainer=stranger)
    assert (refused.value.code, seminar.engagements.count()) == ("municipality", 0)


def test_trainer_without_an_address_is_not_asked(ilze: User, seminar: Seminar) -> None:
    engagement = engaged(ilze, seminar, email="")
    with pytest.raises(services.TrainerWithoutAddress) as refused:
        services.ask_trainer(by=ilze, engagement=engagement)
    engagement.refresh_from_db()
    assert (refused.value.code, engagement.asked_by, letters()) == ("address", None, [])


def test_trainer_of_a_cancelled_seminar_is_neither_asked_nor_answers(ilze: User, seminar: Seminar) -> None:
    engaged(ilze, seminar)
    services.cancel_seminar(by=ilze, seminar=seminar, reason="Slimība")
    engagement = Engagement.objects.get()
    with pytest.raises(services.TooLateToAnswer) as not_asked:
        services.ask_trainer(by=ilze, engagement=engagement)
    with pytest.raises(services.TooLateToAnswer) as not_answered:
        services.answer_engagement(by=TRAINER_LINK, engagement=engagement, comes=True)
    assert (not_asked.value.code, not_answered.value.code) == ("late", "late")
    engagement.refresh_from_db()
    assert (engagement.state, engagement.asked_by, letters()) == ("asked", None, [])


def test_trainer_who_says_the_same_again_is_told_of_once(ilze: User, seminar: Seminar) -> None:
    engagement = engaged(ilze, seminar)
    services.ask_trainer(by=ilze, engagement=engagement)
    for _time in range(2):
        services.answer_engagement(by=TRAINER_LINK, engagement=Engagement.objects.get(), comes=True)
    engagement.refresh_from_db()
    assert (engagement.state, engagement.asked_by) == ("confirmed", ilze)
    assert letters() == [("trainer_asked", "ozols@example.lv"), ("trainer_answered", "ilze@example.lv")]
    assert Entry.objects.of(engagement).filter(verb="engagement.confirmed").count() == 1
