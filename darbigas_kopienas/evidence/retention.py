"""How long files are stored, and how long nobody erases them: rooms say by which law (`Room.retention`)."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.retention import RetentionKind, kinds
from darbigas_kopienas.values import clock, formats

from .errors import PreservedByLaw
from .models import Document, State

STAGED_FOR = timedelta(days=2)


def unsent_since(moment: datetime) -> "QuerySet[Document]":
    """Chosen for a form before then, and not attached yet."""
    return Document.objects.filter(state=State.STAGED, created_at__lt=moment)


UPLOADS = RetentionKind(
    key="evidence.uploads",
    label=_("Files chosen for a form that was never sent"),
    counted_from=_("the upload"),
    days=STAGED_FOR.days,
    overdue=unsent_since,
)


def preserved_until(document: Document) -> date | None:
    """The last day on which a law asks for the file; None where none does any more."""
    days = [
        counted_on + timedelta(days=kind.least)
        for kind in kinds()
        if kind.documents is not None and kind.law
        for counted_on in kind.documents().filter(pk=document.pk).values_list("counted_on", flat=True)
    ]
    last = max(days, default=None)
    return last if last is not None and last >= clock.today() else None


def require_past_the_law(document: Document) -> None:
    """Raises PreservedByLaw."""
    if last := preserved_until(document):
        raise PreservedByLaw(day=formats.day(last), what=str(document))
