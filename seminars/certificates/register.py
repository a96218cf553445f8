"""The register of papers as a table for those who issue them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock, formats

COLUMNS = (
    Column(pgettext_lazy("of a document", "Number"), value=lambda certificate: certificate.number),
    Column(pgettext_lazy("of a document", "Kind"), value=lambda certificate: certificate.get_kind_display()),
    Column(pgettext_lazy("of a document", "State"), value=lambda certificate: certificate.get_state_display()),
    Column(gettext_lazy("Holder"), value=lambda certificate: certificate.holder),
    Column(gettext_lazy("School or organisation"), value=lambda certificate: certificate.registration.school),
    Column(gettext_lazy("Academic hours"), "hours", value=lambda certificate: certificate.hours),
    Column(gettext_lazy("Seminar"), value=lambda certificate: certificate.seminar.title),
    Column(gettext_lazy("Issued on"), "date", value=lambda certificate: certificate.issued_on),
    Column(gettext_lazy("Version"), "count", value=lambda certificate: certificate.version),
    Column(
        gettext_lazy("Replaces"), value=lambda certificate: certificate.replaces.number if certificate.replaces else ""
    ),
    Column(
        gettext_lazy("Ended on"),
        "date",
        value=lambda certificate: certificate.ended_at and clock.day_of(certificate.ended_at),
    ),
    Column(gettext_lazy("Reason"), value=lambda certificate: certificate.reason),
)


def register_table(certificates: Any, user: Reader, kind: Format) -> Iterator[bytes]:
    """The papers that the person may see by name, in pieces."""
    rows = certificates.select_related("seminar__activity", "registration", "replaces").order_by("number")
    note = _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())}
    return export_table(rows, user, COLUMNS, kind=kind, title=_("Certificates"), notes=[note])
