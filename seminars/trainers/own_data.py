"""What the room holds about somebody: what they are as a trainer, and where their address stands."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Engagement, Trainer


def engagements_of(user: User) -> OwnTable:
    taught = at_address(
        Engagement.objects.select_related("seminar__activity", "trainer"), user.email, field="trainer__email"
    )
    return OwnTable(
        title=_("As a trainer"),
        keys=("seminar", "name", "state", "agreement_number", "agreed_on", "fee"),
        columns=(
            Column(_("Seminar")), Column(pgettext_lazy("person", "Name")),
            Column(pgettext_lazy("trainer", "State")),
            Column(_("Agreement number")), Column(_("Agreed on"), "date"), Column(_("Fee"), "money"),
        ),
        rows=[
            (engagement.seminar.title, engagement.trainer.name, engagement.get_state_display(),
             engagement.agreement_number, engagement.agreed_on, engagement.fee)
            for engagement in taught
        ],
    )  # fmt: skip


def profile_of(user: User) -> OwnTable:
    """A trainer needs no account, so it is theirs by the address."""
    rows = at_address(Trainer.objects.select_related("organisation"), user.email).order_by("pk")
    return OwnTable(
        title=_("My data as a trainer"),
        keys=("name", "email", "organisation", "profile_lv", "profile_en"),
        columns=(
            Column(pgettext_lazy("person", "Name")), Column(_("E-mail")), Column(_("School or organisation")),
            Column(_("About the trainer, in Latvian")), Column(_("About the trainer, in English")),
        ),
        rows=[
            (row.name, row.email, str(row.organisation or ""), row.profile_lv, row.profile_en) for row in rows
        ],
    )  # fmt: skip
