"""What was decided of two rows of which one is somebody: that it was, and when. Of the other row nothing is said."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Duplicate


def decisions_about(user: User) -> OwnTable:
    """Of a pair with one's own row, or with one that was merged into it."""
    own = Q(target_person__user=user) | Q(other_person__user=user) | Q(other_person__merged_into__user=user)
    rows = Duplicate.objects.filter(own).order_by("decided_at", "pk")
    return OwnTable(
        title=_("Whether I was entered twice"),
        keys=("state", "decided_at", "undone_at"),
        columns=(
            Column(_("What was decided")), Column(_("Decided at"), "moment"), Column(_("Undone at"), "moment"),
        ),
        rows=[(row.get_state_display(), row.decided_at, row.undone_at) for row in rows],
    )  # fmt: skip
