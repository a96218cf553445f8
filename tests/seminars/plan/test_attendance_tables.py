"""Attendance as a table: taken along by right, sent in whole or not at all."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Attendance
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import register
from tests.seminars.conftest import Maker
from tests.seminars.plan.tables import confirmed, rows_of, table

As = Callable[[User | None], Client]
HOURS = "Vārds, uzvārds;E-pasts;Nodarbība;Akadēmiskās stundas"


@pytest.fixture
def held_seminar(plan: Maker, ilze: User) -> Seminar:
    seminar = plan(day=date(2020, 6, 9))
    for name, email in (("Zenta Ziediņa", "zenta@example.lv"), ("Ģirts Ābele", ""), ("Ģirts Ābele", "g@example.lv")):
        register(by=ilze, activity=seminar.activity, name=name, email=email)
    services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 9))
    return seminar


def place(name: str, seminar: Seminar) -> str:
    return reverse(f"seminars:{name}", args=[seminar.pk])


def test_hours_are_written_by_address_or_by_a_name_that_only_one_has(
    as_: As, ilze: User, held_seminar: Seminar
) -> None:
    client, address = as_(ilze), place("attendance_import", held_seminar)
    lines = ("ZENTA ZIEDINA;;09.06.2020;", "Ģirts;g@example.lv;09.06.2020 10:00;2,5")
    confirmed(client, address, client.post(address, table(HOURS, *lines)))
    hours = Attendance.objects.order_by("registration__email").values_list("registration__email", "hours")
    assert list(hours) == [("g@example.lv", Decimal("2.5")), ("zenta@example.lv", Decimal(6))]
    page = client.post(address, table(HOURS, *lines))
    assert "2\u00a0rindas bez izmaiņām" in page.content.decode()


@pytest.mark.parametrize(
    ("heading", "also"), [("Vārds, uzvārds", "Vārds un uzvārds"), ("Akadēmiskās stundas", "Stundas")]
)
def test_table_with_the_heading_of_before_or_a_short_one_is_read(
    as_: As, ilze: User, held_seminar: Seminar, heading: str, also: str
) -> None:
    client, address = as_(ilze), place("attendance_import", held_seminar)
    head = HOURS.replace(heading, also)
    confirmed(client, address, client.post(address, table(head, "Zenta Ziediņa;;09.06.2020;2")))
    assert Attendance.objects.get().hours == Decimal(2)


def test_the_portals_own_workbook_is_read_back(as_: As, ilze: User, held_seminar: Seminar) -> None:
    client, address = as_(ilze), place("attendance_import", held_seminar)
    confirmed(client, address, client.post(address, table(HOURS, "Zenta Ziediņa;;09.06.2020;2,5")))
    for kind in ("xlsx", "csv"):
        answer: Any = client.get(place("attendance_export", held_seminar), {"format": kind})
        export = b"".join(answer.streaming_content)
        page = client.post(address, {"table": SimpleUploadedFile(f"a.{kind}", export)}).content.decode()
        assert "1\u00a0rinda bez izmaiņām" in page
        assert "0\u00a0rindu ar kļūdām" in page


@pytest.mark.parametrize("hours", ["6,25", "36,5", "99", "999"])
def test_more_hours_than_the_session_lasts_are_told_its_length(
    as_: As, ilze: User, held_seminar: Seminar, hours: str
) -> None:
    """Not that they are no number."""
    page = as_(ilze).post(place("attendance_import", held_seminar), table(HOURS, f"Zenta Ziediņa;;09.06.2020;{hours}"))
    assert page.status_code == 422
    assert "Nodarbības ilgums akadēmiskajās stundās: 6" in page.content.decode()


@pytest.mark.parametrize(
    "line",
    [
        "Ģirts Ābele;;09.06.2020;1",
        "Svešs;svess@example.lv;09.06.2020;1",
        "Zenta Ziediņa;;10.06.2020;1",
        "Zenta Ziediņa;;09.06.2020;-1",
        "Zenta Ziediņa;;09.06.2020;1e1",
        "Zenta Ziediņa;;09.06.2020;NaN",
        "Zenta Ziediņa;;09.06.2020;2.125",
        "Zenta Ziediņa;;09.06.2020;daudz",
        "Zenta Ziediņa;;09.06.2020;1_0",
        "Zenta Ziediņa;;09.06.2020;+2",
        "Zenta Ziediņa;;09.06.2020;４",
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(as_: As, ilze: User, held_seminar: Seminar, line: str) -> None:
    page = as_(ilze).post(place("attendance_import", held_seminar), table(HOURS, line))
    assert (page.status_code, Attendance.objects.count()) == (422, 0)


def test_session_that_is_none_is_told_how_one_is_called(as_: As, ilze: User, held_seminar: Seminar) -> None:
    client, address = as_(ilze), place("attendance_import", held_seminar)
    line = "Zenta Ziediņa;;10.06.2020;1"
    with translation.override("en"):
        english = client.post(place("attendance_import", held_seminar), table(HOURS, line))
    for page, hour in ((client.post(address, table(HOURS, line)), "10.00"), (english, "10:00")):
        assert f"09.06.2020 {hour}." in page.content.decode()
    held_seminar.activity.sessions.update(state="cancelled", held_on=None)
    assert "23.11.2026 10.00." in client.post(address, table(HOURS, line)).content.decode()


def test_twice_in_the_table_is_refused(as_: As, ilze: User, held_seminar: Seminar) -> None:
    line = "Zenta Ziediņa;;09.06.2020;1"
    assert as_(ilze).post(place("attendance_import", held_seminar), table(HOURS, line, line)).status_code == 422


def test_a_closed_period_is_said_at_the_row(as_: As, ilze: User, marta: User, held_seminar: Seminar) -> None:
    with clock.frozen(date(2020, 7, 1)):
        close_period(by=marta, scope=Scope(held_seminar.scope.programme_id), kind=ClosingKind.ACTIVITIES,
                     starts_on=date(2020, 6, 1), ends_on=date(2020, 6, 30))  # fmt: skip
    page = as_(ilze).post(place("attendance_import", held_seminar), table(HOURS, "Zenta Ziediņa;;09.06.2020;1"))
    assert page.status_code == 422
    assert "slēgts" in page.content.decode()


def test_somebody_who_cancelled_meanwhile_stops_the_whole_table(as_: As, ilze: User, held_seminar: Seminar) -> None:
    client, address = as_(ilze), place("attendance_import", held_seminar)
    page = client.post(address, table(HOURS, "Zenta Ziediņa;;09.06.2020;1", "Ģirts;g@example.lv;09.06.2020;1"))
    participation.cancel_registration(
        by=ilze, registration=held_seminar.activity.registrations.get(email="g@example.lv")
    )
    answer = confirmed(client, address, page)
    assert (answer.status_code, Attendance.objects.count()) == (422, 0)


def test_attendance_is_taken_along_by_those_who_read_names(
    as_: As, ilze: User, anna: User, held_seminar: Seminar
) -> None:
    client, address = as_(ilze), place("attendance_import", held_seminar)
    confirmed(client, address, client.post(address, table(HOURS, "Zenta Ziediņa;;09.06.2020;2")))
    rows = rows_of(as_(anna).get(f"{place('attendance_export', held_seminar)}?format=csv"))
    assert [row[:5] for row in rows if "Zenta Ziediņa" in row] == [
        ["Zenta Ziediņa", "zenta@example.lv", "", "09.06.2020 10.00", "2"]
    ]


@pytest.mark.parametrize(
    ("who", "export", "sends"),
    [(None, 302, 302), ("janis", 403, 403), ("karlis", 403, 403), ("anna", 200, 403), ("emma", 403, 403),
     ("olga", 403, 403), ("marta", 200, 200)],
)  # fmt: skip
def test_who_may_what_with_attendance(
    as_: As, request: Any, held_seminar: Seminar, who: str | None, export: int, sends: int
) -> None:
    client = as_(request.getfixturevalue(who) if who else None)
    assert client.get(place("attendance_export", held_seminar)).status_code == export
    assert client.get(place("attendance_import", held_seminar)).status_code == sends
    assert client.get(place("attendance_import_template", held_seminar)).status_code == sends
