"""Participants from a table: by the address within one activity, all rows or none."""

from typing import Any

import pytest
import tablib

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.participants.resources import RegistrationResource
from darbigas_kopienas.people.models import User
from tests.builders import register

pytestmark = pytest.mark.django_db
HEADINGS = ["id", "name", "email", "school"]


def taken_in(by: User, activity: Activity, *rows: list[Any]) -> Any:
    table = tablib.Dataset(*rows, headers=HEADINGS)
    resource = RegistrationResource(by=by, activity=activity)
    return resource.import_data(table, rollback_on_validation_errors=True, raise_errors=False)


def stored() -> list[tuple[str, str, str]]:
    return sorted(Registration.objects.values_list("name", "email", "school"))


def test_new_known_and_unchanged_rows(activity: Activity, ilze: User, plan: Any) -> None:
    other = register(by=ilze, activity=plan(title_lv="Cits").activity, name="Cita", email="anna@example.lv")
    register(by=ilze, activity=activity, name="Juris", email="juris@example.lv", school="Skola")
    result = taken_in(
        ilze, activity, [other.pk, "Anna", "Anna@example.lv", "3. vsk"], ["", "Juris U.", "juris@example.lv", "Skola"]
    )
    assert (result.totals["new"], result.totals["update"]) == (1, 1)
    assert stored() == [
        ("Anna", "anna@example.lv", "3. vsk"),
        ("Cita", "anna@example.lv", ""),
        ("Juris U.", "juris@example.lv", "Skola"),
    ]
    assert taken_in(ilze, activity, ["", "Anna", "anna@example.lv", "3. vsk"]).totals["skip"] == 1


@pytest.mark.parametrize(
    "bad",
    [
        ["", "", "b@example.lv", ""],
        ["", "\u200b\u200b", "zw1@example.lv", "Skola"],
        ["", "\u00ad", "shy@example.lv", "Skola"],
        ["", "\u2800", "braille@example.lv", "Skola"],
        ["", "12", "b@example.lv", ""],
        ["", "B", "nav", ""],
        ["", "B", "\u0430@example.lv", ""],
        ["", "B", "a@example.lv", ""],
        ["", "B" * 121, "b@b.lv", ""],
        ["", "B", "", ""],
        ["", "B", f"{'b' * 60}@{'b.' * 120}lv", ""],
        ["", "B", "b@b.lv", "s" * 201],
    ],
)
def test_one_bad_row_stops_all(activity: Activity, ilze: User, bad: list[str]) -> None:
    result = taken_in(ilze, activity, ["", "A", "a@example.lv", ""], bad)
    assert (result.has_validation_errors(), stored()) == (True, [])


def test_a_name_comes_in_as_it_is_seen(activity: Activity, ilze: User) -> None:
    taken_in(ilze, activity, ["", "Anna\u202e kaliņaK", "rlo@example.lv\u200b", "3.\u200b vsk"])
    assert stored() == [("Anna kaliņaK", "rlo@example.lv", "3. vsk")]


def test_an_empty_cell_keeps_the_known_school(activity: Activity, ilze: User) -> None:
    register(by=ilze, activity=activity, name="Juris", email="juris@example.lv", school="Skola")
    taken_in(ilze, activity, ["", "Juris U.", "juris@example.lv", ""])
    assert stored() == [("Juris U.", "juris@example.lv", "Skola")]


def test_karlis_puts_nothing_of_daugavpils_right(activity: Activity, ilze: User, karlis: User) -> None:
    register(by=ilze, activity=activity, name="Slepenā", email="s@example.lv")
    assert list(RegistrationResource(by=karlis, activity=activity).get_queryset()) == []
    taken_in(karlis, activity, ["", "Jauns vārds", "s@example.lv", ""])
    assert stored() == [("Slepenā", "s@example.lv", "")]
