"""A place and its municipality, each said once."""

from decimal import Decimal

import pytest

from darbigas_kopienas.people import places
from darbigas_kopienas.people.models import Municipality

REZEKNE = Municipality(name_lv="Rēzeknes novads", name_en="Rēzekne Municipality")


@pytest.mark.parametrize(
    ("place", "municipality", "expected"),
    [
        ("Kultūras nams", REZEKNE, "Kultūras nams, Rēzeknes novads"),
        ("Kultūras nams, Rēzeknes novads", REZEKNE, "Kultūras nams, Rēzeknes novads"),
        ("kultūras nams, rezeknes NOVADS", REZEKNE, "kultūras nams, rezeknes NOVADS"),
        ("Hall, Rēzekne Municipality", REZEKNE, "Hall, Rēzekne Municipality"),
        ("Kultūras nams, ", REZEKNE, "Kultūras nams, Rēzeknes novads"),
        ("Kultūras nams", None, "Kultūras nams"),
        ("", REZEKNE, "Rēzeknes novads"),
        ("", None, ""),
    ],
)
def test_each_is_said_once(place: str, municipality: Municipality | None, expected: str) -> None:
    assert places.where(place, municipality) == expected


def test_map_is_asked_by_the_whole_address_and_for_no_municipality_alone() -> None:
    expected = "https://www.openstreetmap.org/search?query=Kult%C5%ABras+nams%2C+R%C4%93zeknes+novads"
    assert places.map_url("Kultūras nams", REZEKNE) == expected
    assert [places.map_url(" ", municipality) for municipality in (REZEKNE, None)] == ["", ""]


def test_a_point_is_shown_with_its_marker() -> None:
    expected = "https://www.openstreetmap.org/?mlat=55.87140&mlon=26.51610#map=17/55.87140/26.51610"
    assert places.point_url(Decimal("55.8714"), Decimal("26.51610")) == expected
