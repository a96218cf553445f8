"""Photographs of signed pages, each judged by itself: filed where its code says, or laid on a pile, to file by hand."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.participation.attendance import services
from darbigas_kopienas.participation.attendance.models import SignedSheet
from darbigas_kopienas.programme.access import Permission, ScopePair, require, scopes_of
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.scoping import Scope, q_in_scopes

from .sheet_code import SheetPage
from .sheet_photo import page_shown

# A signed page is evidence with names on it: to tick at the door is not enough.
TO_FILE = (Permission.RECORD_ATTENDANCE, Permission.ADD_DOCUMENT)


@dataclass(frozen=True)
class Filing:
    """What became of one picture; `sheet` None: it waits on the pile, or was refused (then nothing was kept)."""

    name: str
    words: str
    sheet: SignedSheet | None = None
    is_stored: bool = True


def take_in(*, by: Actor, upload: Any, scope: Scope, page: tuple[Session, int] | None = None) -> Filing:
    """`scope` is where it waits if its own session is not found; `page` is what it is where its code does not say.

    Raises PermissionDenied.
    """
    for needed in TO_FILE:
        require(by, needed, scope)
    name = str(upload.name or "")[:60]
    try:
        document = evidence.stage(by=by, upload=upload, scope=scope, kind=Kind.ATTENDANCE_SHEET)
    except ValidationError as error:
        return Filing(name, " ".join(error.messages), is_stored=False)
    place = _place_on(by, document) or page
    if place is None:
        return Filing(
            name, _("its code could not be read, or is not of a session of yours; say below where it belongs")
        )
    try:
        sheet, is_new = services.file_sheet(by=by, session=place[0], page=place[1], document=document)
    except ValidationError as error:
        return Filing(name, " ".join(error.messages))
    return Filing(name, said(sheet, is_new=is_new), sheet)


def said(sheet: SignedSheet, *, is_new: bool) -> str:
    words = (
        _("filed as page %(page)s of “%(title)s”")
        if is_new
        else _("this photo was already filed: page %(page)s of “%(title)s”")
    )
    return words % {"page": sheet.page, "title": sheet.session.activity.title}


def sessions_to_file(user: Reader) -> Any:
    """Sessions to which this person files signed pages, the newest first."""
    mine = [q_in_scopes(user, needed, path="activity__") for needed in TO_FILE]
    sessions = Session.objects.filter(*mine).exclude(state=State.CANCELLED)
    return sessions.select_related("activity__programme", "activity__municipality").order_by("-starts_at", "-pk")


def places_to_file(user: Reader) -> set[ScopePair]:
    return set.intersection(*(scopes_of(user, needed) for needed in TO_FILE))


def session_of(user: Reader, pk: int) -> Session | None:
    session: Session | None = sessions_to_file(user).filter(pk=pk).first()
    return session


def pile_of(user: Reader) -> Any:
    """Pictures of one's own that wait to be filed by hand."""
    return Document.objects.staged_by(user).filter(kind=Kind.ATTENDANCE_SHEET).order_by("pk")


def _place_on(by: Actor, document: Document) -> tuple[Session, int] | None:
    shown = _page_on(document)
    session = session_of(by, shown.session) if shown is not None else None
    return (session, shown.page) if shown is not None and session is not None else None


def _page_on(document: Document) -> SheetPage | None:
    if not document.content_type.startswith("image/"):
        return None
    with default_storage.open(str(document.file.name)) as picture:
        return page_shown(picture.read())
