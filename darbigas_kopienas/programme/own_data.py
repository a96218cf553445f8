"""What this floor holds about somebody: their roles."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    rows = user.memberships.select_related("programme", "municipality").order_by("pk")
    table = OwnTable(
        title=_("Roles"),
        keys=("role", "programme", "municipality", "starts_on", "ends_on"),
        columns=(
            Column(_("Role")), Column(_("Programme")), Column(_("Municipality")),
            Column(pgettext_lazy("day", "From"), "date"), Column(pgettext_lazy("day", "To"), "date"),
        ),
        rows=[
            (row.get_role_display(), str(row.programme), str(row.municipality or ""), row.starts_on, row.ends_on)
            for row in rows
        ],
    )  # fmt: skip
    yield "roles", table
