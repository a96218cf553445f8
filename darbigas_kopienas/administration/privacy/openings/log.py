"""The openings that somebody may look through: who, which file, to which activity it belongs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from budget.models import Expense
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.evidence.file_openings import FileOpeningQuerySet
from darbigas_kopienas.evidence.models import Document, FileOpening
from darbigas_kopienas.participation.models import SignedSheet
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.history import actor_shown, with_actors
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes
from seminars.models import Certificate, Engagement, Material

_Row = Any  # an opening with what `drawn` adds to it


@dataclass(frozen=True, slots=True)
class Line:
    """One opening, with as much of it as the reader may see; `url` only where they may open the file."""

    at: datetime
    who: str
    file: str
    document_pk: int
    url: str
    kind: str
    activity: str
    activity_url: str
    how: str


def openings_of(user: Reader, programme: Programme) -> FileOpeningQuerySet:
    """Of the reader's scopes in the programme, the newest first."""
    return FileOpening.objects.visible_to(user).filter(programme_id=programme.pk).order_by("-at", "-pk")


def drawn(rows: FileOpeningQuerySet, user: Reader) -> FileOpeningQuerySet:
    """Each with what its line says, in one statement: who, whether the file is open to the reader, whose it is."""
    seen = Document.objects.visible_to(user).filter(pk=OuterRef("document"))
    with_all: FileOpeningQuerySet = with_actors(rows.select_related("document"), "user_id").annotate(
        is_open=Exists(seen), activity_pk=_activity()
    )
    return with_all


def _activity() -> Coalesce:
    """Of a sheet, receipt, agreement, certificate, material or paper: the activity that it belongs to."""
    file = OuterRef("document")
    return Coalesce(
        _first(SignedSheet.objects.filter(document=file), "session__activity"),
        _first(Expense.objects.filter(documents=file), "activity"),
        _first(Engagement.objects.filter(agreement=file), "seminar__activity"),
        _first(Certificate.objects.filter(paper_lv=file), "seminar__activity"),
        _first(Certificate.objects.filter(paper_en=file), "seminar__activity"),
        _first(Material.objects.filter(document=file), "seminar__activity"),
        _first(Activity.objects.filter(documents=file), "pk"),
    )


def _first(rows: "QuerySet[Any]", path: str) -> Subquery:
    return Subquery(rows.order_by().values(path)[:1], output_field=BigIntegerField())


class Lines:
    """Makes lines of `drawn` openings. The activities that the reader sees are read once, for all lines."""

    def __init__(self, user: Reader, activities: "QuerySet[Activity]") -> None:
        self.user = user
        self.activities = {activity.pk: activity for activity in activities}

    def line(self, row: _Row) -> Line:
        activity = self.activities.get(row.activity_pk)
        return Line(
            at=row.at,
            who=self.who(row),
            file=named(row),
            document_pk=row.document_id,
            url=reverse("evidence:document_download", args=[row.document_id]) if row.is_open else "",
            kind=str(row.document.get_kind_display()),
            activity=str(activity or ""),
            activity_url=reverse("activities:activity_detail", args=[activity.pk]) if activity else "",
            how=str(row.get_how_display()),
        )

    def who(self, row: _Row) -> str:
        if row.user_id is None:
            return _("whoever holds a link")
        scope = Scope(row.programme_id, row.municipality_id)
        return actor_shown(self.user, row, row.user_id, scope) or _("account deleted")


def named(row: _Row) -> str:
    """Its title, which may name somebody, only to whoever may open the file; else its kind and number."""
    document: Document = row.document
    return str(document) if row.is_open else f"{document.get_kind_display()} {document.pk}"


def lines_of(rows: "list[FileOpening]", user: Reader) -> list[Line]:
    """Of the `drawn` rows of one page: one statement more, however many."""
    pks = {row.activity_pk for row in rows if row.activity_pk is not None}  # type: ignore[attr-defined]  # annotated
    lines = Lines(user, Activity.objects.visible_to(user).filter(pk__in=pks))
    return [lines.line(row) for row in rows]


class Exported:
    """The rows of the list for a file: those where the reader may take tables along too (`export_table` asks)."""

    def __init__(self, rows: FileOpeningQuerySet) -> None:
        self.rows = rows

    def visible_to(self, user: Reader) -> FileOpeningQuerySet:
        return drawn(self.rows.visible_to(user).filter(q_in_scopes(user, Permission.EXPORT)), user)
