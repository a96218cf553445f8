"""The file of the list of seminars holds what the list shows: coming, past, of a month, or all."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from tests.seminars.conftest import Maker

As = Callable[[User | None], Client]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Gaidāmais"]),
        ("when=past", ["Notikušais"]),
        ("month=2020-05", ["Notikušais"]),
        ("when=all", ["Notikušais", "Gaidāmais"]),
    ],
)
def test_the_file_is_of_the_time_that_the_list_shows(
    as_: As, ilze: User, plan: Maker, query: str, titles: list[str]
) -> None:
    plan(title_lv="Gaidāmais", day=date(2020, 6, 18))
    plan(title_lv="Notikušais", day=date(2020, 5, 1))
    answer = as_(ilze).get(f"{reverse('seminars:seminar_export')}?format=csv&{query}")
    rows = csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";")
    assert [row[1] for row in rows if row[1:2] and row[1] in {"Gaidāmais", "Notikušais"}] == titles
    page = as_(ilze).get(f"{reverse('seminars:seminar_list')}?{query}").content.decode()
    assert [title for title in ("Notikušais", "Gaidāmais") if title in page] == titles
    if "month" not in query:
        assert f"format=xlsx{'&amp;' if query else ''}{query}" in page
