"""The list of events as a table to take along: its columns, and how each cell comes from a row."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock, formats

from .models import CommunityEvent
from .querysets import CommunityEventQuerySet


def _municipality(row: CommunityEvent) -> str:
    municipality = row.activity.municipality
    return str(municipality) if municipality else _("whole programme")


def _attendances(row: Any) -> int | None:
    return row.attendances if row.activity.is_held else None


# Rows come with `day` and `attendances` (see CommunityEventQuerySet).
COLUMNS = (
    Column(gettext_lazy("Day"), "date", lambda row: row.day),
    Column(gettext_lazy("Title"), "text", lambda row: row.activity.title),
    Column(gettext_lazy("Type"), "text", lambda row: row.get_type_display()),
    Column(gettext_lazy("State"), "text", lambda row: row.activity.get_state_display()),
    Column(gettext_lazy("Place"), "text", lambda row: row.activity.place),
    Column(gettext_lazy("Municipality"), "text", _municipality),
    Column(gettext_lazy("Component"), "text", lambda row: row.activity.component.label),
    Column(gettext_lazy("Attendances"), "count", _attendances, is_summed=True),
    Column(gettext_lazy("Unique participants (estimate)"), "count", lambda row: row.activity.unique_people),
)


def event_table(rows: CommunityEventQuerySet, user: Reader, kind: Format) -> Iterator[bytes]:
    """The rows that the person may export, in pieces."""
    note = _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())}
    return export_table(rows.exportable_by(user), user, COLUMNS, kind=kind, title=_("Events"), notes=[note])
