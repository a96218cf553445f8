"""Participants from a table: looked at first, written whole or not at all, by those who may manage them."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import VISITOR
from tests.builders import register
from tests.cast import WHO
from tests.participation.participants.conftest import MANAGE

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
HEAD = "Vārds, uzvārds;E-pasts;Skola vai organizācija"
ANNA = "Anna Kalna;anna@example.lv;3. vidusskola"
JURIS = "Juris Upe;juris@example.lv;"


def table(*lines: str) -> dict[str, Any]:
    return {"table": SimpleUploadedFile("d.csv", "\r\n".join(lines).encode(), "text/csv"), "language": "lv"}


def hidden(page: Any) -> dict[str, str]:
    """What the preview's button sends."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def stored() -> list[tuple[str, str, str]]:
    return sorted(Registration.objects.values_list("name", "email", "state"))


def test_a_look_writes_nothing_and_the_button_all_once(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1)
    browser, address = as_(ilze), at("registration_import")
    page = browser.post(address, {**table("Dalībnieki", HEAD, ANNA, "", JURIS), "language": "en"})
    assert (page.status_code, stored(), OutgoingMail.objects.count()) == (200, [], 0)
    assert "2\u00a0jaunas rindas" in page.content.decode()
    for _press in range(2):
        answer = browser.post(address, hidden(page), follow=True)
        assert answer.redirect_chain == [(at("registration_list"), 302)]
    assert stored() == [
        ("Anna Kalna", "anna@example.lv", "confirmed"),
        ("Juris Upe", "juris@example.lv", "waiting"),
    ]
    assert set(Registration.objects.values_list("via", "language", "registered_by")) == {("organiser", "en", ilze.pk)}
    assert set(OutgoingMail.objects.values_list("template", "language")) == {
        ("registration_confirmed", "en"), ("registration_waiting", "en"),
    }  # fmt: skip
    assert Entry.objects.filter(verb="registration.made", actor_id=ilze.pk).count() == 2


def test_the_list_taken_along_comes_back_unchanged(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    register(by=ilze, activity=activity, name="Anna Kalna", email="anna@example.lv", school="3. vidusskola")
    browser = as_(ilze)
    file = b"".join(browser.get(at("registration_export"), {"format": "xlsx"}))
    page = browser.post(
        at("registration_import"), {"table": SimpleUploadedFile("d.xlsx", file), "language": "lv"}
    )  # fmt: skip
    assert (page.status_code, "1\u00a0rinda bez izmaiņām" in page.content.decode()) == (200, True)


def test_one_wrong_row_keeps_all_out_and_is_said_by_its_column(
    as_: As, at: Any, activity: Activity, ilze: User
) -> None:
    page = as_(ilze).post(at("registration_import"), table(HEAD, ANNA, "Juris Upe;nav;", ANNA))
    text = page.content.decode()
    assert (page.status_code, stored(), 'name="sealed"' in text) == (422, [], False)
    assert text.count("<b>E-pasts:</b>") == 2


def test_the_full_and_the_refused_are_said_at_their_rows(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1, has_waiting_list=False, needs_approval=True)
    guest = register(by=VISITOR, activity=activity, name="A", email="anna@example.lv", via="guest")
    services.refuse(by=ilze, registration=guest, reason="Cita grupa")
    register(by=ilze, activity=activity, name="B")
    page = as_(ilze).post(at("registration_import"), table(HEAD, ANNA, JURIS))
    assert page.status_code == 422
    assert "jau ir pieteik" in page.content.decode()
    assert "Visas vietas ir aizņemtas." in page.content.decode()


def test_what_changed_between_the_look_and_the_deed_stops_all(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=2, has_waiting_list=False)
    browser, address = as_(ilze), at("registration_import")
    page = browser.post(address, table(HEAD, ANNA, JURIS))
    register(by=ilze, activity=activity, name="B")
    answer = browser.post(address, hidden(page))
    assert (answer.status_code, stored()) == (422, [("B", "", "confirmed")])


def test_no_more_rows_than_can_wait_behind_the_lock(as_: As, at: Any, ilze: User) -> None:
    page = as_(ilze).post(at("registration_import"), table(HEAD, *[ANNA] * 301))
    assert (page.status_code, "vairāk nekā 300\u00a0rind" in page.content.decode()) == (422, True)


def test_a_page_out_of_date_lets_one_choose_the_file_again(as_: As, at: Any, ilze: User) -> None:
    answer = as_(ilze).post(at("registration_import"), {"sealed": "x", "language": "lv"})
    text = answer.content.decode()
    assert (answer.status_code, "Lapa ir novecojusi" in text, 'name="table"' in text) == (422, True, True)


def test_the_letters_language_is_one_that_there_is(as_: As, at: Any, ilze: User) -> None:
    browser, address = as_(ilze), at("registration_import")
    assert browser.post(address, {**table(HEAD, ANNA), "language": "de"}).status_code == 422
    sealed = hidden(browser.post(address, table(HEAD, ANNA)))
    assert (browser.post(address, {**sealed, "language": "de"}).status_code, stored()) == (422, [])


def test_the_template_can_be_filled_in_and_sent(as_: As, at: Any, ilze: User) -> None:
    browser = as_(ilze)
    book = openpyxl.load_workbook(io.BytesIO(browser.get(at("registration_import_template")).content))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[1].value == "E-pasts")
    for cell, value in zip(head, ANNA.split(";"), strict=True):
        sheet.cell(cell.row + 1, cell.column, value)
    file = io.BytesIO()
    book.save(file)
    page = browser.post(
        at("registration_import"), {"table": SimpleUploadedFile("d.xlsx", file.getvalue()), "language": "lv"}
    )
    browser.post(at("registration_import"), hidden(page))
    assert stored() == [("Anna Kalna", "anna@example.lv", "confirmed")]


@pytest.mark.parametrize("name", WHO)
def test_who_may_send_a_table(as_: As, who: Any, at: Any, ilze: User, name: str) -> None:
    browser = as_(who(name))
    sealed = hidden(as_(ilze).post(at("registration_import"), table(HEAD, ANNA)))
    for page in ("registration_import", "registration_import_template"):
        assert browser.get(at(page)).status_code == MANAGE[name]
    shown = at("registration_import") in as_(who(name)).get(at("registration_list")).content.decode()
    assert shown == (MANAGE[name] == 200)
    browser.post(at("registration_import"), sealed)
    assert stored() == ([("Anna Kalna", "anna@example.lv", "confirmed")] if name == "ilze" else [])
