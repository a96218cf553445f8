"""A column is found by its heading: as it is called now, as it was called, as people call it."""

import pytest

from darbigas_kopienas.exchange import imports
from darbigas_kopienas.participation.registration import people_list
from seminars.plan.resources import SEMINAR_HEADINGS


@pytest.mark.parametrize(
    ("heads", "place"),
    [
        (["Vārds", "Skola"], 1),
        (["Skola vai iestāde", "Vārds"], 0),
        (["Skola", "Izglītības iestāde vai organizācija"], 1),
        (["Iestāde", "school OR organisation"], 1),
        (["Kas", "Kur"], None),
    ],
)
def test_column_is_found_by_what_people_call_it(heads: list[str], place: int | None) -> None:
    assert imports.places_of(heads, {"school": people_list.HEADINGS["school"]}).get("school") == place


@pytest.mark.parametrize(
    ("heads", "place"), [(["Nosaukums", "Pasniedzēji"], 1), (["Pasniedzēji", "Lektori"], 1), (["Nosaukums"], None)]
)
def test_trainers_are_found_by_the_word_of_older_tables(heads: list[str], place: int | None) -> None:
    assert imports.places_of(heads, SEMINAR_HEADINGS).get("trainers") == place
