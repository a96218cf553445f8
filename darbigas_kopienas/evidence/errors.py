"""Why a file was not taken, in words for the person who sent it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.web.security_log import Event, Outcome, note


class UploadRefused(ValidationError):
    """Nothing was kept. The message says what to do."""

    words: Any = _("The file could not be saved.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.words, code=type(self).__name__, params=params or None)


class EmptyFile(UploadRefused):
    words = _("The file is empty. Choose another file.")


class FileTooLarge(UploadRefused):
    words = _("The file is too large: at most %(limit)s MB.")


class NotWhatItSays(UploadRefused):
    words = _("The file is not what its name says, or it is damaged. Open it, save it again and send it once more.")


class TypeNotAllowed(UploadRefused):
    words = _(
        "Files of this type are not accepted. Send PDF, JPEG, PNG, HEIC, DOCX, XLSX, PPTX, ODT, ODS, EDOC or ASiC-E."
    )


class HasMacros(UploadRefused):
    words = _("The file holds macros. Save it without macros or as PDF.")


class PictureTooLarge(UploadRefused):
    words = _("The picture has too many pixels: at most %(limit)s million.")


class NotAPicture(UploadRefused):
    words = _("A photo is needed here: JPEG, PNG, WebP or HEIC.")


class NotALogo(UploadRefused):
    words = _(
        "A logo is taken as PNG or JPEG. A drawing (SVG) can hold scripts and addresses of others: save it as PNG."
    )


class LogoTooSmall(UploadRefused):
    words = _("The logo is %(width)s pixels wide. To be printed it must be at least %(limit)s pixels wide.")


class NoSpaceLeft(UploadRefused):
    words = _(
        "There is no room left on the server, so the file was not saved. Nothing else was lost. Tell the "
        "administrators."
    )


class NotYours(UploadRefused):
    words = _("This file was added by somebody else, or it has already been used.")


class PreservedByLaw(UploadRefused):
    words = _("“%(what)s” belongs to the accounts: the law asks for it until %(day)s.")


@contextmanager
def refusals_noted() -> Iterator[None]:
    """In the security log, by the reason alone: a file's name may be a person's."""
    try:
        yield
    except UploadRefused as error:
        note(Event.UPLOAD, Outcome.REFUSED, reason=type(error).__name__)
        raise
