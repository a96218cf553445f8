"""Sending a private file: by Django, or by the proxy that is told where it lies (SERVE_FILES_BY)."""

from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.web.security_log import Event, note

from .models import Document, Sensitivity
from .openings import How, note_opening

PROTECTED = "/protected/"  # the proxy's internal place over MEDIA_ROOT


def send_document(document: Document, *, reader: Reader, called: str = "", is_own: bool = False) -> HttpResponseBase:
    """As an attachment that the browser neither guesses about nor shares. Call it only after the permission check.

    `called` is its name where the title is not for whoever gets it; `is_own`: it is about whoever gets it (their
    certificate), and who reads their own papers is nobody's business.
    """
    answer = _answer(str(document.file.name), document.content_type)
    if not is_own:
        note_opening(by=reader, document=document, how=How.DOWNLOADED)
    _note_sensitive(document)
    name = f"{_plain(called or document.title)}{PurePath(str(document.file.name)).suffix}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def show_document(document: Document, *, reader: Reader) -> HttpResponseBase:
    """In a frame or picture of the portal's own page. Call it only after the permission check, for what is shown so."""
    answer = _answer(str(document.file.name), document.content_type)
    note_opening(by=reader, document=document, how=How.SHOWN)
    _note_sensitive(document)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _note_sensitive(document: Document) -> None:
    if document.sensitivity == Sensitivity.SENSITIVE:
        note(Event.FILE, document=document.pk, kind=document.kind)


def send_picture(name: str, *, for_anybody: bool) -> HttpResponseBase:
    """A redrawn, smaller picture, shown in the page. A cleared one is kept for a minute by others: consent can end."""
    answer = _answer(name, "image/webp")
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "public, max-age=60, must-revalidate" if for_anybody else "private, no-store"
    return answer


def send_logo(name: str) -> HttpResponseBase:
    """It stands on every page, and a new picture has a new address."""
    answer = _answer(name, "image/webp")
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


def _answer(name: str, content_type: str) -> HttpResponseBase:
    answer: HttpResponseBase
    if settings.SERVE_FILES_BY == "x-accel":
        answer = HttpResponse(content_type=content_type)
        answer["X-Accel-Redirect"] = PROTECTED + quote(name)
    else:
        try:
            answer = FileResponse(default_storage.open(name), content_type=content_type)
        except FileNotFoundError as error:
            raise Http404 from error
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _plain(title: str) -> str:
    """A file name without folders or invisible characters."""
    safe = "".join(
        character if character.isprintable() and character not in '/\\:"<>|?*' else " " for character in title
    )
    return " ".join(safe.split()) or "document"
