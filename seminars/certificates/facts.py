"""What a paper says, frozen in both languages when it is issued. The paper and the check page both read only this."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from darbigas_kopienas.activities.models import ACADEMIC_HOUR_MINUTES, Session
from darbigas_kopienas.activities.states import State
from darbigas_kopienas.evidence.logos import PrintedLogo, printed
from darbigas_kopienas.evidence.models import Placement
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.models import Party
from darbigas_kopienas.values import formats, texts
from darbigas_kopienas.values.figures import TextPair
from darbigas_kopienas.values.formats import Case
from seminars.catalogue.models import TrainingProgramme
from seminars.seminar.models import Seminar

from .errors import NoIssuer
from .rules import Kind, Verdict

LANGUAGES = ("lv", "en")
SCHEMA = 1
MOST_LEARNT = 240  # characters, so that the certificate stays one page
_MARKS = re.compile(r"^\s*(?:[#>*+-]|\d+\.)+\s+|[*_`]+", re.MULTILINE)  # of Markdown
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, as what, and on which day the paper is issued."""

    signatory: str
    position_lv: str
    position_en: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Edition:
    """Which paper of its line: its number, its version, and the number of the one that it replaces."""

    number: str
    version: int = 1
    replaces: str = ""


def issuer_of(seminar: Seminar) -> Organisation:
    """Of the training programme, else the grant's implementer. Raises NoIssuer."""
    training = seminar.training_programme
    if training is not None and training.issuer is not None:
        return training.issuer
    parties = Party.objects.filter(programme_id=seminar.activity.programme_id, role=Party.Role.IMPLEMENTER)
    party = parties.select_related("organisation").first()
    if party is None:
        raise NoIssuer(_("The programme names no implementer, so nobody can issue the document."), code="issuer")
    return party.organisation


def freeze(
    *, seminar: Seminar, issuer: Organisation, holder: str, verdict: Verdict, signing: Signing, edition: Edition
) -> Facts:
    """Every printed fact as a text, in Latvian and in English. No personal code, no address, no school.

    The logos of the day of issue are kept by the hashes of their pictures: the paper drawn anew has the same.
    """
    facts: Facts = {"schema": SCHEMA, "is_demo": seminar.activity.programme.is_demo}
    facts["logos"] = [asdict(logo) for logo in printed(seminar.activity.programme_id, Placement.CERTIFICATE)]
    for language in LANGUAGES:
        with override(language):
            facts[language] = {
                "title": title_of(verdict.kind),
                "number": edition.number,
                "version": str(edition.version),
                "replaces": edition.replaces,
                "holder": holder,
                **_of_seminar(seminar, verdict, language),
                **_of_issue(seminar, issuer, signing, language),
            }
    return facts


def logos_of(facts: Facts) -> list[PrintedLogo]:
    """None on papers from before they were kept."""
    return [PrintedLogo(**{**logo, "alt": TextPair(**logo["alt"])}) for logo in facts.get("logos", [])]


def title_of(kind: str) -> str:
    """The paper's heading in the active language."""
    if kind == Kind.CERTIFICATE:
        return pgettext("heading of a document", "Certificate")
    return pgettext("heading of a document", "Confirmation of attendance")


def _of_seminar(seminar: Seminar, verdict: Verdict, language: str) -> dict[str, str]:
    training = seminar.training_programme
    sessions = active_sessions(seminar)
    days: list[date] = [session.starts_at for session in sessions]
    return {
        "seminar": texts.in_language(seminar.activity, "title", language),
        "training": texts.in_language(training, "title", language) if training else "",
        "type": str(training.get_type_display()) if training else "",
        "module": training.module if training else "",
        "hours": formats.short_number(verdict.hours, language=language),
        "of_hours": formats.short_number(verdict.of_hours, language=language),
        "minutes": str(ACADEMIC_HOUR_MINUTES),
        "dates": formats.long_days(days or [seminar.activity.day], Case.NOMINATIVE, language),
        "place": _place(seminar, sessions, language),
        "trainers": seminar.trainers,
        "learnt": _learnt(seminar, language),
        "approval": _approval(training, language) if training and verdict.kind == Kind.CERTIFICATE else "",
    }


def _of_issue(seminar: Seminar, issuer: Organisation, signing: Signing, language: str) -> dict[str, str]:
    programme = seminar.activity.programme
    return {
        "issuer": texts.in_language(issuer, "name", language),
        "issuer_number": issuer.registration_number,
        "issued_on": formats.long_date(signing.issued_on, Case.NOMINATIVE, language),
        "signatory": signing.signatory,
        "position": signing.position_lv if language == "lv" else signing.position_en or signing.position_lv,
        "grant": texts.in_language(programme, "name", language),
        "credit": texts.in_language(programme, "credit", language),
    }


def active_sessions(seminar: Seminar) -> list[Session]:
    """Those that were not cancelled, in their order."""
    return [session for session in seminar.activity.sessions.all() if session.state != State.CANCELLED]


def _place(seminar: Seminar, sessions: list[Session], language: str) -> str:
    """Each room once; the municipality after them where they do not name it; sessions online are said so."""
    activity = seminar.activity
    rooms = [
        _("online") if session.mode == Session.Mode.ONLINE else session.place or activity.place for session in sessions
    ] or [activity.place]  # fmt: skip
    named = "; ".join(dict.fromkeys(room for room in rooms if room))
    municipality = activity.municipality
    where = texts.in_language(municipality, "name", language) if municipality else ""
    is_only_online = bool(sessions) and all(session.mode == Session.Mode.ONLINE for session in sessions)
    if is_only_online or not where or (named and where in named):
        return named
    return f"{named}, {where}" if named else where


def _learnt(seminar: Seminar, language: str) -> str:
    """What the programme aims at, else what the seminar says of itself: one paragraph without marks, cut at a word."""
    training = seminar.training_programme
    text = texts.in_language(training, "aims", language) if training else ""
    text = text or texts.in_language(seminar.activity, "description", language)
    plain = " ".join(_MARKS.sub("", text).split())
    if len(plain) <= MOST_LEARNT:
        return plain
    return f"{plain[:MOST_LEARNT].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def _approval(training: TrainingProgramme, language: str) -> str:
    """The number, the day, and the municipality that approved it."""
    assert training.approved_on is not None  # noqa: S101 - only an approved programme leads to a certificate
    words = {
        "number": training.approval_number,
        "day": formats.long_date(training.approved_on, Case.NOMINATIVE, language),
    }
    by = training.approved_by
    if by is None:
        return _("No. %(number)s, %(day)s") % words
    return _("No. %(number)s, %(day)s, %(by)s") % {**words, "by": texts.in_language(by, "name", language)}


def rows(facts: Facts, language: str) -> list[tuple[str, str]]:
    """What the paper says under its heading and its holder's name, with the active language's labels."""
    said: dict[str, str] = facts[language]
    hours = (
        ngettext(
            "%(hours)s of %(of_hours)s academic hour (%(minutes)s minutes each)",
            "%(hours)s of %(of_hours)s academic hours (%(minutes)s minutes each)",
            formats.counted_hours(said["of_hours"]),
        )
        % said
    )
    issuer = said["issuer"]
    if said["issuer_number"]:
        issuer = _("%(issuer)s, registration No. %(issuer_number)s") % said
    labelled = (
        (_("Training programme"), said["training"]),
        (_("Type of programme"), said["type"]),
        (_("Module"), said["module"]),
        (_("Seminar"), said["seminar"]),
        (_("What was learnt"), said.get("learnt", "")),
        (_("Attended"), hours),
        (pgettext("of a seminar", "Days"), said["dates"]),
        (_("Place"), said["place"]),
        (_("Trainers"), said["trainers"]),
        (_("Approval of the programme"), said["approval"]),
        (_("Issuer"), issuer),
        (_("Issued on"), said["issued_on"]),
        (pgettext("document", "Replaces"), _("No. %(replaces)s") % said if said["replaces"] else ""),
    )
    return [(label, value) for label, value in labelled if value]


def initials(name: str) -> str:
    """`Jānis Kalniņš-Liepa`: `J. K. L.`"""
    return " ".join(f"{word[0].upper()}." for word in re.split(r"[\s\-\u2010-\u2015]+", name) if word[:1].isalpha())
