"""What is held here about somebody: that they asked to be erased, and what was answered."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import ErasureRequest


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    rows = ErasureRequest.objects.own(user).order_by("asked_at", "pk")
    yield (
        "erasure_requests",
        OwnTable(
            title=_("Requests to delete my data"),
            keys=("asked_at", "how", "state", "answered_at", "reason"),
            columns=(
                Column(_("Asked at"), "moment"), Column(_("How it was asked")), Column(_("State")),
                Column(_("Answered at"), "moment"), Column(_("Reason")),
            ),
            rows=[(row.asked_at, row.note, row.get_state_display(), row.answered_at, row.reason) for row in rows],
        ),
    )  # fmt: skip
