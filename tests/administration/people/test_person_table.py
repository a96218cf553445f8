"""People from a table: known ones are met again, nobody is told of whom they do not see, codes never come in."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from darbigas_kopienas.administration.people.register.resources import HEADINGS, PersonResource
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.exchange import imports
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import said
from tests.together import together_times

from .register import As, enter, person, place, school_in

pytestmark = pytest.mark.django_db
Row = Sequence[str]
Send = Callable[..., imports.Preview]
ANNA = ("Anna Kalna", "anna@example.lv", "Saules iestāde", "")
HEADS = ["Name", "E-mail", "School or organisation", "Another person"]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return school_in(daugavpils)


@pytest.fixture
def send(programme: Programme, ilze: User, school: Organisation) -> Send:
    """What came of each row, as Ilze sent them."""

    def sent(*rows: Row, look: bool = False) -> imports.Preview:
        table = imports.Table(*rows, headers=list(HEADINGS))
        act = imports.preview if look else imports.write
        return act(PersonResource(by=ilze, programme=programme), table, HEADINGS)

    return sent


def changes(seen: imports.Preview) -> list[str]:
    return [row.change for row in seen.rows]


def wrong(seen: imports.Preview) -> dict[str, str]:
    return {name: text for row in seen.wrong for name, text in row.errors}


def test_looking_writes_nothing_and_writing_twice_changes_nothing(send: Send, daugavpils: Municipality) -> None:
    rows = (ANNA, ("Baiba Bite", "", "saules IESTADE", ""), ("Bite Baiba", "bb@example.lv", "Saules iestāde", "jā"))
    assert (changes(send(*rows, look=True)), Person.objects.count()) == (["new"] * 3, 0)
    assert changes(send(*rows)) == ["new"] * 3
    assert set(Person.objects.values_list("entered_for", flat=True)) == {daugavpils.pk}
    before = Entry.objects.count()
    assert (changes(send(*rows)), Person.objects.count(), Entry.objects.count()) == (["skip"] * 3, 3, before)


def test_an_empty_address_or_school_is_filled_in(
    send: Send, programme: Programme, ilze: User, janis: User, school: Organisation, in_daugavpils: Scope
) -> None:
    entered = enter(ilze, programme, "Anna Kalna", school)
    place(ilze, in_daugavpils, person("Jānis Kalniņš", janis.email, verified=True, user=janis))
    seen = send(ANNA, ("Jānis Kalniņš", janis.email, "Saules iestāde", ""))
    assert changes(seen) == ["update", "update"]
    entered.refresh_from_db()
    assert (entered.email, Person.objects.get(user=janis).organisation) == ("anna@example.lv", school)


def test_one_address_is_filled_in_and_a_second_is_near(
    send: Send, programme: Programme, ilze: User, school: Organisation
) -> None:
    enter(ilze, programme, "Anna Kalna", school)
    seen = send(ANNA, ("Anna Kalna", "cita@example.lv", "Saules iestāde", ""))
    assert list(wrong(seen)) == ["Name"]
    assert Person.objects.get().email == ""


def test_nobody_gets_another_school_by_a_table(
    send: Send, programme: Programme, ilze: User, daugavpils: Municipality
) -> None:
    enter(ilze, programme, "Anna Kalna", school_in(daugavpils, "Mēness iestāde"), "anna@example.lv")
    assert wrong(send(ANNA)) == {
        "School or organisation": "Anna Kalna (Mēness iestāde) is entered with this school. "
        "Correct it on the page of the person."
    }


@pytest.mark.parametrize(
    ("row", "heading", "sentence"),
    [
        (("Kalna Anna", "kalna@example.lv", "Saules iestāde", ""), "Name", "or “yes” in the column “Another person”"),
        (("Cits Vārds", "anna@example.lv", "Saules iestāde", ""), "E-mail", "This may be Anna Kalna (Saules iestāde)"),
        (("Zane Zile", "", "Saules iestade 2", ""), "School or organisation", "Perhaps it is: Saules iestāde"),
        (("Zane Zile", "", "Pavisam cita", ""), "School or organisation", "Choose one from the list"),
        (("Zane Zile", "", "Ezera iestāde", ""), "School or organisation", "Choose one from the list"),
        (("Zane Zile", "", "", ""), "School or organisation", "Write the school"),
        (("Zane Zile", "nav adrese", "Saules iestāde", ""), "E-mail", "Enter a valid e-mail"),
        (("", "", "Saules iestāde", ""), "Name", "This field is required"),
        (("Zane Zile", "", "Saules iestāde", "varbūt"), "Another person", "Write yes or no"),
        (("Z 010180-12345", "", "Saules iestāde", ""), "Name", "personal codes"),
    ],
)
def test_what_is_wrong_stands_at_its_cell_and_nothing_is_written(
    row: Row, heading: str, sentence: str, send: Send, programme: Programme, ilze: User, school: Organisation,
    rezekne: Municipality,
) -> None:  # fmt: skip
    school_in(rezekne, "Ezera iestāde")
    enter(ilze, programme, "Anna Kalna", school, "anna@example.lv")
    seen = send(("Baiba Bite", "", "Saules iestāde", ""), row)
    assert list(wrong(seen)) == [heading]
    assert sentence in wrong(seen)[heading]
    assert Person.objects.count() == 1


def test_the_same_person_twice_in_a_table_is_said(send: Send) -> None:
    assert wrong(send(ANNA, ANNA)) == {"Name": "The same person appears in the table twice."}


def test_whoever_may_not_be_corrected_is_said(
    send: Send, programme: Programme, ilze: User, karlis: User, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    who = person("Anna Kalna", "anna@example.lv", verified=True)
    place(ilze, in_daugavpils, who)
    assert changes(send(ANNA, look=True)) == ["update"]
    place(karlis, in_rezekne, who)
    assert wrong(send(ANNA)) == {"Name": "You may not correct the data of this person."}


def test_a_table_does_not_tell_of_anybody_known_elsewhere(
    send: Send, programme: Programme, karlis: User, in_rezekne: Scope, rezekne: Municipality, daugavpils: Municipality
) -> None:
    place(karlis, in_rezekne, person("Anna Kalna", "anna@example.lv", verified=True))
    enter(karlis, programme, "Baiba Bite", school_in(rezekne, "Ezera iestāde"), "baiba@example.lv")
    seen = send(ANNA, ("Baiba Bite", "baiba@example.lv", "Saules iestāde", ""))
    assert changes(seen) == ["new", "new"]
    assert Person.objects.filter(entered_for=daugavpils).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_table_at_once_enter_each_person_once(send: Send) -> None:
    seen = together_times(3, lambda: changes(send(ANNA)))
    assert (sorted(seen), Person.objects.count()) == ([["new"], ["skip"], ["skip"]], 1)


# -- the pages -------------------------------------------------------------------------------------
def workbook(*rows: Sequence[object]) -> SimpleUploadedFile:
    book, file = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(file)
    return SimpleUploadedFile("cilveki.xlsx", file.getvalue())


def page_of(programme: Programme) -> str:
    return reverse("administration:person_import", args=[programme.pk])


def template_of(programme: Programme) -> str:
    return reverse("administration:person_template", args=[programme.pk])


def sent(client: Client, programme: Programme, *rows: Sequence[object]) -> Any:
    return client.post(page_of(programme), {"table": workbook(*rows)})


def test_a_table_is_looked_at_and_written(as_: As, ilze: User, programme: Programme, school: Organisation) -> None:
    client = as_(ilze)
    assert client.get(page_of(programme)).status_code == 200
    assert client.get(template_of(programme)).status_code == 200
    look = sent(client, programme, HEADS, ANNA)
    assert (look.status_code, Person.objects.count()) == (200, 0)
    key = {"sealed": look.context["sealed"], "submission_key": "k" * 32}
    written = client.post(page_of(programme), key)
    assert (written.status_code, Person.objects.get().name) == (302, "Anna Kalna")


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ([*HEADS, "Personas kods"], [*ANNA, "nezinu"]),
        ([*HEADS, "Pers. kods"], [*ANNA, "nezinu"]),
        ([*HEADS, "Personal code"], [*ANNA, "nezinu"]),
        ([*HEADS, "p. k."], [*ANNA, "nezinu"]),
        (HEADS, ["Anna Kalna 010180-12345", *ANNA[1:]]),
        (HEADS, [ANNA[0], 32345612345, *ANNA[2:]]),
        (HEADS, [*ANNA[:2], "010180 - 12345", ""]),
        (HEADS, ["Anna, anna@example.lv, 010180-12345", "anna@example.lv", ANNA[2], ""]),
    ],
)
def test_personal_codes_are_refused_before_anything_is_shown(
    heads: list[str], row: list[object], as_: As, ilze: User, programme: Programme, school: Organisation,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    answer = sent(as_(ilze), programme, heads, row)
    assert (answer.status_code, "personal codes" in said(answer)) == (422, True)
    assert "preview" not in answer.context
    page = answer.content.decode()
    assert [code for code in ("12345", "32345612345", "nezinu") if code in page or code in caplog.text] == []


@pytest.mark.parametrize("name", ["anna", "emma", "olga", "janis"])
def test_nobody_else_sends_a_table(name: str, request: pytest.FixtureRequest, as_: As, programme: Programme) -> None:
    client = as_(request.getfixturevalue(name))
    for path in (page_of(programme), template_of(programme)):
        assert client.get(path).status_code == 403
