"""What is held here about somebody: the roles that were offered to their address, also while they had no account."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .about import where_of
from .models import RoleInvitation


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    """To the account's address, and to others that it has shown to be its own."""
    others = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    rows = RoleInvitation.objects.none()
    for address in {user.email, *others}:
        rows = rows | at_address(RoleInvitation.objects.all(), address)
    yield "role_invitations", _table(list(rows.select_related("programme", "municipality", "site").order_by("pk")))


def _table(rows: list[RoleInvitation]) -> OwnTable:
    return OwnTable(
        title=_("Invitations to a role"),
        keys=("email", "role", "programme", "where", "starts_on", "ends_on", "sent_at", "valid_until", "accepted_at",
              "declined_at", "withdrawn_at"),
        columns=(
            Column(_("E-mail")), Column(_("Role")), Column(_("Programme")), Column(_("Where")),
            Column(pgettext_lazy("day", "From"), "date"), Column(pgettext_lazy("day", "To"), "date"),
            Column(pgettext_lazy("invitation", "Sent at"), "moment"),
            Column(pgettext_lazy("invitation", "Valid until"), "moment"),
            Column(_("Accepted at"), "moment"), Column(_("Declined at"), "moment"), Column(_("Withdrawn at"), "moment"),
        ),
        rows=[
            (row.email, row.get_role_display(), str(row.programme), where_of(row), row.starts_on, row.ends_on,
             row.sent_at, row.expires_at, row.accepted_at, row.declined_at, row.withdrawn_at)
            for row in rows
        ],
    )  # fmt: skip
