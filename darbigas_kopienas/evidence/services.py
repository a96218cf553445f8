"""Taking files in, attaching them, clearing photos, erasing."""

import errno
import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.retention import limit_of
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import DocumentUse

from . import pictures
from .errors import (
    EmptyFile,
    LogoTooSmall,
    NoSpaceLeft,
    NotALogo,
    NotAPicture,
    NotYours,
    UploadRefused,
    refusals_noted,
)
from .models import Consent, Document, Kind, Sensitivity, State
from .retention import UPLOADS, require_past_the_law, unsent_since
from .storage import StoreLost, delete_all
from .uploads import content_of, is_png_or_jpeg, sniff

AT_ONCE = 200
LOGO_WIDTH = 300  # pixels: fewer look torn on paper


@refusals_noted()
def stage(
    *,
    by: Actor,
    upload: "UploadedFile[Any]",
    scope: Scope,
    kind: str,
    title: str = "",
    sensitivity: str = Sensitivity.INTERNAL,
    taken_on: date | None = None,
) -> Document:
    """Keep an upload for a form that is not sent yet.

    Raises PermissionDenied, and UploadRefused with the reason; then nothing is kept.
    """
    require(by, Permission.ADD_DOCUMENT, scope)
    content = content_of(upload)
    name = PurePath(str(upload.name or "").replace("\\", "/")).name[:200]
    file_type = sniff(content, name)
    fields: dict[str, object] = {"content_type": file_type.content_type}
    extension = PurePath(name).suffix.lower().lstrip(".") or file_type.extensions[0]
    if file_type.is_picture:
        picture = pictures.redraw(content)
        content, extension = picture.content, picture.extension
        fields = {"content_type": picture.content_type, "width": picture.width, "height": picture.height}
    elif kind == Kind.PHOTO:
        raise NotAPicture
    return _store(
        content=content,
        extension=extension,
        document=Document(
            programme_id=scope.programme_id,
            municipality_id=scope.municipality_id,
            kind=kind,
            title=(title or PurePath(name).stem)[:200],
            original_name=name,
            sensitivity=sensitivity,
            taken_on=taken_on,
            uploaded_by=account_of(by),
            **fields,
        ),
        by=by,
    )


@refusals_noted()
def take_logo(*, by: Actor, upload: "UploadedFile[Any]", scope: Scope, title: str = "") -> Document:
    """Keep a logo, open to everybody at once: whoever chooses it shows it. Transparent parts stay so.

    Raises PermissionDenied, and UploadRefused with the reason; then nothing is kept.
    """
    require(by, Permission.WRITE_PROGRAMME, scope)
    content = content_of(upload)
    name = PurePath(str(upload.name or "").replace("\\", "/")).name[:200]
    if not is_png_or_jpeg(content):
        raise NotALogo
    sniff(content, name)
    picture = pictures.redraw_logo(content)
    if picture.width < LOGO_WIDTH:
        raise LogoTooSmall(width=picture.width, limit=LOGO_WIDTH)
    return _store(
        content=picture.content,
        extension=picture.extension,
        document=Document(
            programme_id=scope.programme_id,
            municipality_id=scope.municipality_id,
            kind=Kind.LOGO,
            title=(title or PurePath(name).stem)[:200],
            original_name=name,
            sensitivity=Sensitivity.PUBLIC,
            state=State.STORED,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            uploaded_by=account_of(by),
        ),
        by=by,
    )


def store_bytes(
    *,
    by: Actor,
    content: bytes,
    name: str,
    content_type: str,
    scope: Scope,
    kind: str,
    sensitivity: str = Sensitivity.INTERNAL,
    asked_with: Permission | None = None,
    erase_after: date | None = None,
) -> Document:
    """Keep what the portal itself made (a report, an export), attached at once. Raises UploadRefused.

    `asked_with`: whoever asked for it opens it for as long as they hold this permission there. `erase_after`: the last
    day of what can be made again at any time.
    """
    if not content:
        raise EmptyFile
    return _store(
        content=content,
        extension=PurePath(name).suffix.lower().lstrip("."),
        document=Document(
            programme_id=scope.programme_id,
            municipality_id=scope.municipality_id,
            kind=kind,
            title=PurePath(name).stem[:200],
            original_name=name[:200],
            content_type=content_type,
            sensitivity=sensitivity,
            state=State.STORED,
            is_made_here=True,
            asked_with=asked_with or "",
            erase_after=erase_after,
            uploaded_by=account_of(by),
        ),
        by=by,
    )


@transaction.atomic
def attach(*, by: Actor, document: Document, scope: Scope | None = None) -> Document:
    """Staged becomes stored, in the scope of what it is attached to. Only its uploader can; raises NotYours.

    Attaching again by the same person changes nothing, so a form sent twice does no harm.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.uploaded_by_id != by.pk or locked.state == State.ERASED:
        raise NotYours
    if locked.state == State.STAGED:
        locked.state = State.STORED
        if scope is not None:
            locked.programme_id, locked.municipality_id = scope.programme_id, scope.municipality_id
        locked.save(update_fields=["state", "programme", "municipality"])
        record(by=by, verb="document.attached", obj=locked, changes={"kind": locked.kind})
    return locked


@transaction.atomic
def move(*, by: Actor, document: Document, scope: Scope) -> None:
    """What it is attached to belongs elsewhere in the programme than was said: so does the file, and who sees it.

    Raises PermissionDenied without the right in both places.
    """
    require(by, Permission.ADD_DOCUMENT, document.scope)
    require(by, Permission.ADD_DOCUMENT, scope)
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if changed := put(locked, {"programme_id": scope.programme_id, "municipality_id": scope.municipality_id}):
        locked.save(update_fields=["programme", "municipality"])
        record(by=by, verb="document.moved", obj=locked, changes=changed.stored)


@transaction.atomic
def clear_photo(
    *, by: Actor, document: Document, alt_lv: str = "", alt_en: str = "", caption_lv: str = "", caption_en: str = ""
) -> Document:
    """The people in the photo agreed: it may be shown. Empty texts leave what was written before.

    Raises PermissionDenied, NotAPicture, NotYours.
    """
    require(by, Permission.CLEAR_PHOTO, document.scope)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if not locked.is_photo:
        raise NotAPicture
    if locked.state == State.ERASED:
        raise NotYours
    texts = {"alt_lv": alt_lv, "alt_en": alt_en, "caption_lv": caption_lv, "caption_en": caption_en}
    for field, text in texts.items():
        if text:
            setattr(locked, field, text)
    locked.consent = Consent.CLEARED
    locked.save()
    record(by=by, verb="photo.cleared", obj=locked)
    return locked


@transaction.atomic
def refuse_photo(*, by: Actor, document: Document) -> list[DocumentUse]:
    """Consent was refused or withdrawn: from now on nobody sees it in public. Tells every place where it appears.

    Raises PermissionDenied, NotAPicture.
    """
    require(by, Permission.CLEAR_PHOTO, document.scope)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if not locked.is_photo:
        raise NotAPicture
    before, locked.consent = locked.consent, Consent.REFUSED
    locked.save(update_fields=["consent"])
    places = locked.uses()
    record(by=by, verb="photo.refused", obj=locked, changes={"before": before, "places": len(places)})
    return places


@transaction.atomic
def let_funder_open(*, by: Actor, document: Document, allowed: bool = True) -> Document:
    """A report cites it and the agreement allows it (or no longer). Raises PermissionDenied."""
    require(by, Permission.SUBMIT_REPORT, document.scope)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    locked.funder_may_open = allowed
    locked.save(update_fields=["funder_may_open"])
    record(by=by, verb="document.opened_to_funder", obj=locked, changes={"allowed": allowed})
    return locked


@transaction.atomic
def erase(*, by: Actor, document: Document) -> None:
    """The bytes go, the row stays: what it was, when, its sha256. Files go when the transaction holds.

    What is not attached yet goes by its uploader; all else raises PermissionDenied without the right. Raises
    PreservedByLaw, whoever asks, while a law asks for the file: rooms say so by their kinds (`Room.retention`).
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.state != State.STAGED or locked.uploaded_by_id is None or locked.uploaded_by_id != by.pk:
        require(by, Permission.ADD_DOCUMENT, locked.scope)
    _erase(by, locked)


@transaction.atomic
def erase_of_person(*, by: Actor, document: Document) -> None:
    """As `erase`, where somebody is erased: whoever decided that has asked."""
    _erase(by, Document.objects.select_for_update().get(pk=document.pk))


def _erase(by: Actor, locked: Document) -> None:
    if locked.state == State.ERASED:
        return
    require_past_the_law(locked)
    default_storage.exists(str(locked.file.name))  # raises StoreLost: nothing is called erased that is not
    names = [str(locked.file.name), *(variant_name(locked, side) for side in pictures.SIZES)]
    locked.state, locked.consent = State.ERASED, Consent.REFUSED if locked.is_photo else locked.consent
    locked.file = ""
    locked.original_name = locked.author = ""
    locked.save()
    record(by=by, verb="document.erased", obj=locked, changes={"kind": locked.kind})
    transaction.on_commit(lambda: delete_all(names))


def variant_name(document: Document, side: int) -> str:
    """Where the smaller picture lies; made when the photo is taken in."""
    return f"{PurePath(str(document.file.name)).with_suffix('')}-{side}.webp"


def tidy(*, by: Actor) -> int:
    """Erase what was uploaded for forms that were never sent, and what was made for some days; returns how many."""
    unsent = unsent_since(limit_of(UPLOADS))
    stale = [*unsent[:AT_ONCE], *Document.objects.past_their_day()[:AT_ONCE]]
    for document in stale:
        erase(by=by, document=document)
    return len(stale)


def _store(*, content: bytes, extension: str, document: Document, by: Actor) -> Document:
    """File first, then the row; whichever fails, neither stays. Raises UploadRefused, StoreLost."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = f"{sha256[:2]}/{uuid4().hex}.{extension}"
    written: list[str] = []
    try:
        written.append(default_storage.save(place, ContentFile(content)))
        document.file = written[0]
        document.size, document.sha256 = len(content), sha256
        if document.is_photo or document.is_logo:
            for side in pictures.SIZES:
                small = ContentFile(pictures.smaller(content, side, is_logo=document.is_logo))
                written.append(default_storage.save(variant_name(document, side), small))
        with transaction.atomic():
            document.save(force_insert=True)
            record(by=by, verb="document.added", obj=document, changes={"kind": document.kind, "size": document.size})
    except OSError as error:
        delete_all(written)
        if isinstance(error, StoreLost):
            raise
        raise (NoSpaceLeft() if error.errno in {errno.ENOSPC, errno.EDQUOT} else UploadRefused()) from error
    except Exception:
        delete_all(written)
        raise
    return document
