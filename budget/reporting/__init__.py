"""What the money comes to: as it stands today (pages) and for a span of days (reports)."""

from .balances import (
    LineBalance,
    SourceBalance,
    balances_of,
    hidden_from,
    left_by_source,
    lines_of,
    over_limit,
    sources_of,
)
from .figures import BudgetFigures, DocumentLine, LineFigures, SourceFigures
from .period import figures

__all__ = [
    "BudgetFigures",
    "DocumentLine",
    "LineBalance",
    "LineFigures",
    "SourceBalance",
    "SourceFigures",
    "balances_of",
    "figures",
    "hidden_from",
    "left_by_source",
    "lines_of",
    "over_limit",
    "sources_of",
]
