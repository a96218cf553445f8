"""Files that were opened: by a colleague, by the programme coordinator, and by whoever holds a link."""

from datetime import timedelta

from django.db import transaction

from darbigas_kopienas.evidence.models import Document, FileOpening
from darbigas_kopienas.evidence.openings import How, is_logged, note_opening
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import AUDIT_LINK, Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock


@transaction.atomic
def load(programme: Programme, users: dict[str, User]) -> None:
    """Once: what was opened since stays. Nothing where the programme has no such file."""
    documents = Document.objects.filter(programme=programme).stored().order_by("pk")
    logged = [document for document in documents if is_logged(document)][:3]
    if FileOpening.objects.filter(programme_id=programme.pk).exists():
        return
    readers: tuple[tuple[Reader, str], ...] = (
        (users["ilze"], How.DOWNLOADED),
        (users["marta"], How.SHOWN),
        (AUDIT_LINK, How.LINK),
    )
    for hours, (document, (reader, how)) in enumerate(zip(logged, readers, strict=False)):
        with clock.frozen(clock.now() - timedelta(hours=hours + 1)):
            note_opening(by=reader, document=document, how=how)
