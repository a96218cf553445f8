"""Trainers, their agreements and answers."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from seminars.materials import services as materials
from seminars.models import Engagement, Seminar, Trainer
from seminars.plan import services as plan_services
from seminars.trainers import services as trainers
from seminars.trainers.errors import TrainerIsEngaged
from tests.builders import at
from tests.seminars.conftest import Maker
from tests.seminars.files import document_of_kind

pytestmark = pytest.mark.django_db


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


def test_trainer_known_to_another_municipality_is_not_engaged(
    ilze: User, karlis: User, in_rezekne: Scope, seminar: Seminar
) -> None:
    stranger = trainers.add_trainer(by=karlis, scope=in_rezekne, name="Prof. Ozols")
    with pytest.raises(ValidationError) as refused:
        trainers.engage(by=ilze, seminar=seminar, trainer=stranger)
    assert (refused.value.code, seminar.engagements.count()) == ("municipality", 0)


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
