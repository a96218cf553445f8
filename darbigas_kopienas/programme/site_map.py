"""The map of a programme's places: plain shapes for the template, drawn from our own lines; nothing is fetched.

Degrees become units of the drawing by an equirectangular projection, true to shape at 56.4° north. The drawing shows
all of Latgale, and more where a place lies outside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, radians
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Text

from . import latgale_outline as outline
from .sites import Site

WIDTH = 400  # units of the drawing; about as many pixels on a desk
MARGIN = 12  # units between what must be seen and the edge
HEADROOM = 40  # above it: a marker stands on its point
_NARROWING = cos(radians(56.4))
_ROOM_EAST, _ROOM_NORTH = 0.16, 0.05  # degrees: nothing stands nearer to the edge
_CHARACTER = 7.3  # units: how wide a letter of a town's name is
_DIGIT = 7.5
_HEAD = 12  # half the height of a marker's head
_NEAR_ENOUGH = 220  # units for a degree: from here there is room for words around Latgale
_MOST_NUMBERS = 3  # numbers or spans in one marker
Box = tuple[float, float, float, float]

# Faint words outside Latgale, where they stand on the map of it.
_NEIGHBOURS: tuple[tuple[Text, float, float], ...] = (
    (_("Russia"), 28.06, 56.93),
    (_("Belarus"), 27.86, 55.70),
    (_("Lithuania"), 25.94, 55.80),
    ("Vidzeme", 26.38, 57.02),
    (_("Selonia"), 25.93, 56.26),
)


class Spot(NamedTuple):
    """In units of the drawing, from its upper left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class View:
    """What part of the world is drawn, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Units for a degree of latitude."""
        return (WIDTH - 2 * MARGIN) / ((self.east - self.west) * _NARROWING)

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale + HEADROOM + MARGIN)

    def spot(self, longitude: float, latitude: float) -> Spot:
        x = MARGIN + (longitude - self.west) * _NARROWING * self.scale
        return Spot(round(x, 1), round(HEADROOM + (self.north - latitude) * self.scale, 1))

    def contains(self, spot: Spot) -> bool:
        return 0 < spot.x < WIDTH and 0 < spot.y < self.height


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside its point. Numbers are texts: a page in Latvian would write them with a comma."""

    text: Text
    x: str
    y: str
    anchor: str = "middle"
    """SVG's `text-anchor`."""
    dot_x: str = ""
    dot_y: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """The lines of the drawing, as SVG paths."""

    sea: str
    latvia: str
    latgale: str
    daugava: str
    lakes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Marker:
    """A pin on one place, or on several that lie too near each other to be told apart."""

    text: str
    path: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the list; the number is that of its marker, 0 without one."""

    number: int
    site: Site


@dataclass(frozen=True, slots=True)
class SiteMap:
    """`land` is None where no place has a point: then there is only the list."""

    entries: Sequence[Entry]
    land: Land | None = None
    markers: Sequence[Marker] = ()
    towns: Sequence[Label] = ()
    farther: Sequence[Label] = ()
    neighbours: Sequence[Label] = ()
    height: int = 0
    width: int = WIDTH


@dataclass(slots=True)
class _Cluster:
    at: Spot
    numbers: list[int] = field(default_factory=list)


def site_map(sites: Iterable[Site]) -> SiteMap:
    """In the order given; asks nothing of the database."""
    entries, number = [], 0
    for site in sites:
        number += site.point is not None
        entries.append(Entry(number if site.point else 0, site))
    points = {
        entry.number: (float(entry.site.point.longitude), float(entry.site.point.latitude))
        for entry in entries
        if entry.site.point
    }
    if not points:
        return SiteMap(entries)
    view = _view_of(points.values())
    clusters = _clusters({number: view.spot(*point) for number, point in points.items()})
    taken = [_box_of(cluster) for cluster in clusters]
    towns = list(_labels(view, outline.TOWNS, ("start", "end"), taken))
    return SiteMap(
        entries=entries,
        land=_land(view),
        markers=[_marker(cluster) for cluster in sorted(clusters, key=lambda cluster: cluster.at.y)],
        towns=towns,
        farther=list(_labels(view, outline.FARTHER_TOWNS, ("end", "start"), taken)),
        neighbours=list(_neighbours(view)),
        height=view.height,
    )


def _view_of(points: Iterable[tuple[float, float]]) -> View:
    around = [
        (longitude + side * _ROOM_EAST, latitude + side * _ROOM_NORTH)
        for longitude, latitude in points
        for side in (-1, 1)
    ]
    longitudes, latitudes = zip(*outline.LATGALE, *around, strict=True)
    return View(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


@lru_cache(maxsize=32)
def _land(view: View) -> Land:
    def closed(line: outline.Line) -> str:
        return _path([view.spot(*point) for point in line], is_closed=True)

    return Land(
        sea=closed(outline.SEA),
        latvia=closed(outline.LATVIA),
        latgale=closed(outline.LATGALE),
        daugava=_path([view.spot(*point) for point in outline.DAUGAVA], is_closed=False),
        lakes=[closed(lake) for lake in outline.LAKES],
    )


def _path(spots: Sequence[Spot], *, is_closed: bool) -> str:
    """Round bends: a curve from the middle of each stretch to the middle of the next."""
    around = [*spots[1:], spots[0]] if is_closed else spots[1:]
    middles = [
        f"{(spot.x + following.x) / 2:.1f} {(spot.y + following.y) / 2:.1f}"
        for spot, following in zip(spots, around, strict=False)
    ]
    if is_closed:
        curves = zip([*spots[1:], spots[0]], [*middles[1:], middles[0]], strict=True)
        return f"M{middles[0]}" + "".join(f"Q{spot.x} {spot.y} {middle}" for spot, middle in curves) + "Z"
    curves = zip(spots[1:-1], middles[1:], strict=True)
    start, end = spots[0], spots[-1]
    line = "".join(f"Q{spot.x} {spot.y} {middle}" for spot, middle in curves)
    return f"M{start.x} {start.y}L{middles[0]}{line}L{end.x} {end.y}"


def _clusters(spots: dict[int, Spot]) -> list[_Cluster]:
    """Places whose markers would lie on each other share one, which stands on the first of them."""
    clusters: list[_Cluster] = []
    for number, spot in spots.items():
        near = (cluster for cluster in clusters if _is_near(cluster.at, spot))
        cluster = next(near, None)
        if cluster is None:
            cluster = _Cluster(spot)
            clusters.append(cluster)
        cluster.numbers.append(number)
    return clusters


def _is_near(spot: Spot, other: Spot) -> bool:
    return abs(spot.x - other.x) < 2.5 * _HEAD and abs(spot.y - other.y) < 2 * _HEAD


def _spans(numbers: Sequence[int]) -> str:
    """`1–3, 5`; what does not fit is counted: `1, 3, 5 +4`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    shown = ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans[:_MOST_NUMBERS])
    rest = sum(len(span) for span in spans[_MOST_NUMBERS:])
    return f"{shown} +{rest}" if rest else shown


def _half_width(cluster: _Cluster) -> float:
    """Of the straight part of the head."""
    text = _spans(cluster.numbers)
    return 0 if len(text) <= 2 else round(len(text) * _DIGIT / 2 - _HEAD / 2, 1)  # noqa: PLR2004  two digits fit


def _box_of(cluster: _Cluster) -> Box:
    half = _half_width(cluster) + _HEAD
    return cluster.at.x - half, cluster.at.y - 33, cluster.at.x + half, cluster.at.y - 11


def _marker(cluster: _Cluster) -> Marker:
    (x, y), half = cluster.at, _half_width(cluster)
    if half < _HEAD / 2:  # a drop
        path = f"M{x} {y}l-7.2-11.4a{_HEAD} {_HEAD} 0 1 1 14.4 0z"
    else:
        arc = f"a{_HEAD} {_HEAD} 0 0 1 0"
        path = f"M{x} {y}l-6-9H{x - half:.1f}{arc}-24H{x + half:.1f}{arc} 24H{x + 6:.1f}z"
    return Marker(_spans(cluster.numbers), path, f"{x:.1f}", f"{y - 16.5:.1f}")


def _labels(
    view: View, towns: dict[str, tuple[float, float]], anchors: Sequence[str], taken: list[Box]
) -> Iterator[Label]:
    """Beside its dot on the first side that is free; a town that has no room is left out."""
    for name, place in towns.items():
        dot = view.spot(*place)
        wide = len(name) * _CHARACTER
        for anchor in anchors if view.contains(dot) else ():
            x = dot.x + 6 if anchor == "start" else dot.x - 6
            left = x if anchor == "start" else x - wide
            box = (left, dot.y - 7, left + wide, dot.y + 7)
            if left > 0 and left + wide < WIDTH and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield Label(name, f"{x:.1f}", f"{dot.y + 4.5:.1f}", anchor, f"{dot.x:.1f}", f"{dot.y:.1f}")
                break


def _overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _neighbours(view: View) -> Iterator[Label]:
    for text, longitude, latitude in _NEIGHBOURS if view.scale >= _NEAR_ENOUGH else ():
        spot = view.spot(longitude, latitude)
        yield Label(text, f"{spot.x:.1f}", f"{spot.y:.1f}")
