"""What the money comes to: as it stands today (pages) and for a span of days (reports)."""

from .period import BudgetFigures, DocumentLine, LineFigures, SourceFigures, figures
from .standing import LineStanding, SourceStanding, left_by_source, over_limit, standing_of

__all__ = [
    "BudgetFigures",
    "DocumentLine",
    "LineFigures",
    "LineStanding",
    "SourceFigures",
    "SourceStanding",
    "figures",
    "left_by_source",
    "over_limit",
    "standing_of",
]
