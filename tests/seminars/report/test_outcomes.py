"""What came of seminars, as the report tells it: kinds, origins, hours, papers, evaluation, cost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas import rooms
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.services import record_attendance
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import present
from darbigas_kopienas.rooms import Room
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.figures import from_json, to_json
from seminars.models import Certificate, Evaluation, Seminar, TrainingProgramme
from seminars.plan.reporting import cost_of
from seminars.plan.services import mark_seminar_held
from seminars.report.reporting import figures
from tests.builders import register
from tests.seminars.conftest import Maker

pytestmark = pytest.mark.django_db
JUNE = (date(2020, 6, 1), date(2020, 6, 30))


@pytest.fixture
def money(monkeypatch: pytest.MonkeyPatch) -> dict[int, Decimal]:
    """Euros booked by activity; tests put them in."""
    booked: dict[int, Decimal] = {}
    ledger = Room(name="budget", spending=lambda pks: {pk: booked[pk] for pk in pks if pk in booked})
    monkeypatch.setitem(rooms._rooms, "budget", ledger)
    return booked


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(
        kind="school", name_lv="Saules skola", name_en="Sun school", municipality=daugavpils
    )


def held(plan: Maker, by: User, day: date, people: list[dict[str, Any]] = [], **more: Any) -> Seminar:  # noqa: B006 - only read
    """A seminar held on the day; each of the people was seen for six hours."""
    counts = more.pop("counts", {})
    seminar = plan(day=day, **more)
    for person in people:
        place = register(by=by, activity=seminar.activity, **person)
        record_attendance(by=by, registration=place, session=seminar.activity.sessions.get(), hours=Decimal(6))
    return mark_seminar_held(by=by, seminar=seminar, held_on=day, counts=counts)


def cells(table: Any) -> list[tuple[Any, ...]]:
    return [tuple(str(cell) if i == 0 else cell for i, cell in enumerate(row.cells)) for row in table.rows]


def test_seminars_stand_by_kind_and_audience(
    plan: Maker, ilze: User, programme: Programme, in_daugavpils: Scope
) -> None:
    def training(**more: Any) -> TrainingProgramme:
        return TrainingProgramme.objects.create(programme=programme, title_lv="P", academic_hours=6, **more)

    approved = training(type="A", approval_number="1", approved_on=date(2019, 1, 1))
    for chosen, audience in ((approved, "teachers"), (approved, "teachers"), (training(), "mixed"), (None, "mixed")):
        held(plan, ilze, date(2020, 6, 4), training_programme=chosen, audience_group=audience)
    table = figures(in_daugavpils, *JUNE).chapter().table("S.kinds")
    assert [(str(row.cells[0]), str(row.cells[1]), row.cells[2]) for row in table.rows] == [
        ("Saskaņota A programma", "pedagogiem", 2),
        ("Cita apmācību programma", "jauktām iedzīvotāju grupām", 1),
        ("Bez apmācību programmas", "jauktām iedzīvotāju grupām", 1),
    ]
    assert table.total is not None
    assert table.total.cells[2] == 4


def test_origins_add_up_to_the_whole_and_the_unknown_are_shown(
    plan: Maker, ilze: User, in_daugavpils: Scope, school: Organisation, rezekne: Municipality
) -> None:
    other = Organisation.objects.create(kind="school", name_lv="Mēness skola", municipality=rezekne)
    janis = {"name": "Jānis", "email": "janis@x.lv"}
    held(plan, ilze, date(2020, 6, 4), [{**janis, "organisation": school}, {"name": "Nav", "school": "manas mājas"}])
    with clock.frozen(date(2020, 6, 11)):  # he has moved to another school
        moved = [{**janis, "organisation": other}]
        held(plan, ilze, date(2020, 6, 11), moved, counts={"teachers": 5})
    reported = figures(in_daugavpils, *JUNE)
    chapter = reported.chapter()
    assert (reported.attendances, reported.unique) == (8, 7)
    assert cells(chapter.table("S.from_municipalities")) == [
        ("Daugavpils", 1, 0),
        ("Rēzeknes novads", 1, 1),
        ("Nav norādīts", 1, 1),
        ("Saskaitīti bez vārdiem", 5, 5),
    ]
    schools = chapter.table("S.from_schools")
    assert [(cell[0], cell[2], cell[3]) for cell in cells(schools)] == [
        ("Iestādes, no kurām ir mazāk nekā 3\u00a0dalībnieki", 2, 1),  # a reader who knows the place would know them
        ("Nav norādīts", 1, 1),
        ("Saskaitīti bez vārdiem", 5, 5),
    ]
    for name in ("S.from_municipalities", "S.from_schools"):
        total = chapter.table(name).total
        assert total is not None
        assert total.cells[-2:] == (reported.attendances, reported.unique)
    assert "manas mājas" not in str(to_json(chapter))  # what somebody typed is no register


def test_odd_attendance_is_no_attendance(plan: Maker, ilze: User, in_daugavpils: Scope, school: Organisation) -> None:
    held(plan, ilze, date(2020, 6, 4), [{"name": "A", "email": "a@x.lv", "organisation": school}])
    Attendance.objects.update(oddity="same_device")
    reported = figures(in_daugavpils, *JUNE)
    assert (reported.attendances, reported.municipalities, reported.chapter().figure("S6").value) == (0, (), Decimal(0))


def test_hours_papers_evaluation_and_cost_stand_beside_each_seminar(
    plan: Maker, ilze: User, in_daugavpils: Scope, money: dict[int, Decimal]
) -> None:
    people = [{"name": name, "email": f"{name}@x.lv"} for name in ("a", "b", "c")]
    seminar = held(plan, ilze, date(2020, 6, 4), people, planned_cost=Decimal("200.00"))
    quiet = held(plan, ilze, date(2020, 6, 5), title_lv="Kluss")
    money[seminar.activity_id] = Decimal("100.00")
    for number, place in enumerate(Registration.objects.filter(activity=seminar.activity).order_by("pk")):
        Certificate.objects.create(
            seminar=seminar, registration=place, kind="attendance" if number else "certificate", number=f"N{number}",
            holder=place.name, hours=Decimal(6), facts={}, issued_on=date(2020, 6, 5),
        )  # fmt: skip
        Evaluation.objects.create(seminar=seminar, usefulness=5, content=4)
    for _answer in range(2):  # too few to be shown
        Evaluation.objects.create(seminar=quiet, usefulness=1)
    Certificate.objects.filter(number="N2").update(state="revoked", ended_at=clock.now(), reason="Kļūda")
    chapter = figures(in_daugavpils, *JUNE).chapter()
    assert [chapter.figure(f"S{number}").value for number in range(6, 13)] == [
        Decimal(18), 1, 1, Decimal("4.5"), Decimal("200.00"), Decimal("100.00"), Decimal("33.33"),
    ]  # fmt: skip
    table = chapter.table("S.outcomes")
    assert [row.cells[1:] for row in table.rows] == [
        (Decimal(18), 1, 1, Decimal("4.5"), Decimal("200.00"), Decimal("100.00"), Decimal("33.33")),
        (Decimal(0), 0, 0, None, None, Decimal("0.00"), None),
    ]
    assert [record.pk for record in chapter.figure("S9").records] == [seminar.pk]
    assert [record.pk for record in chapter.figure("S11").records] == [seminar.pk]
    assert from_json(to_json(chapter)) == chapter
    cost = cost_of(seminar, 3)
    assert (cost.planned, cost.booked, cost.each) == (Decimal("200.00"), Decimal("100.00"), Decimal("33.33"))
    assert cost_of(quiet, 0).each is None


def test_statements_do_not_grow_with_people_and_papers(
    plan: Maker, ilze: User, in_daugavpils: Scope, school: Organisation
) -> None:
    counts = []
    for number in range(3):
        people = [{"name": "A", "email": f"a{number}{at}@x.lv", "organisation": school} for at in range(2)]
        seminar = held(plan, ilze, date(2020, 6, 4), people)
        place = Registration.objects.filter(activity=seminar.activity).earliest("pk")
        Certificate.objects.create(
            seminar=seminar, registration=place, kind="certificate", number=f"N{number}", holder="A",
            hours=Decimal(6), facts={}, issued_on=date(2020, 6, 5),
        )  # fmt: skip
        Evaluation.objects.create(seminar=seminar, usefulness=5)
        with CaptureQueriesContext(connection) as queries:
            figures(in_daugavpils, *JUNE)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 11
    assert Person.objects.count() == 0


def test_nothing_planned_is_no_plan_and_a_mean_keeps_its_place(
    plan: Maker, ilze: User, in_daugavpils: Scope, money: dict[int, Decimal]
) -> None:
    seminar = held(plan, ilze, date(2020, 6, 4), [])
    for _answer in range(3):
        Evaluation.objects.create(seminar=seminar, usefulness=4)
    chapter = figures(in_daugavpils, *JUNE).chapter()
    assert "S10" not in {figure.code for figure in chapter.figures}
    table = chapter.table("S.outcomes")
    assert "Plānotās izmaksas" not in [str(column.name) for column in table.columns]
    assert all("S10" not in row.codes for row in table.rows)
    assert present.value(chapter.figure("S9")) == "4,0"
    assert present.table(table).rows[0].cells[4].text == "4,0"


@pytest.mark.parametrize(("people", "named"), [(2, False), (3, True)])
def test_institution_is_named_from_three_people_on(
    plan: Maker, ilze: User, in_daugavpils: Scope, people: int, named: bool
) -> None:
    school = Organisation.objects.create(kind="kindergarten", name_lv="Bitīte", name_en="Bee")
    guests = [{"name": f"g{n}", "email": f"g{n}@x.lv", "organisation": school} for n in range(people)]
    held(plan, ilze, date(2020, 6, 4), guests)
    shown = [row[0] for row in cells(figures(in_daugavpils, *JUNE).chapter().table("S.from_schools"))]
    assert shown == ["Bitīte" if named else "Iestādes, no kurām ir mazāk nekā 3\u00a0dalībnieki"]
