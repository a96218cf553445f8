"""The facts of a grant that belong to no room, in the order in which one types them in."""

from .components import COMPONENTS
from .indicators import INDICATORS
from .periods import PERIODS

KINDS = [
    COMPONENTS,
    INDICATORS,
    PERIODS,
]
