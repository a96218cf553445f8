"""The list of expenses as a table to take along: its columns, and how each cell comes from a row."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.values import clock, formats

from .filters import ExpenseFilter
from .models import Expense, ExpenseShare


def _expense(share: ExpenseShare) -> Expense:
    return share.expense


# From so many sources on there is no total of the column: sources are never added up.
MORE_SOURCES = 2

# One row for each share, so that sums by line and source are right in the table too.
COLUMNS = (
    Column(gettext_lazy("Expense no."), "count", lambda row: _expense(row).number),
    Column(gettext_lazy("State"), "text", lambda row: _expense(row).get_state_display()),
    Column(gettext_lazy("Date"), "date", lambda row: _expense(row).document_on),
    Column(gettext_lazy("Supplier"), "text", lambda row: _expense(row).supplier_name),
    Column(gettext_lazy("Registration number"), "text", lambda row: _expense(row).supplier_registration_number),
    Column(gettext_lazy("Kind of document"), "text", lambda row: _expense(row).get_document_type_display()),
    Column(gettext_lazy("Document number"), "text", lambda row: _expense(row).document_number),
    Column(gettext_lazy("Description"), "text", lambda row: _expense(row).description),
    Column(gettext_lazy("Municipality"), "text", lambda row: _municipality(_expense(row))),
    Column(gettext_lazy("Activity"), "text", lambda row: _expense(row).activity),
    Column(gettext_lazy("Budget line"), "text", lambda row: row.line.code),
    Column(gettext_lazy("Source"), "text", lambda row: row.source.name),
    Column(gettext_lazy("Amount"), "money", lambda row: row.amount, is_summed=True),
)


def expense_table(chosen: ExpenseFilter, user: AnyUser, kind: Format) -> Iterator[bytes]:
    """The shares of the list with its filter that the person may export, in the list's order, in pieces."""
    rows = chosen.seen_by(user).exportable_by(user)
    shares = chosen.shares_of(rows).select_related("expense__municipality", "expense__activity", "line", "source")
    totals = list(shares.by_source())
    notes = [
        str(chosen.programme),
        *chosen.in_words,
        *(f"{source}: {formats.money(euros)}" for source, euros in totals),
        _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())},
    ]
    columns = COLUMNS if len(totals) < MORE_SOURCES else [replace(column, is_summed=False) for column in COLUMNS]
    return export_table(shares, user, columns, kind=kind, title=_("Expenses"), notes=notes)


def _municipality(expense: Expense) -> str:
    return str(expense.municipality) if expense.municipality else _("whole programme")
