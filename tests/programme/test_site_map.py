"""The map of places, without a database: where a marker stands, which share one, what the drawing holds."""

from decimal import Decimal

import pytest

from darbigas_kopienas.programme import latgale_outline as outline
from darbigas_kopienas.programme.models import Site
from darbigas_kopienas.programme.site_map import HEADROOM, MARGIN, WIDTH, View, site_map


def site(point: str = "", name: str = "Vieta") -> Site:
    latitude, longitude = map(Decimal, point.split()) if point else (None, None)
    return Site(name_lv=name, latitude=latitude, longitude=longitude)


def test_without_a_point_there_is_only_the_list() -> None:
    drawn = site_map([site(), site()])
    assert drawn.land is None
    assert [entry.number for entry in drawn.entries] == [0, 0]
    assert site_map([]).entries == []


def test_places_with_a_point_are_numbered_in_their_order() -> None:
    drawn = site_map([site("56.50990 27.33310"), site(), site("55.87140 26.51610")])
    assert [entry.number for entry in drawn.entries] == [1, 0, 2]
    # The northern one first, so that the southern one's head lies over it.
    assert [marker.text for marker in drawn.markers] == ["1", "2"]
    assert drawn.markers[0].path.startswith("M")


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["55.87 26.51", "55.88 26.52"], ["1–2"]),
        (["55.87 26.51", "56.51 27.33", "55.88 26.52"], ["2", "1, 3"]),
        (["55.87 26.51"] * 12, ["1–12"]),
        (["55.87 26.51", "56.51 27.33"] * 4, ["2, 4, 6 +1", "1, 3, 5 +1"]),
    ],
)
def test_places_that_lie_together_share_a_marker(places: list[str], expected: list[str]) -> None:
    assert [marker.text for marker in site_map([site(place) for place in places]).markers] == expected


def test_numbers_are_written_with_a_point_in_every_language() -> None:
    drawn = site_map([site("55.87140 26.51610")])
    assert drawn.land is not None
    words = [*drawn.towns, *drawn.farther, *drawn.neighbours]
    numbers = " ".join([drawn.land.latgale, drawn.land.daugava, *(f"{word.x} {word.y} {word.dot_x}" for word in words)])
    assert "," not in numbers
    assert all(float(word.x) > 0 for word in words)


def test_all_towns_of_latgale_have_room_for_their_names() -> None:
    drawn = site_map([site("55.88360 26.53700"), site("56.12760 27.01390"), site("55.89510 27.16810")])
    assert [town.text for town in drawn.towns] == list(outline.TOWNS)
    assert [str(word.text) for word in drawn.farther] == ["Jēkabpils", "Madona", "Gulbene"]
    assert len(drawn.neighbours) == 5


def test_a_place_outside_latgale_enlarges_the_drawing() -> None:
    near, far = site_map([site("55.87140 26.51610")]), site_map([site("55.87140 26.51610"), site("57.39 21.56")])
    assert far.height < near.height
    assert near.land != far.land
    assert "Ventspils" not in [town.text for town in near.farther]
    assert [word.text for word in far.neighbours] == []
    heads = [float(marker.x) for marker in far.markers]
    assert min(heads) > MARGIN
    assert max(heads) < WIDTH


def test_the_projection_keeps_the_shape() -> None:
    """At 56.4° a degree of longitude is 0.553 of one of latitude."""
    view = View(west=26, south=56, east=28, north=57)
    one, other = view.spot(26, 57), view.spot(28, 56)
    assert (one.x, one.y) == (MARGIN, HEADROOM)
    assert other.x == WIDTH - MARGIN
    assert (other.y - one.y) / (other.x - one.x) == pytest.approx(1 / (2 * 0.553), rel=0.01)


def _crossings(longitude: float, latitude: float, line: outline.Line) -> int:
    """Sides of the outline east of the point, at its height: odd where it lies inside."""
    sides = zip(line, [*line[1:], line[0]], strict=True)
    return sum(
        (one[1] > latitude) != (other[1] > latitude)
        and longitude < one[0] + (latitude - one[1]) / (other[1] - one[1]) * (other[0] - one[0])
        for one, other in sides
    )


@pytest.mark.parametrize("line", [outline.LATGALE, outline.LATVIA])
def test_towns_of_latgale_lie_inside_the_outlines(line: outline.Line) -> None:
    assert [name for name, place in outline.TOWNS.items() if _crossings(*place, line) % 2 == 0] == []


def test_other_towns_lie_in_latvia_and_not_in_latgale() -> None:
    inside = {name for name, place in outline.FARTHER_TOWNS.items() if _crossings(*place, outline.LATVIA) % 2}
    assert inside == set(outline.FARTHER_TOWNS)
    assert not any(_crossings(*place, outline.LATGALE) % 2 for place in outline.FARTHER_TOWNS.values())


def test_the_outline_spans_what_latgale_spans() -> None:
    longitudes, latitudes = zip(*outline.LATGALE, strict=True)
    assert (min(longitudes), max(longitudes)) == pytest.approx((25.8, 28.25), abs=0.05)
    assert (min(latitudes), max(latitudes)) == pytest.approx((55.67, 57.36), abs=0.02)
    assert 60 <= len(outline.LATGALE) <= 120
