"""What an activity or a session of it can be, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    MOVED_ONLINE = "moved_online", _("moved online")
    CANCELLED = "cancelled", _("cancelled")


# The same of a session, which is a feminine word in Latvian.
SESSION_STATES = [
    (State.PLANNED.value, pgettext_lazy("session", "planned")),
    (State.HELD.value, pgettext_lazy("session", "held")),
    (State.POSTPONED.value, pgettext_lazy("session", "postponed")),
    (State.MOVED_ONLINE.value, pgettext_lazy("session", "moved online")),
    (State.CANCELLED.value, pgettext_lazy("session", "cancelled")),
]


# What may follow what, held by a trigger too. A cancelled activity stays cancelled; a held one can only be set back to
# planned, where it was marked as held by mistake.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.HELD, State.POSTPONED, State.MOVED_ONLINE, State.CANCELLED}),
    State.POSTPONED: frozenset({State.HELD, State.POSTPONED, State.MOVED_ONLINE, State.CANCELLED}),
    State.MOVED_ONLINE: frozenset({State.HELD, State.POSTPONED, State.CANCELLED}),
    State.HELD: frozenset({State.PLANNED}),
    State.CANCELLED: frozenset(),
}
NEEDS_REASON = (State.POSTPONED, State.MOVED_ONLINE, State.CANCELLED)
