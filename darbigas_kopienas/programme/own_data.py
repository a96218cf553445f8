"""What this floor holds about somebody: their roles, and where they are named as a party's contact."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable
from darbigas_kopienas.values import clock

from .models import PartyContact


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    rows = user.memberships.select_related("programme", "municipality", "site").order_by("pk")
    table = OwnTable(
        title=_("Roles"),
        keys=("role", "programme", "municipality", "starts_on", "ends_on", "given_on", "ended_on"),
        columns=(
            Column(_("Role")), Column(_("Programme")), Column(_("Municipality")),
            Column(pgettext_lazy("day", "From"), "date"), Column(pgettext_lazy("day", "To"), "date"),
            Column(pgettext_lazy("role", "Given on"), "date"), Column(pgettext_lazy("role", "Ended on"), "date"),
        ),
        rows=[
            (row.get_role_display(), str(row.programme), str(row.site or row.municipality or ""), row.starts_on,
             row.ends_on, clock.day_of(row.given_at), clock.day_of(row.ended_at) if row.ended_at else None)
            for row in rows
        ],
    )  # fmt: skip
    yield "roles", table
    yield "party_contact", _as_contact(user)


def _as_contact(user: User) -> OwnTable:
    """A contact needs no account, so it is theirs by the address."""
    rows = at_address(PartyContact.objects.select_related("programme", "party__organisation"), user.email)
    return OwnTable(
        title=_("As a party’s contact"),
        keys=("programme", "party", "name", "position", "email", "phone"),
        columns=(
            Column(_("Programme")), Column(_("Party")), Column(pgettext_lazy("person", "Name")),
            Column(pgettext_lazy("person", "Position")), Column(_("E-mail")), Column(_("Phone number")),
        ),
        rows=[
            (str(row.programme), str(row.party), row.name, row.position, row.email, row.phone)
            for row in rows.order_by("pk")
        ],
    )  # fmt: skip
