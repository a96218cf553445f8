"""The moment at which figures stop changing: gathered in one view of the database, sealed, kept once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import figures as sealing

from . import codes, snapshot
from .gather import gather
from .models import Report


class WrongPeriod(ValidationError):
    """The period is turned round or lies outside the programme."""


class BrokenSeal(ValidationError):
    """The kept figures are not those that were sealed."""


def check_period(programme: Programme, starts_on: date, ends_on: date) -> None:
    """Raise WrongPeriod unless the period is one, and touches the programme."""
    if ends_on < starts_on:
        raise WrongPeriod(_("The period ends before it starts."), code="period_order")
    if ends_on < programme.starts_on or starts_on > programme.ends_on:
        raise WrongPeriod(_("The period lies outside the programme."), code="period_outside")


def freeze(*, by: Actor, scope: Scope, starts_on: date, ends_on: date, job: Job | None = None) -> Report:
    """Gather and keep; a job that was broken off after this finds what it kept.

    Raises PermissionDenied, WrongPeriod.
    """
    require(by, Permission.MAKE_REPORT, scope)
    existing = Report.objects.filter(job=job).first() if job else None
    if existing is not None:
        return existing
    code = codes.new_code()
    with _repeatable_read():
        check_period(Programme.objects.get(pk=scope.programme_id), starts_on, ends_on)
        gathered = gather(scope, starts_on, ends_on, code=code)
    return _store(gathered, by=by, scope=scope, job=job)


@transaction.atomic
def _store(gathered: snapshot.ReportFigures, *, by: Actor, scope: Scope, job: Job | None) -> Report:
    """One report for a job, whoever of two workers was first: the job is unique, so the second one reads."""
    report = Report(
        code=gathered.code,
        programme_id=scope.programme_id,
        municipality_id=scope.municipality_id,
        starts_on=gathered.starts_on,
        ends_on=gathered.ends_on,
        as_of=gathered.as_of,
        snapshot=snapshot.to_json(gathered),
        snapshot_sha256=sealing.sha256_of(gathered),
        requested_by=account_of(by),
        job=job,
    )
    Report.objects.bulk_create([report], ignore_conflicts=True)
    existing = Report.objects.get(job=job) if job else Report.objects.get(code=report.code)
    if existing.code == report.code:
        record(by=by, verb="report.frozen", obj=existing, changes={"sha256": existing.snapshot_sha256})
    return existing


def figures_of(report: Report) -> snapshot.ReportFigures:
    """The frozen figures, after their seal was tried. Raises BrokenSeal and snapshot.UnreadableSnapshot."""
    if sealing.sha256_of(report.snapshot) != report.snapshot_sha256:
        raise BrokenSeal(_("The figures of this report are not those that were sealed."), code="broken_seal")
    return snapshot.from_json(report.snapshot)


@contextmanager
def _repeatable_read() -> Iterator[None]:
    """What others write meanwhile is not seen, so a sum and the list under it cannot differ."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:  # the level can only be set before the first statement
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
