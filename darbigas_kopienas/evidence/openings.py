"""Which files are written down when they are opened, and the writing."""

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import Reader

from .models import Document, FileOpening, Kind, Sensitivity, State

OF_PEOPLE = frozenset({Kind.ATTENDANCE_SHEET, Kind.RECEIPT, Kind.AGREEMENT, Kind.MINUTES})
How = FileOpening.How


def is_logged(document: Document) -> bool:
    """Sheets, agreements, receipts and minutes name people and their money; what is sensitive names them or is secret.

    What is public is for everybody. Photos are seen where they stand and are cleared one by one, reports hold figures
    and no names: those are logged only where somebody called them sensitive. What is not attached yet is seen by
    nobody but its uploader.
    """
    if document.state != State.STORED or document.sensitivity == Sensitivity.PUBLIC:
        return False
    return document.sensitivity == Sensitivity.SENSITIVE or document.kind in OF_PEOPLE


def note_opening(*, by: Reader, document: Document, how: str) -> None:
    """The one thing that handing out a file writes, and it does so on GET: opening is itself what is noted.

    In one statement. The same opened again within the minute is the opening that is noted already. Without it no file
    is handed out: where nothing can be written, the portal says that it is out of order.
    """
    if not is_logged(document):
        return
    user = by.pk if isinstance(by, User) else None
    opening = FileOpening(
        document=document,
        user_id=user,
        how=how if user is not None else How.LINK,
        programme_id=document.programme_id,
        municipality_id=document.municipality_id,
    )
    FileOpening.objects.bulk_create([opening], ignore_conflicts=True)
