"""What the room holds about somebody: the centres where their address stands for questions."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Centre


def gather(user: User) -> Iterable[tuple[str, OwnTable]]:
    centres = at_address(Centre.objects.all(), user.email, field="contact_email").order_by("pk")
    table = OwnTable(
        title=_("Centres with my address"),
        keys=("centre", "email"),
        columns=(Column(_("Centre")), Column(_("E-mail"))),
        rows=[(str(centre), centre.contact_email) for centre in centres],
    )
    yield "centre_contact", table
