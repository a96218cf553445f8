"""Draws the portal's own marks: the star of eight rhombi, the woven field behind the front page, the belt.

Own design after Auseklis, the morning star of Latgale's weaving. Run: python scripts/make_ornament.py
"""

from math import cos, pi, sin
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[1] / "static" / "img"
LAKE, SUN, DEEP = "#14798a", "#f4a944", "#083c46"


def star(center: float, length: float, colours: tuple[str, str]) -> str:
    """Eight rhombi round a point, two colours in turn; `length` is a rhombus's side."""
    rhombi = []
    for number in range(8):
        (ax, ay), (bx, by) = (
            (length * cos(pi / 8 + pi / 4 * (number + side)), length * sin(pi / 8 + pi / 4 * (number + side)))
            for side in (0, 1)
        )
        points = ((0.0, 0.0), (ax, ay), (ax + bx, ay + by), (bx, by))
        outline = " ".join(f"{center + x:.2f},{center + y:.2f}" for x, y in points)
        rhombi.append(f'<polygon points="{outline}" fill="{colours[number % 2]}"/>')
    return "".join(rhombi)


def field(size: int) -> str:
    """Nested eight-pointed stars stitched cell by cell, fading outwards."""
    bands: dict[int, list[str]] = {}
    for y in range(-size, size + 1):
        start, current = -size, -1
        for x in range(-size, size + 2):
            reach = min(max(abs(x), abs(y)), (abs(x) + abs(y)) / 2**0.5)
            band = int(reach / 2.35) if x <= size else -1
            if band != current:
                if current >= 0 and current % 2 == 0:
                    bands.setdefault(current, []).append(f"M{start + size} {y + size}h{x - start}v1h{start - x}z")
                start, current = x, band
    paths = []
    for band, cells in sorted(bands.items()):
        colour = SUN if band in (0, 4) else "#2f9aa8"
        paths.append(f'<path fill="{colour}" opacity="{max(0.08, 0.95 - band * 0.085):.2f}" d="{"".join(cells)}"/>')
    return "".join(paths)


def main() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}">{2}</svg>\n'
    (IMAGES / "mark.svg").write_text(svg.format(40, 40, star(20, 10.6, (LAKE, SUN))))
    tile = f'<rect width="40" height="40" rx="9" fill="{DEEP}"/>' + star(20, 8.6, ("#4fb6c2", SUN))
    (IMAGES / "favicon.svg").write_text(svg.format(40, 40, tile))
    size = 30
    (IMAGES / "hero.svg").write_text(svg.format(2 * size + 1, 2 * size + 1, field(size)))
    belt = f'<path fill="{SUN}" d="M0 3l3-3 3 3-3 3zM24 3l3-3 3 3-3 3z"/>'
    small = "".join(f"M{left} 3l1.5-1.5 1.5 1.5-1.5 1.5z" for left in (9, 15, 33, 39))
    belt += f'<path fill="#7dcdd4" d="{small}"/>'
    (IMAGES / "belt.svg").write_text(svg.format(48, 6, belt))


if __name__ == "__main__":
    main()
