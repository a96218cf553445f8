"""What a programme says in its own words at the beginning of e-mails to people outside."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.changes import put
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.letters import Letter, Words, words_of
from darbigas_kopienas.mailing.models import MailWording, OutgoingMail
from darbigas_kopienas.mailing.own_words import LANGUAGES, LONGEST_OPENING, LONGEST_SUBJECT, fill, unknown_in
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.characters import one_line, visible


class CannotBeRewritten(ValidationError):
    """The portal says e-mails of this kind in its own words only, or not in this language."""


class NothingWritten(ValidationError):
    """Neither a subject nor opening words."""


class WordsTooLong(ValidationError):
    """Longer than the portal stores."""


class UnknownPlaceholder(ValidationError):
    """Something in braces that e-mails of this kind do not know."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Own words as one letter says them; what is empty the portal says as it always does."""

    subject: str = ""
    opening: str = ""


@transaction.atomic
def set_words(
    *, by: Actor, programme: Programme, template: str, language: str, subject: str, opening: str
) -> MailWording:
    """From now on e-mails of this kind begin so.

    Raises PermissionDenied, CannotBeRewritten, NothingWritten, WordsTooLong, UnknownPlaceholder.
    """
    require(by, Permission.WRITE_MAIL, Scope(programme.pk))
    fields = checked_words(template=template, language=language, subject=subject, opening=opening)
    wording = _locked(programme, template, language)
    is_new = wording is None
    wording = wording or MailWording(programme=programme, template=template, language=language)
    if changed := put(wording, fields):
        wording.save()
        of_kind = {"template": template, "language": language}
        changes = of_kind | (changed.stored_as_new if is_new else changed.stored)
        record(by=by, verb="mail_wording.set", obj=wording, changes=changes)
    return wording


def checked_words(*, template: str, language: str, subject: str, opening: str) -> dict[str, str]:
    """As they would be stored. Raises CannotBeRewritten, NothingWritten, WordsTooLong, UnknownPlaceholder."""
    fields = {"subject": one_line(subject), "opening": _plain(opening)}
    words = _require_words(template, language)
    _require_lengths(fields)
    _require_placeholders(words, language, fields)
    return fields


@transaction.atomic
def forget_words(*, by: Actor, programme: Programme, template: str, language: str) -> None:
    """Back to the portal's words; where they are the portal's already, nothing happens. Raises PermissionDenied."""
    require(by, Permission.WRITE_MAIL, Scope(programme.pk))
    wording = _locked(programme, template, language)
    if wording is None:
        return
    changes = {"template": template, "language": language, **put(wording, {"subject": "", "opening": ""}).stored}
    record(by=by, verb="mail_wording.removed", obj=wording, changes=changes)
    wording.delete()


def own_words_of(mail: OutgoingMail, letter: Letter) -> Filled:
    """What the letter's programme says of its kind in its language, filled; the portal's own where it says nothing."""
    words = words_of(mail.template)
    if words is None or mail.programme_id is None:
        return Filled()
    rows = MailWording.objects.filter(programme=mail.programme_id, template=mail.template, language=mail.language)
    wording = rows.first()
    return filled(words, letter, wording) if wording is not None else Filled()


def filled(words: Words, letter: Letter, wording: MailWording) -> Filled:
    """Where a placeholder is not known to this letter, the portal's own words come instead."""
    values = words.values_in(letter, wording.language)
    return Filled(fill(wording.subject, values) or "", fill(wording.opening, values) or "")


def _plain(typed: str) -> str:
    return visible(typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _locked(programme: Programme, template: str, language: str) -> MailWording | None:
    """Behind the programme's lock, so that two who write at once do not write two rows."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    return MailWording.objects.filter(programme=programme, template=template, language=language).first()


def _require_words(template: str, language: str) -> Words:
    words = words_of(template)
    if words is None or language not in LANGUAGES:
        raise CannotBeRewritten(_("E-mails of this kind are always in the portal’s own words."), code="not_rewritable")
    return words


def _require_lengths(fields: dict[str, str]) -> None:
    if not any(fields.values()):
        raise NothingWritten({"opening": _("Write a subject or opening words.")}, code="nothing_written")
    sentence = _("Write at most %(most)s characters; here are %(number)s.")
    for name, most in (("subject", LONGEST_SUBJECT), ("opening", LONGEST_OPENING)):
        if len(fields[name]) > most:
            raise WordsTooLong({name: sentence % {"most": most, "number": len(fields[name])}}, code="too_long")


def _require_placeholders(words: Words, language: str, fields: dict[str, str]) -> None:
    names = words.names_in(language)
    errors = {name: unknown for name, text in fields.items() if (unknown := unknown_in(text, names))}
    if errors:
        known = ", ".join(f"{{{row.name_in(language)}}}" for row in words.placeholders)
        raise UnknownPlaceholder({name: _sentence(unknown, known) for name, unknown in errors.items()})


def _sentence(unknown: list[str], known: str) -> str:
    """Names the first of them: the next is said when this one is put right."""
    if unknown[0] in {"{", "}"}:
        sentence = _("A brace “%(piece)s” stands alone. Braces are only for what the portal fills in: %(known)s.")
    else:
        sentence = _("The portal cannot fill in “%(piece)s”. It fills in: %(known)s.")
    return sentence % {"piece": unknown[0][:60], "known": known}
