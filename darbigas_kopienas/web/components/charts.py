"""Charts drawn on the server as SVG, the same on the page and in the PDF.

Every colour is also a literal attribute, because the PDF's renderer draws classes and `var()` black; on the
page the classes overrule them and follow the theme.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from darbigas_kopienas.values import formats

from .library import register

Number = Decimal | int | float
Points = Sequence[tuple[object, Number]]
WIDTH, HEIGHT = 340, 220
LEFT, RIGHT, TOP, BOTTOM = 4, 336, 28, 190
_ROUND = (1, 2, 5)
FEW, MOST_LABELLED = 8, 14  # points: up to these their words are large, and have their values over them


def _short(value: Number, kind: str) -> str:
    """A label over a column: money without cents, or there is no room for twelve of them."""
    if kind == "money":
        return formats.number(formats.half_up(Decimal(value), 0), 0)
    return formats.short_number(Decimal(str(value)))


def _full(value: Number, kind: str) -> str:
    return formats.money(Decimal(value)) if kind == "money" else formats.short_number(Decimal(str(value)))


def ceiling(value: Number) -> Decimal:
    """The next round number (1, 2 or 5 times a power of ten) at or above a value; 1 for nothing."""
    wanted = Decimal(str(value))
    if wanted <= 0:
        return Decimal(1)
    power = Decimal(10) ** wanted.adjusted()
    return next(step * power for step in (*_ROUND, 10) if step * power >= wanted)


def _plot(points: Points, kind: str) -> list[dict[str, object]]:
    """Where each point stands: middle, top and height in the drawing's units."""
    top = ceiling(max((value for _label, value in points), default=0))
    step = Decimal(RIGHT - LEFT) / max(len(points), 1)
    width = min(step * Decimal("0.62"), Decimal(48))
    plotted = []
    for index, (label, value) in enumerate(points):
        height = max(Decimal(str(value)), Decimal(0)) / top * (BOTTOM - TOP)
        middle = LEFT + step * (index + Decimal("0.5"))
        plotted.append(
            {
                "label": label,
                "shown": _short(value, kind),
                "full": _full(value, kind),
                "middle": f"{middle:.1f}",
                "left": f"{middle - width / 2:.1f}",
                "width": f"{width:.1f}",
                "top": f"{BOTTOM - height:.1f}",
                "height": f"{height:.1f}",
                "above": f"{BOTTOM - height - 8:.1f}",
            }
        )
    return plotted


def _chart(points: Points, title: str | Promise, unit: str | Promise, kind: str, pdf: bool) -> dict[str, object]:
    plotted = _plot(points, kind)
    grid = [f"{TOP + (BOTTOM - TOP) * part / 4:.1f}" for part in range(4)]
    return {
        "points": plotted, "title": title, "unit": unit, "pdf": pdf, "grid": grid, "bottom": BOTTOM,
        "below": BOTTOM + 19, "right": RIGHT, "left": LEFT, "width": WIDTH, "height": HEIGHT,
        "size": 13 if len(plotted) <= FEW else "11.5", "has_values": len(plotted) <= MOST_LABELLED,
        "line": " ".join(f"{point['middle']},{point['top']}" for point in plotted),
        "spoken": "; ".join(f"{point['label']}: {point['full']}" for point in plotted),
    }  # fmt: skip


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    points: Points, title: str | Promise, unit: str | Promise = "", kind: str = "count", pdf: bool = False
) -> dict[str, object]:
    """Columns side by side; `points` are (label, number), `kind` is count or money; the title says the message."""
    return _chart(points, title, unit, kind, pdf)


@register.inclusion_tag("components/line_chart.html")
def line_chart(
    points: Points, title: str | Promise, unit: str | Promise = "", kind: str = "count", pdf: bool = False
) -> dict[str, object]:
    """A line through the points, for what runs on in time."""
    return _chart(points, title, unit, kind, pdf)


@register.inclusion_tag("components/bar.html")
def bar(
    spent: Decimal | int,
    total: Decimal | int,
    label: str | Promise = "",
    draft: Decimal | int = 0,
    submitted: Decimal | int = 0,
    kind: str = "money",
    pdf: bool = False,
) -> dict[str, object]:
    """How much of a sum is spent, what waits for approval, what only drafts ask for, and what is left."""
    base = max(Decimal(total), Decimal(1))
    spent_part = min(max(Decimal(spent) / base, Decimal(0)), Decimal(1))
    submitted_part = min(max(Decimal(submitted) / base, Decimal(0)), 1 - spent_part)
    draft_part = min(max(Decimal(draft) / base, Decimal(0)), 1 - spent_part - submitted_part)
    write = formats.money if kind == "money" else formats.number
    left = Decimal(total) - Decimal(spent)
    return {
        "label": label,
        "spent_width": f"{spent_part * 600:.1f}",
        "submitted_start": f"{spent_part * 600:.1f}",
        "submitted_width": f"{submitted_part * 600:.1f}" if submitted_part else "",
        "draft_start": f"{(spent_part + submitted_part) * 600:.1f}",
        "draft_width": f"{draft_part * 600:.1f}" if draft_part else "",
        "share": formats.percent(spent, total, places=0),
        "spent": write(spent),
        "total": write(total),
        "left": write(left),
        "submitted": write(submitted) if submitted else "",
        "draft": write(draft) if draft else "",
        "is_over": left < 0,
        "pdf": pdf,
    }


@register.simple_tag
def swatch(name: str) -> SafeString:
    """A patch of one of the style sheet's colours, for the style page."""
    return SafeString(f'<svg class="sw-{name}" aria-hidden="true"></svg>')
