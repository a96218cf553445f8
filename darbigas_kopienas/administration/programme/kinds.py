"""The facts of a grant that belong to no room, in the order in which one types them in."""

from .components import COMPONENTS
from .contacts import CONTACTS
from .decisions import DECISIONS
from .indicators import INDICATORS
from .logos import LOGOS
from .milestones import MILESTONES
from .parties import PARTIES
from .partnerships import PARTNERSHIPS
from .periods import PERIODS
from .sites import SITES

KINDS = [
    PARTIES,
    CONTACTS,
    PARTNERSHIPS,
    SITES,
    COMPONENTS,
    INDICATORS,
    PERIODS,
    DECISIONS,
    MILESTONES,
    LOGOS,
]
