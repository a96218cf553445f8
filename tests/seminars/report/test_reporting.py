from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.services import postpone
from darbigas_kopienas.participation.services import record_attendance
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import from_json, to_json
from seminars.models import Seminar, TrainingProgramme
from seminars.plan import services
from seminars.report.reporting import figures
from tests.builders import at, register
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
JUNE = (date(2020, 6, 1), date(2020, 6, 30))


def held(plan: Maker, by: User, day: date, **counts: int) -> Seminar:
    seminar = plan(by=by, day=day)
    return services.mark_seminar_held(by=by, seminar=seminar, held_on=day, counts=counts)


def test_nothing_held_is_zero_and_an_empty_table(in_daugavpils: Scope) -> None:
    reported = figures(in_daugavpils, *JUNE)
    assert (reported.days, reported.seminars, reported.attendances, reported.unique, reported.hours) == (
        0,
        0,
        0,
        0,
        Decimal(0),
    )
    chapter = reported.chapter()
    assert [figure.value for figure in chapter.figures] == [
        0, 0, 0, 0, Decimal(0), Decimal(0), 0, 0, None, Decimal(0), None,
    ]  # fmt: skip
    assert chapter.table("S.list").rows == ()


def test_days_are_those_of_sessions_and_the_seminar_counts_where_it_ended(
    ilze: User, plan: Maker, in_daugavpils: Scope
) -> None:
    seminar = plan(day=date(2020, 5, 29))
    services.add_day(by=ilze, seminar=seminar, starts_at=at(date(2020, 6, 2), 10), ends_at=at(date(2020, 6, 2), 12))
    services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 2), counts={"teachers": 12})
    may = figures(in_daugavpils, date(2020, 5, 1), date(2020, 5, 31))
    june = figures(in_daugavpils, *JUNE)
    assert (may.days, may.seminars, may.attendances, may.hours) == (1, 0, 0, Decimal(6))
    assert (june.days, june.seminars, june.attendances, june.hours) == (1, 1, 12, Decimal(3))
    both = figures(in_daugavpils, date(2020, 5, 1), date(2020, 6, 30))
    assert (both.days, both.seminars, both.attendances) == (2, 1, 12)


def test_two_seminars_on_one_day_are_two_days(ilze: User, plan: Maker, in_daugavpils: Scope) -> None:
    for _number in range(2):
        held(plan, ilze, date(2020, 6, 4), teachers=5)
    assert figures(in_daugavpils, *JUNE).days == 2


def test_registered_person_seen_twice_is_one_person(ilze: User, plan: Maker, in_daugavpils: Scope) -> None:
    for day in (date(2020, 6, 4), date(2020, 6, 5)):
        seminar = held(plan, ilze, day, parents=3)
        registration = register(by=ilze, activity=seminar.activity, name="Jānis Kalniņš", email="janis@example.lv")
        record_attendance(by=ilze, registration=registration, session=seminar.activity.sessions.get(), hours=Decimal(6))
    reported = figures(in_daugavpils, *JUNE)
    assert (reported.attendances, reported.unique) == (8, 7)


def test_municipalities_stand_apart_and_add_up(
    ilze: User, karlis: User, plan: Maker, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    held(plan, ilze, date(2020, 6, 4), teachers=10)
    seminar = plan(by=karlis, scope=in_rezekne, day=date(2020, 6, 5))
    services.mark_seminar_held(by=karlis, seminar=seminar, held_on=date(2020, 6, 5), counts={"teachers": 7})
    whole = figures(Scope(in_daugavpils.programme_id), *JUNE)
    table = whole.chapter().table("S.municipalities")
    assert [(str(row.cells[0]), *row.cells[1:]) for row in table.rows] == [
        ("Daugavpils", 1, 1, Decimal(6), 10),
        ("Rēzeknes novads", 1, 1, Decimal(6), 7),
    ]
    assert table.total is not None
    assert table.total.cells[1:] == (2, 2, Decimal(12), 17)
    assert figures(in_daugavpils, *JUNE).attendances == 10


def test_seminar_of_the_whole_programme_has_its_own_row(marta: User, plan: Maker, in_daugavpils: Scope) -> None:
    everywhere = Scope(in_daugavpils.programme_id)
    seminar = plan(by=marta, scope=everywhere, day=date(2020, 6, 4))
    services.mark_seminar_held(by=marta, seminar=seminar, held_on=date(2020, 6, 4))
    line = figures(everywhere, *JUNE).lines[0]
    assert (line.municipality.lv, line.municipality.en) == ("Visa programma", "Whole programme")


def test_seminar_kept_without_sessions_has_its_day_and_its_programmes_hours(
    ilze: User, plan: Maker, in_daugavpils: Scope
) -> None:
    training = TrainingProgramme.objects.create(
        programme_id=in_daugavpils.programme_id, title_lv="Programma", academic_hours=8
    )
    for chosen in (training, None):
        seminar = plan(day=date(2020, 6, 4), training_programme=chosen)
        seminar.activity.sessions.all().delete()
        services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 4))
    reported = figures(in_daugavpils, *JUNE)
    assert (reported.days, reported.hours) == (2, Decimal(8))


def test_cancelled_seminar_is_a_deviation_and_nothing_else(
    ilze: User, plan: Maker, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    services.cancel_seminar(by=ilze, seminar=plan(title_en="Families and schools"), reason="Pandēmija")
    postpone(by=ilze, activity=plan().activity, reason="Telpa aizņemta")
    reported = figures(in_daugavpils, *JUNE)
    assert reported.lines == ()
    assert [deviation.lv for deviation in reported.deviations] == [
        "18.06.2020.\u00a0seminārs „Ģimenes un skolas sadarbība” tika atcelts. Iemesls: Pandēmija",
        "18.06.2020.\u00a0seminārs „Ģimenes un skolas sadarbība” tika atlikts. Iemesls: Telpa aizņemta",
    ]
    assert reported.deviations[0].en == "18.06.2020 “Families and schools” was cancelled. Reason: Pandēmija"
    assert figures(in_rezekne, *JUNE).deviations == ()
    assert len(figures(Scope(in_daugavpils.programme_id), *JUNE).deviations) == 2


def test_deviations_come_in_the_order_of_the_days_they_were_planned_for(
    ilze: User, plan: Maker, in_daugavpils: Scope
) -> None:
    for day in (20, 10):
        services.cancel_seminar(by=ilze, seminar=plan(day=date(2020, 6, day)), reason="Pandēmija")
    services.postpone_seminar(by=ilze, seminar=plan(day=date(2020, 6, 15)), reason="Lietus", until=date(2020, 7, 1))
    said = [deviation.en for deviation in figures(in_daugavpils, *JUNE).deviations]
    assert [words[:10] for words in said] == ["10.06.2020", "15.06.2020", "20.06.2020"]
    assert said[1].endswith("was postponed to 01.07.2020. Reason: Lietus")


def test_chapter_survives_json(ilze: User, plan: Maker, in_daugavpils: Scope) -> None:
    held(plan, ilze, date(2020, 6, 4), teachers=10)
    chapter = figures(in_daugavpils, *JUNE).chapter()
    assert from_json(to_json(chapter)) == chapter
    assert chapter.figure("S1").records[0].label == "seminars.seminar"


def test_statements_do_not_grow(ilze: User, plan: Maker, in_daugavpils: Scope) -> None:
    counts = []
    for _round in range(3):
        held(plan, ilze, date(2020, 6, 4), teachers=10)
        with CaptureQueriesContext(connection) as queries:
            figures(in_daugavpils, *JUNE)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 11


def test_academic_hours_are_whole_and_half(plan: Maker) -> None:
    session = plan().activity.sessions.get()
    assert session.academic_hours == Decimal(6)
    session.ends_at = at(date(2020, 6, 18), 11, 5)
    assert session.academic_hours == Decimal("1.5")
    assert Activity.objects.count() == 1
