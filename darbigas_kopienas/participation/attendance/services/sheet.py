"""Signed paper comes back as a photo and is filed to the session it was signed at."""

from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation.attendance.errors import WrongSheet
from darbigas_kopienas.participation.attendance.models import SignedSheet
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.services import require_open

MOST_PAGES = 500


@transaction.atomic
def file_sheet(*, by: Actor, session: Session, page: int, document: Document) -> tuple[SignedSheet, bool]:
    """A staged photo becomes evidence of the session; (what is filed, whether it is new).

    The same photo filed to this session once more is dropped. Raises PermissionDenied, WrongSheet, PeriodClosed,
    NotYours.
    """
    require(by, Permission.RECORD_ATTENDANCE, session.activity.scope)
    require(by, Permission.ADD_DOCUMENT, session.activity.scope)
    if not 1 <= page <= MOST_PAGES:
        raise WrongSheet(_("Write the number of the page as it stands on the sheet."), code="page")
    activity = session.activity
    require_open(activity.scope, kind=ClosingKind.ACTIVITIES, on=session.held_on or activity.day)
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    same = SignedSheet.objects.filter(session=session, document__sha256=document.sha256).first()
    if same is not None:
        if same.document_id != document.pk:
            evidence.erase(by=by, document=document)
        return same, False
    attached = evidence.attach(by=by, document=document, scope=activity.scope)
    activity.documents.add(attached)
    filed = SignedSheet.objects.create(session=session, page=page, document=attached, filed_by=account_of(by))
    record(by=by, verb="sheet.filed", obj=filed, scope=activity.scope, changes={"page": page})
    return filed, True
