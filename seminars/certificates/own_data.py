"""What the room holds about somebody: their certificates."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.exchange import Column
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.own_data import OwnTable

from .models import Certificate


def certificates_of(user: User) -> OwnTable:
    certificates = Certificate.objects.filter(registration__person__user=user).select_related("seminar__activity")
    return OwnTable(
        title=_("Certificates"),
        keys=("number", "code", "kind", "seminar", "holder", "hours", "issued_on", "state", "reason", "shows_name"),
        columns=(
            Column(pgettext_lazy("of a document", "Number")), Column(_("Check code")), Column(_("Kind")),
            Column(_("Seminar")), Column(_("Holder")), Column(_("Academic hours"), "hours"),
            Column(_("Issued on"), "date"), Column(_("State")), Column(_("Reason")),
            Column(_("The check page shows the whole name")),
        ),
        rows=[
            (certificate.number, certificate.code, certificate.get_kind_display(), certificate.seminar.title,
             certificate.holder, certificate.hours, certificate.issued_on, certificate.get_state_display(),
             certificate.reason, certificate.shows_name)
            for certificate in certificates
        ],
    )  # fmt: skip
