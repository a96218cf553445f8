"""The list of those registered as a table to take along: exactly the filtered rows, with the chosen columns."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from darbigas_kopienas import clock, formats
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.exchange import Column, export_table
from darbigas_kopienas.exchange.tables import Format

from .asking import questions_of
from .models import Question, Registration
from .querysets import RegistrationQuerySet

KINDS = ("xlsx", "csv", "machine-csv")


def _rank(row: Any) -> int | None:
    return cast("int | None", row.rank)


COLUMNS: dict[str, Column] = {
    "name": Column(pgettext_lazy("person", "Name"), "text", lambda row: row.name),
    "email": Column(gettext_lazy("E-mail"), "text", lambda row: row.email),
    "school": Column(gettext_lazy("School or organisation"), "text", lambda row: row.school),
    "municipality": Column(gettext_lazy("Municipality"), "text", lambda row: row.municipality),
    "group": Column(gettext_lazy("Group"), "text", lambda row: row.get_group_display()),
    "state": Column(gettext_lazy("State"), "text", lambda row: row.get_state_display()),
    "rank": Column(pgettext_lazy("waiting list", "Place in line"), "count", _rank),
    "at": Column(gettext_lazy("Registered at"), "moment", lambda row: row.created_at),
    "via": Column(gettext_lazy("Came about"), "text", lambda row: row.get_via_display()),
    "reason": Column(gettext_lazy("Reason"), "text", lambda row: row.reason),
}
ANSWERS = "answers"


def column_choices(activity: Activity) -> list[tuple[str, Any]]:
    """What may be chosen for the file; the answers go together."""
    found: list[tuple[str, Any]] = [(key, column.name) for key, column in COLUMNS.items()]
    return [*found, (ANSWERS, gettext_lazy("Answers to the questions"))] if questions_of(activity) else found


def registration_table(
    rows: RegistrationQuerySet, user: Any, kind: str, *, activity: Activity, keys: Sequence[str] = ()
) -> Iterator[bytes]:
    """The rows that the person may export, in pieces; `kind` as in KINDS, `keys` as in `column_choices` (all)."""
    wanted = [key for key, _name in column_choices(activity) if not keys or key in keys]
    columns = [COLUMNS[key] for key in wanted if key in COLUMNS]
    if ANSWERS in wanted:
        columns += [_answer_column(question) for question in questions_of(activity)]
    found = rows.exportable_by(user).with_rank().select_related("municipality")
    found = found.prefetch_related("answers__question")
    notes = [
        str(activity.title),
        _("Made on %(day)s in the portal “Active communities”.") % {"day": formats.day(clock.today())},
        _("Personal data: keep it only as long as the work needs it."),
    ]
    return export_table(found, user, columns, kind=cast("Format", kind), title=_("Participants"), notes=notes)


def _answer_column(question: Question) -> Column:
    def value(row: Registration) -> str:
        return next((one.shown for one in row.answers.all() if one.question_id == question.pk), "")

    return Column(question.text, "text", value)
