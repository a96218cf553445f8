"""Issuing papers, ending them, and the holder's say about their name."""

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.services import BadAddress, queue
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from seminars.certificates import consents
from seminars.certificates.drawable import require_drawable
from seminars.certificates.errors import (
    IssuedTooEarly,
    IssuedTooLate,
    NobodyReady,
    NotEntitled,
    NotValid,
    ReasonMissing,
)
from seminars.certificates.facts import Edition, Signing, freeze, issuer_of
from seminars.certificates.models import Certificate, CertificateSeries
from seminars.seminar.models import Seminar

from .entitlement import Entitled, entitled, read_seminar
from .files import ask_for_files

# Letters leave with the next sweep, when the papers are made; three hundred nudges would tell nothing new.
LETTER_AFTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """`made` now; `existing` were valid already."""

    made: tuple[Certificate, ...]
    existing: tuple[Certificate, ...]


@transaction.atomic
def issue(*, by: Actor, seminar: Seminar, signing: Signing, registrations: Collection[int] | None = None) -> Issued:
    """Papers for everybody who is ready, or for the chosen; whoever holds a valid one keeps it.

    Numbers run on without gaps behind the lock of the year's series; letters and the making of the files go with it.
    Raises PermissionDenied, IssuedTooEarly, IssuedTooLate, NoIssuer, NotEntitled (a chosen one), NobodyReady,
    LettersNotDrawn.
    """
    require(by, Permission.ISSUE_CERTIFICATE, seminar.scope)
    read = _read_locked(seminar.pk, seminar.activity_id)
    _check_day(read, signing)
    series = _locked_series(read.activity.programme, signing.issued_on.year)
    issuer = issuer_of(read)
    people = _locked_people(read, registrations)
    _require_entitled(people, registrations)
    existing = tuple(person.valid for person in people if person.valid is not None)
    ready = [person for person in people if person.is_ready]
    if not ready and not existing:
        raise NobodyReady(_("Nobody has attended enough for a document yet."), code="nobody")
    made = tuple(_make(by, read, issuer, person, signing, series) for person in ready)
    require_drawable([certificate.facts for certificate in made])
    if made:
        series.save(update_fields=["last"])
        record(by=by, verb="certificates.issued", obj=read, changes={"count": len(made)})
        ask_for_files(by=by, seminar=read, certificates=made)
    return Issued(made, existing)


@transaction.atomic
def replace(*, by: Actor, certificate: Certificate, reason: str, signing: Signing, name: str = "") -> Certificate:
    """A new paper with its own number and code, of today's attendance and the corrected name; the old one says so.

    Raises PermissionDenied, ReasonMissing, NotValid, IssuedTooEarly, IssuedTooLate, NoIssuer, NotEntitled,
    LettersNotDrawn.
    """
    require(by, Permission.ISSUE_CERTIFICATE, certificate.scope)
    read = _read_locked(certificate.seminar_id, certificate.seminar.activity_id)
    _check_day(read, signing)
    series = _locked_series(read.activity.programme, signing.issued_on.year)
    if name and name != certificate.holder:
        participation.change(by=by, registration=certificate.registration, name=name)
    ended = _end(by, certificate, Certificate.State.REPLACED, reason)
    entitled_now = _locked_people(read, [ended.registration_id])
    if not entitled_now or not entitled_now[0].is_ready:
        raise NotEntitled(_("This person has no right to a document; revoke it instead."), code="not_entitled")
    made = _make(by, read, issuer_of(read), entitled_now[0], signing, series, replaces=ended)
    require_drawable([made.facts])
    series.save(update_fields=["last"])
    ask_for_files(by=by, seminar=read, certificates=[made])
    return made


@transaction.atomic
def revoke(*, by: Actor, certificate: Certificate, reason: str) -> Certificate:
    """From now on the check page says that it is not valid, since when and why; the holder is told.

    Raises PermissionDenied, ReasonMissing, NotValid.
    """
    require(by, Permission.ISSUE_CERTIFICATE, certificate.scope)
    ended = _end(by, certificate, Certificate.State.REVOKED, reason)
    _notify(ended, "certificate_revoked", by=by)
    return ended


@transaction.atomic
def show_name(*, by: Actor, certificate: Certificate, shows_name: bool) -> Certificate:
    """The holder's own wish; whoever has the link of the place is the holder too. Raises PermissionDenied."""
    user = account_of(by)
    if user is not None and not Certificate.objects.own(user).filter(pk=certificate.pk).exists():
        raise PermissionDenied(_("Only the holder decides whether the check page shows the name."))
    locked = _locked(certificate)
    if locked.shows_name != shows_name:
        locked.shows_name = shows_name
        locked.save(update_fields=["shows_name"])
        verb = "certificate.name_shown" if shows_name else "certificate.name_hidden"
        record(by=by, verb=verb, obj=locked, scope=certificate.scope)
    consents.follow_wish(locked)
    return locked


@transaction.atomic
def set_group(*, by: Actor, seminar: Seminar, registration: Registration, group: str) -> Registration:
    """The coordinator says whether somebody is a teacher: it decides between the two papers.

    Raises PermissionDenied, NotActive.
    """
    require(by, Permission.ISSUE_CERTIFICATE, seminar.scope)
    return participation.change(by=by, registration=registration, group=group)


def last_signing(seminar: Seminar) -> dict[str, str]:
    """Who signed last in this municipality, so that nobody types it again. One statement."""
    last = Certificate.objects.in_scope(seminar.scope).order_by("-pk").values_list("facts", flat=True).first()
    if last is None:
        return {}
    return {
        "signatory": last["lv"]["signatory"],
        "position_lv": last["lv"]["position"],
        "position_en": last["en"]["position"],
    }


def _check_day(seminar: Seminar, signing: Signing) -> None:
    if signing.issued_on < seminar.last_day:
        raise IssuedTooEarly({"issued_on": _("A document is issued on the seminar’s last day or later.")}, code="early")
    if signing.issued_on > clock.today():
        raise IssuedTooLate({"issued_on": _("The day of issue has not come yet.")}, code="future")


def _read_locked(seminar_id: int, activity_id: int) -> Seminar:
    """The seminar as it stands, which nobody sets back from held before the certificates are written."""
    Activity.objects.locked(activity_id)
    return read_seminar(seminar_id)


def _locked_series(programme: Programme, year: int) -> CertificateSeries:
    """Whoever gives numbers of this programme's year waits here; a deed that fails gives its numbers back."""
    CertificateSeries.objects.bulk_create([CertificateSeries(programme=programme, year=year)], ignore_conflicts=True)
    series = CertificateSeries.objects.select_for_update(of=("self",)).get(programme=programme, year=year)
    series.programme = programme
    return series


def _locked_people(seminar: Seminar, registrations: Collection[int] | None) -> list[Entitled]:
    """Attendance is read behind the lock of each registration, so it does not change before the paper stands."""
    locked = Registration.objects.select_for_update(of=("self",)).filter(activity=seminar.activity_id)
    if registrations is not None:
        locked = locked.filter(pk__in=registrations)
    list(locked.order_by("pk").values_list("pk", flat=True))
    return entitled(seminar, registrations)


def _require_entitled(people: list[Entitled], chosen: Collection[int] | None) -> None:
    refused = set(chosen or ()) - {person.registration.pk for person in people if person.is_ready or person.valid}
    if refused:
        raise NotEntitled(_("One of the chosen people has no right to a document any more."), code="not_entitled")


def _make(
    by: Actor,
    seminar: Seminar,
    issuer: Organisation,
    who: Entitled,
    signing: Signing,
    series: CertificateSeries,
    replaces: Certificate | None = None,
) -> Certificate:
    series.last += 1
    number = f"{series.programme.code.upper()}-{series.year}-{series.last:04d}"
    version = replaces.version + 1 if replaces else 1
    edition = Edition(number, version, replaces.number if replaces else "")
    holder = who.registration.name
    made = Certificate.objects.create(
        seminar=seminar,
        registration=who.registration,
        kind=who.verdict.kind.value,
        number=number,
        version=version,
        replaces=replaces,
        holder=holder,
        hours=who.verdict.hours,
        facts=freeze(
            seminar=seminar, issuer=issuer, holder=holder, verdict=who.verdict, signing=signing, edition=edition
        ),
        issued_on=signing.issued_on,
        issued_by=account_of(by),
        shows_name=replaces.shows_name if replaces else False,
    )
    if replaces is not None and replaces.shows_name:
        consents.carry_over(replaces, made)
    changes = {"number": number, "kind": made.kind, "version": version}
    record(by=by, verb="certificate.issued", obj=made, scope=seminar.scope, changes=changes)
    _notify(made, "certificate_ready", by=by)
    return made


def _locked(certificate: Certificate) -> Certificate:
    locked = Certificate.objects.select_for_update(of=("self",)).select_related("registration", "seminar__activity")
    return locked.get(pk=certificate.pk)


def _end(by: Actor, certificate: Certificate, state: str, reason: str) -> Certificate:
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing({"reason": _("Give the reason: it appears on the check page.")}, code="reason")
    locked = _locked(certificate)
    if not locked.is_valid:
        raise NotValid(_("This document is no longer valid; nothing was changed."), code="not_valid")
    locked.state, locked.reason, locked.ended_at, locked.ended_by = state, reason, clock.now(), account_of(by)
    locked.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    record(by=by, verb=f"certificate.{state}", obj=locked, changes={"number": locked.number})
    return locked


def _notify(certificate: Certificate, template: str, *, by: Actor) -> None:
    """Once for each paper and occasion. Nobody loses a paper because an address is damaged."""
    registration = certificate.registration
    if not registration.email:
        return
    with contextlib.suppress(BadAddress):
        queue(
            by=by,
            to=registration.email,
            template=template,
            language=registration.language,
            context={"certificate": certificate.pk},
            unique_key=f"certificate:{certificate.pk}:{template}",
            due_at=clock.now() + LETTER_AFTER,
            scope=certificate.scope,
            about=certificate.seminar.activity,
        )
