"""The facts of a grant that belong to no room, in the order in which one types them in."""

from .components import COMPONENTS
from .logos import LOGOS

KINDS = [COMPONENTS, LOGOS]
