from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.services import DayInFuture, ReasonMissing, WrongTransition
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from seminars.models import Seminar, TrainingProgramme
from seminars.plan import services as plan_services
from seminars.plan.errors import NoSuchComponent, RegistrationAfterStart, WrongProgramme
from tests.builders import at
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db


def test_planned_seminar_has_its_activity_and_first_session(seminar: Seminar, in_daugavpils: Scope) -> None:
    assert seminar.scope == in_daugavpils
    assert seminar.activity.kind == Activity.Kind.SEMINAR
    assert seminar.activity.component.label == "1"
    assert seminar.activity.starts_on == date(2020, 6, 18)
    assert [session.starts_at for session in seminar.activity.sessions.all()] == [at(date(2020, 6, 18), 10)]
    assert seminar.is_published
    assert [entry.verb for entry in Entry.objects.of(seminar)] == ["seminar.planned"]


def test_seminar_is_not_planned_in_another_municipality(plan: Maker, in_rezekne: Scope) -> None:
    with pytest.raises(PermissionDenied):
        plan(scope=in_rezekne)
    assert not Seminar.objects.exists()


def test_programme_without_the_component_has_no_seminars(plan: Maker, programme: Programme) -> None:
    Component.objects.filter(programme=programme, label="1").delete()
    with pytest.raises(NoSuchComponent):
        plan()


def test_registration_ends_before_the_seminar_begins(plan: Maker) -> None:
    with pytest.raises(RegistrationAfterStart) as refusal:
        plan(registration_until=date(2020, 6, 19))
    assert list(refusal.value.message_dict) == ["registration_until"]
    assert not Activity.objects.exists()


def test_unknown_field_is_a_mistake_of_the_caller(plan: Maker) -> None:
    with pytest.raises(TypeError):
        plan(colour="red")


def test_edit_changes_activity_and_seminar(ilze: User, seminar: Seminar) -> None:
    changed = plan_services.edit_seminar(
        by=ilze, seminar=seminar, is_published=False, title_lv="Cits nosaukums", audience_en="Everybody", capacity=20
    )
    stored = Seminar.objects.select_related("activity").get()
    assert (stored.title, stored.capacity, stored.is_published) == ("Cits nosaukums", 20, False)
    assert stored.audience_en_source == changed.audience_en_source != ""
    assert "cits nosaukums" in stored.folded
    assert Entry.objects.of(seminar)[0].changes == {"fields": ["audience_en"]}
    assert Entry.objects.of(seminar.activity.enrolment)[0].changes["fields"] == ["capacity"]


def test_edit_of_the_activity_alone_is_told_once(ilze: User, seminar: Seminar) -> None:
    plan_services.edit_seminar(by=ilze, seminar=seminar, place="Rīgas iela 2")
    assert [entry.verb for entry in Entry.objects.of(seminar)] == ["seminar.planned"]
    assert Entry.objects.of(seminar.activity)[0].verb == "activity.edited"


def test_edit_of_the_seminar_alone_leaves_the_activity(ilze: User, seminar: Seminar) -> None:
    plan_services.edit_seminar(by=ilze, seminar=seminar, trainers="Prof. K. Ozols")
    assert Entry.objects.filter(verb="activity.edited").count() == 0


def test_stranger_edits_nothing(karlis: User, anna: User, seminar: Seminar) -> None:
    for stranger in (karlis, anna):
        with pytest.raises(PermissionDenied):
            plan_services.edit_seminar(by=stranger, seminar=seminar, title_lv="Mans")


def test_training_programme_of_another_grant_is_refused(ilze: User, seminar: Seminar, components: object) -> None:
    other = Programme.objects.create(
        code="other", name_lv="Cita", name_en="Other", goal_lv="x", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    training = TrainingProgramme.objects.create(programme=other, title_lv="Cita", academic_hours=6)
    with pytest.raises(WrongProgramme):
        plan_services.edit_seminar(by=ilze, seminar=seminar, training_programme=training)


def test_earlier_day_becomes_the_planned_day(ilze: User, seminar: Seminar) -> None:
    plan_services.add_day(
        by=ilze, seminar=seminar, starts_at=at(date(2020, 6, 16), 10), ends_at=at(date(2020, 6, 16), 12)
    )
    seminar.activity.refresh_from_db()
    assert seminar.activity.starts_on == date(2020, 6, 16)
    assert seminar.last_day == date(2020, 6, 18)


def test_moved_day_moves_the_seminar(ilze: User, seminar: Seminar) -> None:
    session = seminar.activity.sessions.get()
    day = date(2020, 6, 25)
    plan_services.move_day(by=ilze, seminar=seminar, session=session, starts_at=at(day, 9), ends_at=at(day, 11))
    seminar.activity.refresh_from_db()
    assert seminar.activity.starts_on == day
    before = Entry.objects.count()
    plan_services.move_day(by=ilze, seminar=seminar, session=session, starts_at=at(day, 9), ends_at=at(day, 11))
    assert Entry.objects.count() == before


def test_move_refuses_an_end_before_the_start_and_a_held_session(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 5))
    session = seminar.activity.sessions.get()
    with pytest.raises(ValidationError, match="pēc sākuma"):
        plan_services.move_day(
            by=ilze, seminar=seminar, session=session, starts_at=session.ends_at, ends_at=session.starts_at
        )
    plan_services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 5))
    with pytest.raises(ValidationError, match="notikusi"):
        plan_services.move_day(
            by=ilze, seminar=seminar, session=session, starts_at=session.starts_at, ends_at=session.ends_at
        )


def test_day_added_to_a_held_seminar_leaves_its_day(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 5))
    plan_services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 5))
    plan_services.add_day(
        by=ilze, seminar=seminar, starts_at=at(date(2020, 6, 4), 10), ends_at=at(date(2020, 6, 4), 12)
    )
    seminar.activity.refresh_from_db()
    assert seminar.activity.starts_on == date(2020, 6, 5)


def test_held_seminar_counts_who_came(ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 6, 5))
    plan_services.mark_seminar_held(
        by=ilze, seminar=seminar, held_on=date(2020, 6, 5), counts={"teachers": 18, "parents": 2}
    )
    assert seminar.activity.is_held
    assert dict(seminar.activity.head_counts.values_list("group", "count")) == {"teachers": 18, "parents": 2}


def test_nothing_was_held_tomorrow(ilze: User, seminar: Seminar) -> None:
    with pytest.raises(DayInFuture):
        plan_services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 18))


def test_staff_without_the_right_marks_nothing_as_held(anna: User, seminar: Seminar) -> None:
    with pytest.raises(PermissionDenied):
        plan_services.mark_seminar_held(by=anna, seminar=seminar, held_on=date(2020, 6, 5))


def test_cancelled_for_a_reason_and_for_good(ilze: User, seminar: Seminar) -> None:
    with pytest.raises(ReasonMissing):
        plan_services.cancel_seminar(by=ilze, seminar=seminar, reason=" ")
    plan_services.cancel_seminar(by=ilze, seminar=seminar, reason="Pandēmija")
    assert seminar.activity.state == "cancelled"
    assert not seminar.takes_registrations
    with pytest.raises(WrongTransition):
        plan_services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 5))


def test_registration_is_open_until_its_last_day(plan: Maker) -> None:
    seminar = plan(registration_until=date(2020, 6, 15))
    day = date(2020, 6, 15)
    assert seminar.activity.enrolment.is_open_at(at(day, 23))
    assert not seminar.activity.enrolment.is_open_at(at(day + timedelta(days=1), 0))
    assert plan().activity.enrolment.is_open_at(at(date(2020, 6, 18), 9))
    assert not plan(is_published=False).takes_registrations
