"""Coordinates as people paste them from maps and telephones."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.values.coordinates import NotAPoint, Point, parse_point

DAUGAVPILS = Point(Decimal("55.87140"), Decimal("26.51610"))


@pytest.mark.parametrize(
    "text",
    [
        "55.8714, 26.5161",
        " 55.8714 26.5161\u200e ",
        "55.8714,26.5161",
        "55.8714/26.5161",
        "55,8714 26,5161",
        "55,8714, 26,5161",
        "55,8714; 26,5161",
        "(55.8714, 26.5161)",
        "55.8714° N, 26.5161° E",
        "55.8714 Z 26.5161 A",
        "N55.8714 E26.5161",
        "55.871400000001, 26.516099999999",
        "geo:55.8714,26.5161",
        "https://www.openstreetmap.org/#map=17/55.8714/26.5161",
        "https://www.openstreetmap.org/?mlat=55.8714&mlon=26.5161#map=12/56.1/26.9",
        "https://www.google.com/maps/@55.8714,26.5161,17z",
        "https://www.google.lv/maps/place/X/@56.1,26.9,17z/data=!3m1!4b1!4m5!3m4!8m2!3d55.8714!4d26.5161",
        "https://www.google.com/maps/search/?api=1&query=55.8714%2C26.5161",
        "https://www.google.com/maps/place/55.8714,+26.5161",
        "https://maps.google.com/?q=loc:55.8714,26.5161",
    ],
)
def test_a_point_is_read(text: str) -> None:
    assert parse_point(text) == DAUGAVPILS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N 55°52.28' E 26°31.0'", "55.87133, 26.51667"),
        ("N 55° 52,28’ E 26° 31,0’", "55.87133, 26.51667"),
        ("55°52'17.0\"N 26°30'58.0\"E", "55.87139, 26.51611"),
        ("55°52′17″ 26°30′58″", "55.87139, 26.51611"),
        ("55°52'17''N, 26°30'58''E", "55.87139, 26.51611"),
        ("55.6, 28.3", "55.60000, 28.30000"),
        ("58.1, 20.9", "58.10000, 20.90000"),
    ],
)
def test_degrees_and_minutes_are_read(text: str, expected: str) -> None:
    assert str(parse_point(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "shape"),
        ("Smilšu iela 92", "shape"),
        ("55.8714", "shape"),
        ("56, 26", "shape"),
        ("56,26", "shape"),
        ("55.8714, 26.5161, 12.0", "shape"),
        ("55°61' 26°31'", "shape"),
        ('55 30" 26.5', "shape"),
        ("٥٥.8714, 26.5161", "shape"),
        ("https://www.openstreetmap.org/way/123", "shape"),
        ("55.8714, 26.5161" + " " * 2000, "shape"),
        ("26.5161, 55.8714", "swapped"),
        ("https://www.google.com/maps/@26.5161,55.8714,17z", "swapped"),
        ("54.6872, 25.2797", "outside"),
        ("55.59999, 26.5", "outside"),
        ("https://www.google.com/maps/@-55.8714,26.5161,17z", "outside"),
        ("999.1, 999.1", "outside"),
    ],
)
def test_what_is_no_point_in_latvia_is_refused(text: str, code: str) -> None:
    with pytest.raises(NotAPoint) as refused:
        parse_point(text)
    assert refused.value.code == code
    assert str(refused.value)


def test_where_the_two_changed_places_the_sentence_says_how_it_is_right() -> None:
    with pytest.raises(NotAPoint, match=r"55\.87140, 26\.51610"):
        parse_point("26.5161 55.8714")


@given(st.decimals("55.6", "58.1", places=5, allow_nan=False), st.decimals("20.9", "28.3", places=5, allow_nan=False))
def test_what_is_written_is_read_back(latitude: Decimal, longitude: Decimal) -> None:
    point = Point(latitude, longitude)
    assert parse_point(str(point)) == point
