"""Trainers, their agreements and answers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail as sent
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import TRAINER_LINK
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Letter, NoLetter
from darbigas_kopienas.values import clock
from seminars.materials import services as materials
from seminars.models import Engagement, Seminar, Trainer
from seminars.plan import services as plan_services
from seminars.trainers import links, mails
from seminars.trainers import services as trainers
from seminars.trainers.errors import AskedLately, TooLateToAnswer, TrainerIsEngaged, TrainerWithoutAddress
from tests.builders import at
from tests.seminars.conftest import Maker
from tests.seminars.files import document_of_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def engaged(ilze: User, seminar: Seminar) -> Engagement:
    trainer = trainers.add_trainer(by=ilze, scope=seminar.scope, name="Prof. Ozols", email="ozols@example.lv")
    return trainers.engage(by=ilze, seminar=seminar, trainer=trainer)


# -- names -----------------------------------------------------------------------------------------------
def test_typed_names_become_engagements_and_known_trainers_are_recognised(ilze: User, plan: Maker) -> None:
    first = plan(trainers="Prof. Ozols, Anna  Liepa")
    second = plan(trainers="prof. ozols; Jana Egle")
    assert (first.trainers, second.trainers) == ("Prof. Ozols, Anna Liepa", "Prof. Ozols, Jana Egle")
    assert Trainer.objects.count() == 3
    assert "jana egle" in Seminar.objects.get(pk=second.pk).folded


def test_names_are_stored_as_they_are_seen_and_signs_alone_are_none(ilze: User, plan: Maker) -> None:
    seminar = plan(trainers="Prof.\u200b Ozols\nAn\u00adna Liepa, \u200b,")
    assert seminar.trainers == "Prof. Ozols, Anna Liepa"
    with pytest.raises(ValidationError, match=r"at least one letter|vismaz vienam burtam"):
        plan_services.edit_seminar(by=ilze, seminar=seminar, trainers="Anna Liepa, 12")
    assert Seminar.objects.get(pk=seminar.pk).trainers == "Prof. Ozols, Anna Liepa"


def test_name_left_out_is_no_longer_engaged_unless_paper_stands_behind_it(
    ilze: User, seminar: Seminar, engaged: Engagement
) -> None:
    plan_services.edit_seminar(by=ilze, seminar=seminar, trainers="Anna Liepa")
    assert seminar.engagements.get().trainer.name == "Anna Liepa"
    trainers.edit_engagement(by=ilze, engagement=seminar.engagements.get(), fee=Decimal("100.00"))
    with pytest.raises(TrainerIsEngaged, match="Anna Liepa"):
        plan_services.edit_seminar(by=ilze, seminar=seminar, trainers="")
    assert Seminar.objects.get().trainers == "Anna Liepa"


def test_declined_trainer_typed_again_is_asked_again(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    trainers.settle_engagement(by=ilze, engagement=engaged, state="declined")
    assert Seminar.objects.get().trainers == ""
    plan_services.edit_seminar(by=ilze, seminar=seminar, trainers="Prof. Ozols")
    engaged.refresh_from_db()
    assert (engaged.state, engaged.answered_at, Seminar.objects.get().trainers) == ("asked", None, "Prof. Ozols")


def test_trainer_of_another_municipality_is_another_person(
    ilze: User, karlis: User, in_rezekne: Scope, seminar: Seminar
) -> None:
    trainers.add_trainer(by=karlis, scope=in_rezekne, name="Anna Liepa")
    plan_services.edit_seminar(by=ilze, seminar=seminar, trainers="Anna Liepa")
    assert seminar.engagements.get().trainer.scope == seminar.scope


def test_new_name_is_announced_by_coming_seminars_only(ilze: User, plan: Maker) -> None:
    past, coming = plan(day=date(2020, 6, 1), trainers="A. Liepa"), plan(trainers="A. Liepa")
    trainer = Trainer.objects.get()
    changed = trainers.edit_trainer(
        by=ilze, trainer=trainer, name="Anna Liepa", profile_lv="Mācās", profile_en="Learns"
    )
    assert changed.profile_en_source != ""
    trainers.edit_trainer(by=ilze, trainer=trainer, name="Anna Liepa")
    names = dict(Seminar.objects.values_list("pk", "trainers"))
    assert names == {past.pk: "A. Liepa", coming.pk: "Anna Liepa"}
    assert [entry.verb for entry in Entry.objects.of(trainer)] == ["trainer.edited", "trainer.added"]


def test_new_name_is_announced_by_what_is_not_over_whatever_its_first_day(ilze: User, plan: Maker) -> None:
    next_week = {"starts_at": at(date(2020, 6, 16), 10), "ends_at": at(date(2020, 6, 16), 14)}
    going_on = plan(day=date(2020, 6, 9), trainers="A. Liepa", more_days=[next_week])
    without_day = plan(day=date(2020, 6, 8), trainers="A. Liepa")
    plan_services.postpone_seminar(by=ilze, seminar=without_day, reason="Slimība")
    trainers.edit_trainer(by=ilze, trainer=Trainer.objects.get(), name="Anna Liepa")
    names = dict(Seminar.objects.values_list("pk", "trainers"))
    assert names == {going_on.pk: "Anna Liepa", without_day.pk: "Anna Liepa"}


def test_engaging_twice_is_once(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    assert trainers.engage(by=ilze, seminar=seminar, trainer=engaged.trainer) == engaged


def test_trainer_of_another_grant_is_refused(ilze: User, seminar: Seminar) -> None:
    other = Programme.objects.create(
        code="other", name_lv="Cita", name_en="Other", goal_lv="x", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    with pytest.raises(ValidationError, match="citas programmas"):
        trainers.engage(by=ilze, seminar=seminar, trainer=Trainer.objects.create(programme=other, name="X"))


def test_unknown_fields_are_mistakes_of_the_caller(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    for action in (
        lambda: trainers.edit_engagement(by=ilze, engagement=engaged, colour="red"),
        lambda: trainers.edit_trainer(by=ilze, trainer=engaged.trainer, colour="red"),
        lambda: materials.hand_out(by=ilze, seminar=seminar, colour="red"),
    ):
        with pytest.raises(TypeError):
            action()


# -- agreement and answer ------------------------------------------------------------------------------------
def test_agreement_with_its_file_and_fee(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    given = {"agreement_number": "12/2020", "agreed_on": date(2020, 6, 1), "fee": Decimal("250.00")}
    signed = trainers.edit_engagement(
        by=ilze,
        engagement=engaged,
        agreement=document_of_kind(ilze, seminar.scope),
        **given,
    )
    assert signed.agreement is not None
    assert (signed.agreement.state, signed.agreement.kind, trainers.fees_of(seminar)) == (
        "stored",
        "agreement",
        Decimal(250),
    )
    before = Entry.objects.count()
    trainers.edit_engagement(by=ilze, engagement=engaged, agreement_number="12/2020")
    assert Entry.objects.count() == before
    with pytest.raises(TrainerIsEngaged):
        trainers.end_engagement(by=ilze, engagement=signed)


def test_engagement_by_mistake_is_ended(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    trainers.end_engagement(by=ilze, engagement=engaged)
    assert not seminar.engagements.exists()
    assert Seminar.objects.get().trainers == ""
    assert trainers.fees_of(seminar) == 0


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


def test_nobody_is_asked_without_an_address_or_after_the_seminar(
    ilze: User, seminar: Seminar, engaged: Engagement, client: Any
) -> None:
    trainers.edit_trainer(by=ilze, trainer=engaged.trainer, email="")
    engaged.trainer.refresh_from_db()
    with pytest.raises(TrainerWithoutAddress):
        trainers.ask_trainer(by=ilze, engagement=engaged)
    plan_services.cancel_seminar(by=ilze, seminar=seminar, reason="x")
    engaged.seminar.activity.refresh_from_db()
    with pytest.raises(TooLateToAnswer):
        trainers.ask_trainer(by=ilze, engagement=engaged)
    url = f"/lv/seminari/pasniedzeji/atbilde/{links.token_of(engaged)}/"
    assert client.post(url, {"answer": "yes"}).status_code == 422


def test_stranger_neither_engages_nor_hands_out(
    karlis: User, anna: User, seminar: Seminar, engaged: Engagement
) -> None:
    for stranger in (karlis, anna):
        for action in (
            lambda who: trainers.add_trainer(by=who, scope=seminar.scope, name="X"),
            lambda who: trainers.edit_trainer(by=who, trainer=engaged.trainer, name="X"),
            lambda who: trainers.engage_by_names(by=who, seminar=seminar, names="X"),
            lambda who: trainers.edit_engagement(by=who, engagement=engaged, fee=Decimal(1)),
            lambda who: trainers.ask_trainer(by=who, engagement=engaged),
            lambda who: trainers.settle_engagement(by=who, engagement=engaged, state="confirmed"),
            lambda who: trainers.end_engagement(by=who, engagement=engaged),
            lambda who: materials.hand_out(by=who, seminar=seminar, title_lv="X", url="https://example.lv"),
        ):
            with pytest.raises(PermissionDenied):
                action(stranger)


def test_saying_the_same_again_changes_nothing(ilze: User, seminar: Seminar, engaged: Engagement) -> None:
    before = Entry.objects.count()
    trainers.engage_by_names(by=ilze, seminar=seminar, names="prof. ozols")
    trainers.settle_engagement(by=ilze, engagement=engaged, state="asked")
    assert (seminar.engagements.get(), Entry.objects.count()) == (engaged, before)
