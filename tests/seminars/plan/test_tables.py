"""Tables of seminars: taken along by filter and right, sent in whole or not at all."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from tests.builders import at, forged
from tests.seminars.conftest import Maker
from tests.seminars.plan.tables import confirmed, rows_of, table

As = Callable[[User | None], Client]
EXPORT, IMPORT = reverse("seminars:seminar_export"), reverse("seminars:seminar_import")
HEAD = "Nosaukums;Diena;Sākums;Beigas;Vieta;Kam;Vietas;Saziņas e-pasts"
GOOD = "Pavasara darbnīca;20.06.2020;10:00;14:00;Mezgls;Pedagogiem;25;ilze@example.lv"


# -- out -------------------------------------------------------------------------------------------
def test_export_holds_the_filtered_rows_of_ones_own(as_: As, ilze: User, plan: Maker) -> None:
    plan(title_lv="Puķes", capacity=20, is_published=False)
    plan(title_lv="=1+1")
    everything = rows_of(as_(ilze).get(f"{EXPORT}?format=csv"))
    assert sorted(row[1] for row in everything if row[:1] == ["18.06.2020"]) == ["'=1+1", "Puķes"]
    only = rows_of(as_(ilze).get(f"{EXPORT}?format=csv&topic=pukes"))
    assert [row[1] for row in only if row[:1] == ["18.06.2020"]] == ["Puķes"]


def test_karlis_gets_nothing_of_daugavpils(as_: As, karlis: User, plan: Maker) -> None:
    plan(title_lv="Puķes")
    assert [row for row in rows_of(as_(karlis).get(f"{EXPORT}?format=csv")) if "Puķes" in row] == []


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("janis", 403), ("emma", 403), ("olga", 403), ("anna", 200)])
def test_who_may_take_the_list_along(as_: As, request: Any, programme: Any, who: str | None, status: int) -> None:
    user = request.getfixturevalue(who) if who else None
    assert as_(user).get(EXPORT).status_code == status


def test_an_unknown_kind_of_file_is_not_there(as_: As, ilze: User) -> None:
    for unknown in ("format=exe", "place=nav-tadas", "when=rit", "skola=1", "free=0"):
        assert as_(ilze).get(f"{EXPORT}?{unknown}").status_code == 422


def test_export_asks_as_much_for_one_as_for_three(
    as_: As, ilze: User, plan: Maker, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plan(title_lv="1")
    client = as_(ilze)
    client.get(EXPORT)
    counts = []
    for _attempt in range(2):
        with CaptureQueriesContext(connection) as asked:
            rows_of(client.get(f"{EXPORT}?format=csv"))
        counts.append(len(asked))
        plan(title_lv="2")
        plan(title_lv="3")
    assert counts[0] == counts[1]


# -- plans in --------------------------------------------------------------------------------------
def test_a_look_writes_nothing_and_the_button_all(as_: As, ilze: User, seminar: Seminar) -> None:
    client = as_(ilze)
    page = client.post(IMPORT, table("Mani plāni", HEAD, GOOD, "", GOOD.replace("Pavasara", "Vasaras")))
    assert (page.status_code, Seminar.objects.count()) == (200, 1)
    answer = confirmed(client, IMPORT, page)
    assert answer.status_code == 302
    made = Seminar.objects.get(activity__title_lv="Pavasara darbnīca")
    assert (made.capacity, made.activity.starts_on, made.contact_email) == (25, date(2020, 6, 20), "ilze@example.lv")
    assert Seminar.objects.count() == 3
    assert Entry.objects.filter(verb="seminar.planned", actor_id=ilze.pk).count() == 3


def test_the_same_table_again_changes_nothing(as_: As, ilze: User, components: Any) -> None:
    client = as_(ilze)
    confirmed(client, IMPORT, client.post(IMPORT, table(HEAD, GOOD)))
    page = client.post(IMPORT, table(HEAD, GOOD))
    assert "1\u00a0rinda bez izmaiņām" in page.content.decode()
    confirmed(client, IMPORT, page)
    assert (Seminar.objects.count(), Entry.objects.filter(verb="seminar.edited").count()) == (1, 0)


def test_a_known_title_and_day_is_corrected_and_moved(as_: As, ilze: User, components: Any) -> None:
    client = as_(ilze)
    confirmed(client, IMPORT, client.post(IMPORT, table(HEAD, GOOD)))
    changed = GOOD.replace("25", "30").replace("14:00", "15:00")
    confirmed(client, IMPORT, client.post(IMPORT, table(HEAD, changed)))
    stored = Seminar.objects.get()
    assert stored.capacity == 30
    assert clock.local(stored.activity.sessions.get().ends_at).hour == 15


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (GOOD.replace("20.06.2020", "31.02.2020"), "Diena"),
        (GOOD.replace("Pedagogiem", "Marsiešiem"), "Kam"),
        (GOOD.replace("14:00", "09:00"), "Beigas"),
        (GOOD.replace("25", "1e5"), "Vietas"),
        (GOOD.replace("25", "1.000"), "Vietas"),
        (GOOD.replace("25", "1_0"), "Vietas"),
        (GOOD.replace("25", "２５"), "Vietas"),
        (GOOD.replace("ilze@example.lv", "ilze"), "Saziņas e-pasts"),
        (GOOD.replace("Pavasara darbnīca", ""), "Nosaukums"),
        (GOOD.replace("20.06.2020", "20.06.2031"), ""),
    ],
)
def test_one_wrong_row_keeps_the_whole_table_out(as_: As, ilze: User, components: Any, line: str, column: str) -> None:
    page = as_(ilze).post(IMPORT, table(HEAD, GOOD, line.replace("Pavasara", "Otrā")))
    text = page.content.decode()
    assert (page.status_code, Seminar.objects.count()) == (422, 0)
    assert "1\u00a0rinda ar kļūdām" in text
    assert 'name="sealed"' not in text
    if column:
        assert f"<b>{column}:</b>" in text


def test_a_thousand_seats_as_the_portal_writes_them(as_: As, ilze: User, components: Any) -> None:
    client = as_(ilze)
    confirmed(client, IMPORT, client.post(IMPORT, table(HEAD, GOOD.replace("25", "1\u00a0000"))))
    assert Seminar.objects.get().capacity == 1000


def test_the_same_seminar_twice_in_the_table_is_refused(as_: As, ilze: User, components: Any) -> None:
    page = as_(ilze).post(IMPORT, table(HEAD, GOOD, GOOD))
    assert page.status_code == 422
    assert "tabulā ir divas reizes" in page.content.decode()


def test_another_municipality_s_seminar_is_never_reached(
    as_: As, ilze: User, karlis: User, in_rezekne: Scope, plan: Maker
) -> None:
    theirs = plan(by=karlis, scope=in_rezekne, title_lv="Pavasara darbnīca", starts_at=at(date(2020, 6, 20), 10),
                  ends_at=at(date(2020, 6, 20), 14), capacity=5)  # fmt: skip
    client = as_(ilze)
    confirmed(client, IMPORT, client.post(IMPORT, table(HEAD, GOOD)))
    assert Seminar.objects.get(pk=theirs.pk).capacity == 5
    assert Seminar.objects.count() == 2


def test_what_was_held_is_not_changed(as_: As, ilze: User, plan: Maker) -> None:
    from seminars.plan import services

    seminar = plan(title_lv="Pavasara darbnīca", day=date(2020, 6, 9))
    services.mark_seminar_held(by=ilze, seminar=seminar, held_on=date(2020, 6, 9))
    page = as_(ilze).post(IMPORT, table(HEAD, GOOD.replace("20.06.2020", "09.06.2020")))
    assert page.status_code == 422


def test_a_sealed_table_is_one_s_own_and_unchanged(as_: As, ilze: User, marta: User, components: Any) -> None:
    page = as_(ilze).post(IMPORT, table(HEAD, GOOD)).content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]  # type: ignore[index]  # it is there
    for client, text in ((as_(ilze), forged(sealed)), (as_(marta), sealed)):
        answer = client.post(IMPORT, {"sealed": text, "where": "programme"})
        assert (answer.status_code, Seminar.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\n\n", "a.csv"),
        (b"viens;divi\n1;2", "a.csv"),
        (HEAD.encode(), "a.csv"),
        (b"PK\x03\x04 not a workbook", "a.xlsx"),
        (b"\x00\x01\x02", "a.csv"),
        (("\n".join([HEAD, *[GOOD] * 1001])).encode(), "a.csv"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.csv"),
    ],
)
def test_what_is_no_table_is_refused_in_words(as_: As, ilze: User, components: Any, content: bytes, name: str) -> None:
    page = as_(ilze).post(IMPORT, {"table": SimpleUploadedFile(name, content)})
    assert (page.status_code, Seminar.objects.count()) == (422, 0)
    assert "Kļūda" in page.content.decode()


def test_a_workbook_with_real_dates_is_read(as_: As, ilze: User, components: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Title", "Day", "From", "To", "Place", "For whom", "Seats", "Contact e-mail"])
    book.active.append(["Stādi", date(2020, 6, 20), at(date(2020, 6, 20), 9, 30).time(), "12:00", "Mezgls", "", 12.0,
                        "ilze@example.lv"])  # fmt: skip
    file = io.BytesIO()
    book.save(file)
    client = as_(ilze)
    page = client.post(IMPORT, {"table": SimpleUploadedFile("plani.xlsx", file.getvalue())})
    confirmed(client, IMPORT, page)
    stored = Seminar.objects.get()
    assert (stored.capacity, clock.local(stored.activity.sessions.get().starts_at).strftime("%d.%m.%Y %H:%M")) == (
        12, "20.06.2020 09:30",
    )  # fmt: skip


def test_the_template_can_be_filled_in_and_sent(as_: As, ilze: User, components: Any) -> None:
    client = as_(ilze)
    given = client.get(reverse("seminars:seminar_import_template"))
    book = openpyxl.load_workbook(io.BytesIO(given.content))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Nosaukums")
    values = dict(zip(HEAD.split(";"), GOOD.split(";"), strict=True))
    for cell in head:
        sheet.cell(cell.row + 1, cell.column, values.get(str(cell.value), ""))
    file = io.BytesIO()
    book.save(file)
    confirmed(client, IMPORT, client.post(IMPORT, {"table": SimpleUploadedFile("v.xlsx", file.getvalue())}))
    assert Seminar.objects.get().title == "Pavasara darbnīca"
