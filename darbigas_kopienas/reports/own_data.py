"""What is held here about somebody: the view links that they made. For whom, is about somebody else."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import SharedLink


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    rows = SharedLink.objects.filter(made_by=user).order_by("made_at", "pk")
    table = OwnTable(
        title=_("View links that I made"),
        keys=("made_at", "valid_until", "ended_at"),
        columns=(
            Column(_("Made at"), "moment"), Column(pgettext_lazy("invitation", "Valid until"), "moment"),
            Column(_("Ended at"), "moment"),
        ),
        rows=[(row.made_at, row.expires_at, row.ended_at) for row in rows],
    )  # fmt: skip
    yield "view_links", table
