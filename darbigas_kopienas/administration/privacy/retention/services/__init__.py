"""How long data are stored is set, and documents whose time is over are destroyed by an act of two people."""

from .acts import MOST_IN_ACT, approve_act, cancel_act, draft_act
from .periods import MOST_DAYS, set_retention

__all__ = ["MOST_DAYS", "MOST_IN_ACT", "approve_act", "cancel_act", "draft_act", "set_retention"]
