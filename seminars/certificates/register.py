"""The register of papers as a table for those who issue them."""

from collections.abc import Iterator
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.values import clock, formats

COLUMNS = (
    Column(pgettext_lazy("of a paper", "Number"), value=lambda one: one.number),
    Column(pgettext_lazy("of a paper", "Kind"), value=lambda one: one.get_kind_display()),
    Column(pgettext_lazy("of a paper", "State"), value=lambda one: one.get_state_display()),
    Column(gettext_lazy("Holder"), value=lambda one: one.holder),
    Column(gettext_lazy("School or organisation"), value=lambda one: one.registration.school),
    Column(gettext_lazy("Academic hours"), "hours", value=lambda one: one.hours),
    Column(gettext_lazy("Seminar"), value=lambda one: one.seminar.title),
    Column(gettext_lazy("Issued on"), "date", value=lambda one: one.issued_on),
    Column(gettext_lazy("Version"), "count", value=lambda one: one.version),
    Column(gettext_lazy("Replaces"), value=lambda one: one.replaces.number if one.replaces else ""),
    Column(gettext_lazy("Ended on"), "date", value=lambda one: one.ended_at and clock.day_of(one.ended_at)),
    Column(gettext_lazy("Reason"), value=lambda one: one.reason),
)


def register_table(certificates: Any, user: Any, kind: str) -> Iterator[bytes]:
    """The papers that the person may see by name, in pieces; `kind` is xlsx or csv."""
    rows = certificates.select_related("seminar__activity", "registration", "replaces").order_by("number")
    note = _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())}
    return export_table(rows, user, COLUMNS, kind=cast("Format", kind), title=_("Certificates"), notes=[note])
