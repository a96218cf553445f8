"""What this room holds about somebody: their certificates, and what they are as a trainer."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.own_data import OwnTable
from seminars.models import Certificate, Engagement


def gather(user: Any) -> Iterable[tuple[str, OwnTable]]:
    papers = Certificate.objects.filter(registration__person__user=user).select_related("seminar__activity")
    yield (
        "certificates",
        OwnTable(
            title=_("Certificates"),
            keys=("number", "code", "kind", "seminar", "holder", "hours", "issued_on", "state", "reason", "shows_name"),
            columns=(
                Column(_("Number")), Column(_("Check code")), Column(_("Kind")), Column(_("Seminar")),
                Column(_("Holder")), Column(_("Academic hours"), "hours"), Column(_("Issued on"), "date"),
                Column(_("State")), Column(_("Reason")), Column(_("The check page shows the whole name")),
            ),
            rows=[
                (one.number, one.code, one.get_kind_display(), one.seminar.title, one.holder, one.hours, one.issued_on,
                 one.get_state_display(), one.reason, one.shows_name)
                for one in papers
            ],
        ),
    )  # fmt: skip
    taught = at_address(
        Engagement.objects.select_related("seminar__activity", "trainer"), user.email, field="trainer__email"
    )
    yield (
        "trainer",
        OwnTable(
            title=_("As a trainer"),
            keys=("seminar", "name", "state", "agreement_number", "agreed_on", "fee"),
            columns=(
                Column(_("Seminar")), Column(pgettext_lazy("person", "Name")),
                Column(pgettext_lazy("trainer", "State")),
                Column(_("Agreement number")), Column(_("Agreed on"), "date"), Column(_("Fee"), "money"),
            ),
            rows=[
                (one.seminar.title, one.trainer.name, one.get_state_display(), one.agreement_number, one.agreed_on,
                 one.fee)
                for one in taught
            ],
        ),
    )  # fmt: skip
