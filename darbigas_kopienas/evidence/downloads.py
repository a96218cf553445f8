"""Sending a private file (SERVE_FILES_BY): by Django, by the proxy that is told where it lies, or by the S3 store."""

from http import HTTPStatus
from pathlib import PurePath
from typing import Any
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
NEVER_CACHED = "private, no-store"


def send_document(document: Document, *, reader: Reader, called: str = "", is_own: bool = False) -> HttpResponseBase:
    """As an attachment that the browser neither guesses about nor shares. Call it only after the permission check.

    `called` is its name where the title is not for whoever gets it; `is_own`: it is about whoever gets it (their
    certificate), and who reads their own papers is nobody's business.
    """
    name = f"{_plain(called or document.title)}{PurePath(str(document.file.name)).suffix}"
    disposition = content_disposition_header(True, name) or "attachment"
    answer = _answer(str(document.file.name), document.content_type, disposition=disposition)
    if not is_own:
        note_opening(by=reader, document=document, how=How.DOWNLOADED)
    _note_sensitive(document)
    return answer


def show_document(document: Document, *, reader: Reader) -> HttpResponseBase:
    """In a frame or picture of the portal's own page. Call it only after the permission check, for what is shown so."""
    answer = _answer(str(document.file.name), document.content_type)
    note_opening(by=reader, document=document, how=How.SHOWN)
    _note_sensitive(document)
    return answer


def _note_sensitive(document: Document) -> None:
    if document.sensitivity == Sensitivity.SENSITIVE:
        note(Event.FILE, document=document.pk, kind=document.kind)


def send_picture(name: str, *, for_anybody: bool) -> HttpResponseBase:
    """A redrawn, smaller picture, shown in the page. A cleared one is kept for a minute by others: consent can end."""
    cached = "public, max-age=60, must-revalidate" if for_anybody else NEVER_CACHED
    return _answer(name, "image/webp", cached=cached)


def send_logo(name: str) -> HttpResponseBase:
    """It stands on every page, and a new picture has a new address: so never by one that is signed for a minute."""
    return _sent(name, "image/webp", disposition="inline", cached="public, max-age=86400")


def _answer(
    name: str, content_type: str, *, disposition: str = "inline", cached: str = NEVER_CACHED
) -> HttpResponseBase:
    if settings.SERVE_FILES_BY == "redirect":
        return _redirect(name, content_type, disposition=disposition, cached=cached)
    return _sent(name, content_type, disposition=disposition, cached=cached)


def _sent(name: str, content_type: str, *, disposition: str, cached: str) -> HttpResponseBase:
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
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = cached
    return answer


def _redirect(name: str, content_type: str, *, disposition: str, cached: str) -> HttpResponse:
    """To an address of the S3 store that is good for a minute. Asked first, so that its silence is said by us.

    What the answer is to be called stands here too: the security log knows by it what was taken along.
    """
    if not default_storage.exists(name):
        raise Http404
    store: Any = default_storage  # the settings let only the S3 store redirect (runtime/environment_checks.py)
    answer = HttpResponse(status=HTTPStatus.FOUND)
    answer["Location"] = store.signed_url(name, content_type=content_type, disposition=disposition, cached=cached)
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _plain(title: str) -> str:
    """A file name without folders or invisible characters."""
    safe = "".join(
        character if character.isprintable() and character not in '/\\:"<>|?*' else " " for character in title
    )
    return " ".join(safe.split()) or "document"
