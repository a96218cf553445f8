"""What the room holds about somebody: the seminars where their address stands for questions."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Seminar


def seminars_with_address(user: User) -> OwnTable:
    rows = at_address(Seminar.objects.select_related("activity"), user.email, field="contact_email").order_by("pk")
    return OwnTable(
        title=_("Seminars with my address"),
        keys=("seminar", "day", "email"),
        columns=(Column(_("Seminar")), Column(_("Day"), "date"), Column(_("E-mail"))),
        rows=[(row.title, row.activity.day, row.contact_email) for row in rows],
    )
