from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from community_events import services
from community_events.reporting import figures
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.figures import TextPair, from_json, to_json

from .conftest import DAY, Maker
from .pictures import jpeg

JUNE = (date(2020, 6, 1), date(2020, 6, 30))
pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(programme: Programme) -> Scope:
    return Scope(programme.pk)


@pytest.fixture
def two(log: Maker, karlis: User, in_rezekne: Scope, ilze: User) -> None:
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola")
    first = log(counts={"children": 20, "parents": 15}, unique_people=30, title_en="Planting")
    first.activity.organisations.add(school)
    with clock.frozen(date(2020, 7, 1)):
        log(by=karlis, scope=in_rezekne, title="Talka", counts={"children": 5, "media": 1}, held_on=date(2020, 6, 30))
    log(type="symposium", title="Simpozijs", counts={"teachers": 40})
    log(title="Maijā", held_on=date(2020, 5, 31))


def test_figures_of_the_whole_programme(two: None, whole: Scope) -> None:
    reported = figures(whole, *JUNE)
    assert (reported.held, reported.attendances, reported.unique) == (3, 35 + 6 + 40, 30 + 6 + 40)
    assert reported.held_by_type == {
        "mobilisation": 2,
        "social_entrepreneurship": 0,
        "symposium": 1,
        "partner_meeting": 0,
    }
    assert [(event.day, event.title.lv, event.attendances, event.unique) for event in reported.events] == [
        (DAY, "Puķu stādīšana", 35, 30),
        (DAY, "Simpozijs", 40, 40),
        (date(2020, 6, 30), "Talka", 6, 6),
    ]


def test_figures_of_one_municipality(two: None, in_rezekne: Scope) -> None:
    reported = figures(in_rezekne, *JUNE)
    assert [event.title.lv for event in reported.events] == ["Talka"]


def test_chapters_of_components_3_and_6(two: None, whole: Scope) -> None:
    three, six = figures(whole, *JUNE).chapters()
    assert [(figure.code, figure.value) for figure in three.figures] == [("E1", 2), ("E2", 41), ("E3", 36), ("E4", 1)]
    assert [(figure.code, figure.value) for figure in six.figures] == [("E6", 1), ("E7", 40), ("E8", 40), ("E9", 0)]
    assert (three.component_label, six.component_label) == ("3", "6")
    assert {record.text.en for record in three.figure("E1").records} == {"Planting", ""}
    table = three.table("events-3")
    assert table.total is not None
    assert table.total.cells[-2:] == (41, 36)
    assert [row.cells[1] for row in table.rows] == [TextPair("Puķu stādīšana", "Planting"), TextPair("Talka", "")]
    assert [row.cells[1:] for row in three.table("events-3-municipalities").rows] == [(1, 35, 30), (1, 6, 6)]
    assert [row.cells[1] for row in three.table("events-3-groups").rows] == [25, 15, 1]
    assert from_json(to_json(three)) == three


def test_groups_of_one_municipality_have_no_table_of_municipalities(two: None, in_rezekne: Scope) -> None:
    codes = [table.code for table in figures(in_rezekne, *JUNE).chapter("3").tables]
    assert codes == ["events-3", "events-3-types", "events-3-groups"]


def test_a_period_without_events(whole: Scope) -> None:
    reported = figures(whole, *JUNE)
    chapter = reported.chapter()
    assert (reported.held, reported.unique, chapter.tables) == (0, 0, ())
    assert [figure.value for figure in chapter.figures] == [0, 0, 0, 0]
    assert chapter.paragraphs[0].en == "No events were held in this period."


def test_an_event_under_another_component_gets_its_own_chapter(
    log: Maker, whole: Scope, components: dict[str, Component]
) -> None:
    log(component=components["4"])
    chapters = figures(whole, *JUNE).chapters()
    assert [(chapter.component_label, chapter.figures[0].code) for chapter in chapters] == [
        ("3", "E1"),
        ("6", "E6"),
        ("4", "E11"),
    ]


def test_a_programme_wide_event_is_named_so(log: Maker, marta: User, whole: Scope) -> None:
    log(by=marta, scope=whole, type="symposium")
    log(type="symposium")
    table = figures(whole, *JUNE).chapter("6").table("events-6-municipalities")
    assert {str(row.cells[0]) for row in table.rows} == {"Daugavpils", str(_("whole programme"))}


def test_deviations_by_the_day_they_were_to_happen(ilze: User, in_daugavpils: Scope, components: Any) -> None:
    def plan(title: str, day: date) -> Any:
        return services.plan_event(by=ilze, scope=in_daugavpils, title=title, starts_on=day, type="mobilisation")

    services.postpone_event(by=ilze, event=plan("B", date(2020, 6, 12)), reason="Covid-19")
    services.postpone_event(by=ilze, event=plan("A", date(2020, 6, 11)), reason="Covid-19", until=date(2020, 7, 1))
    services.move_event_online(by=ilze, event=plan("C", date(2020, 6, 13)), reason="Covid-19")
    services.cancel_event(by=ilze, event=plan("D", date(2020, 6, 14)), reason="Lietus")
    services.cancel_event(by=ilze, event=plan("E", date(2020, 7, 14)), reason="Lietus")
    english = [deviation.en for deviation in figures(in_daugavpils, *JUNE).chapter("3").deviations]
    assert english == [
        "11.06.2020 “A” was postponed to 01.07.2020. Reason: Covid-19",
        "12.06.2020 “B” was postponed. Reason: Covid-19",
        "13.06.2020 “C” was moved online. Reason: Covid-19",
        "14.06.2020 “D” was cancelled. Reason: Lietus",
    ]


def test_only_cleared_photos_reach_the_report(log: Maker, ilze: User, in_daugavpils: Scope) -> None:
    for consent in ("unknown", "cleared", "refused"):
        upload = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
        photo = evidence.stage(by=ilze, upload=upload, scope=in_daugavpils, kind="photo")
        log(title=consent, photos=[photo], consent=consent)
    photos = figures(in_daugavpils, *JUNE).chapter("3").photos
    assert [photo.caption.lv for photo in photos] == ["cleared"]


def test_statements_do_not_grow(log: Maker, whole: Scope, django_assert_max_num_queries: Any) -> None:
    log()
    with django_assert_max_num_queries(8):
        figures(whole, *JUNE)
    log()
    log(type="symposium")
    with django_assert_max_num_queries(8):
        figures(whole, *JUNE)
