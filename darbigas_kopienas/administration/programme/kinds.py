"""The facts of a grant that belong to no room, in the order in which one types them in."""

from .components import COMPONENTS
from .contacts import CONTACTS
from .decisions import DECISIONS
from .milestones import MILESTONES
from .parties import PARTIES
from .partnerships import PARTNERSHIPS

KINDS = [
    PARTIES,
    CONTACTS,
    PARTNERSHIPS,
    COMPONENTS,
    DECISIONS,
    MILESTONES,
]
