"""Organisations from a table: looked at first, written whole or not at all; and the register taken along."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from darbigas_kopienas.administration.people.organisations.resources import HEADINGS, OrganisationResource
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.exchange import imports
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Programme

pytestmark = pytest.mark.django_db
KEYS = ("name_lv", "kind", "municipality", "registration_number", "address", "is_another", "name_en")
VARPINA = ("Vārpiņa", "kindergarten", "Daugavpils", "40900011111", "Ielas 1", "", "Ear of Wheat")


def table_of(*rows: tuple[str, ...]) -> imports.Table:
    table = imports.Table(headers=list(KEYS))
    for row in rows:
        table.append([*row, *[""] * (len(KEYS) - len(row))])
    table.lines = list(range(1, len(rows) + 1))
    return table


def written(by: User, programme: Programme, *rows: tuple[str, ...]) -> imports.Preview:
    return imports.write(OrganisationResource(by=by, programme=programme), table_of(*rows), HEADINGS)


def changes(seen: imports.Preview) -> list[str]:
    return [row.change for row in seen.rows]


def wrong(seen: imports.Preview) -> list[tuple[str, str]]:
    return [error for row in seen.rows for error in row.errors]


def test_rows_are_added_and_corrected_and_the_same_table_changes_nothing(
    ilze: User, programme: Programme, spogi: Organisation, daugavpils: Municipality
) -> None:
    another = ("Bitīte", "Biedrība vai nodibinājums", "", "", "", "jā")
    rows = [VARPINA, ("spogu vidusskola", "", "", "", "Skolas 2"), another]
    assert changes(written(ilze, programme, *rows)) == ["new", "update", "new"]
    spogi.refresh_from_db()
    assert (spogi.name_lv, spogi.address, spogi.kind) == ("Špoģu vidusskola", "Skolas 2", "school")
    made = Organisation.objects.get(name_lv="Vārpiņa")
    assert (made.kind, made.municipality, made.registration_number, made.name_en) == (
        "kindergarten", daugavpils, "40900011111", "Ear of Wheat",
    )  # fmt: skip
    assert Organisation.objects.get(name_lv="Bitīte").municipality == daugavpils  # the only one of the writer
    number = Entry.objects.count()
    assert changes(written(ilze, programme, *rows)) == ["skip"] * 3
    assert Entry.objects.count() == number


def test_the_number_finds_its_row_and_the_name_is_corrected(
    ilze: User, programme: Programme, spogi: Organisation
) -> None:
    assert changes(written(ilze, programme, ("Špoģu Mūzikas skola", "", "", "4090 0012 345"))) == ["update"]
    spogi.refresh_from_db()
    assert (spogi.name_lv, spogi.kind) == ("Špoģu Mūzikas skola", "school")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("Vārpiņa", "", "Daugavpils"), "Kind", "Choose what kind"),
        (
            ("Vārpiņa", "castle", "Daugavpils"),
            "Kind",
            "“castle” is not a kind of organisation. Write one of these: school, kindergarten",
        ),
        (("Vārpiņa", "funder", "Daugavpils"), "Kind", "“funder” is not a kind"),
        (("Vārpiņa", "school", "Rēzeknes novads"), "Municipality", "whose register you keep"),
        (("Vārpiņa", "school", "", "", "", "perhaps"), "Another with a similar name", "yes or no"),
        (("", "school"), "Name in Latvian", "required"),
        (("Vārpiņa", "school", "", "LV40900011111"), "Registration number", "without “LV”"),
        (("Vārpiņa", "school", "", "1" * 40), "Registration number", "at most 20"),
        (("Vārpiņa", "school", "", "40900054321"), "Registration number", "is entered already"),
        (("Maltas Pamatskola", "school"), "Name in Latvian", "a register that is not yours"),
        (("Špoģu vidusskola", "", "", "40900099999"), "Registration number", "has another registration number"),
        (("Špoģu vidusskol", "school"), "Name in Latvian", "“Špoģu vidusskola”: write the name just so"),
        (("Višķu tehnikums", "school"), "Name in Latvian", "was merged into “Špoģu vidusskola”"),
    ],
)
def test_what_is_wrong_stands_at_its_cell_and_nothing_is_written(
    row: tuple[str, ...], column: str, words: str, ilze: User, programme: Programme, spogi: Any, malta: Any, merged: Any
) -> None:
    seen = written(ilze, programme, ("Bitīte", "school"), row)
    ((heading, sentence),) = wrong(seen)
    assert (heading, words in sentence) == (column, True), sentence
    assert "Maltas pamatskola" not in sentence
    assert not Organisation.objects.filter(name_lv="Bitīte").exists()


def test_two_rows_that_contradict_each_other_are_refused(
    ilze: User, marta: User, programme: Programme, spogi: Organisation, daugavpils: Municipality
) -> None:
    twice = written(ilze, programme, ("Špoģu vidusskola", "", "", "", "Ielas 1"), ("spogu vidusskola",))
    assert [said for _at, said in wrong(twice)] == ["The same organisation appears in the table twice."]
    Organisation.objects.create(kind="school", name_lv="Bitīte", municipality=daugavpils)
    taken = written(ilze, programme, ("Bitīte", "", "", spogi.registration_number))
    assert "with another registration number" in wrong(taken)[0][1]
    Organisation.objects.create(kind="school", name_lv="bitīte", municipality=daugavpils)
    several = written(ilze, programme, ("BITĪTE", "school"))
    assert "Several organisations" in wrong(several)[0][1]
    nowhere = written(marta, programme, ("Vārpiņa", "school"))
    assert wrong(nowhere) == [("Municipality", "Write in which municipality it is.")]
    assert changes(written(marta, programme, ("Vārpiņa", "Funder", "daugavpils"))) == ["new"]


def test_a_number_is_filled_in_and_what_is_not_one_s_own_may_stand_unchanged(
    ilze: User, programme: Programme, spogi: Organisation
) -> None:
    Organisation.objects.filter(pk=spogi.pk).update(registration_number="")
    assert changes(written(ilze, programme, ("Špoģu vidusskola", "", "", "40900012345"))) == ["update"]
    programme.parties.create(organisation=spogi, role="implementer")
    assert changes(written(ilze, programme, ("Špoģu vidusskola", "", "", "40900012345"))) == ["skip"]
    refused = written(ilze, programme, ("Špoģu vidusskola", "", "", "40900012345", "Ielas 1"))
    assert "programme coordinator" in wrong(refused)[0][1]


# -- the pages --------------------------------------------------------------------------------------------------
def there(programme: Programme, rest: str) -> str:
    return f"/en/administration/programmes/{programme.pk}/organisations/{rest}"


def hidden(page: Any) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_register_taken_along_comes_back_unchanged(
    kind: str, as_: Any, ilze: User, programme: Programme, spogi: Organisation, malta: Organisation
) -> None:
    browser = as_(ilze)
    answer = browser.get(there(programme, f"export/?format={kind}&kind=school"))
    file = SimpleUploadedFile(f"x.{kind}", b"".join(answer))
    page = browser.post(there(programme, "import/"), {"table": file})
    assert (page.status_code, [row.change for row in page.context["preview"].rows]) == (200, ["skip"])


def test_a_look_writes_nothing_and_the_button_all_once(
    as_: Any, ilze: User, karlis: User, programme: Programme
) -> None:
    browser, here = as_(ilze), there(programme, "import/")
    assert browser.get(there(programme, "import/template/")).status_code == 200
    content = "Nosaukums latviski;Name in Latvian;Kind\r\n;Vārpiņa;skola".encode()
    table = "Name in Latvian;Kind;Registration number\r\nVārpiņa;school;40900011111".encode()
    assert browser.post(here, {"table": SimpleUploadedFile("x.csv", content)}).status_code == 422
    page = browser.post(here, {"table": SimpleUploadedFile("x.csv", table)})
    assert (page.status_code, Organisation.objects.filter(name_lv="Vārpiņa").count()) == (200, 0)
    for _press in range(2):
        assert browser.post(here, hidden(page), follow=True).redirect_chain == [(there(programme, ""), 302)]
    assert Entry.objects.filter(verb="organisation.added").count() == 1
    assert as_(karlis).post(here, hidden(page)).status_code == 422


def test_an_unknown_format_is_said(as_: Any, ilze: User, programme: Programme) -> None:
    assert as_(ilze).get(there(programme, "export/?format=pdf")).status_code == 422
