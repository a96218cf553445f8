"""Asking for a report, making its files, submitting it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas import exchange
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence.logos import contents
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.evidence.services import erase, store_bytes, variant_name
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

from .freeze import check_period, figures_of
from .letters import notify_of_submission
from .models import Rendering, Report
from .render import render_pdf
from .snapshot import ReportFigures
from .workbook import render_xlsx

KIND = "reports.render"
PHOTO_SIDE = 960
CONTENT_TYPES = {"pdf": "application/pdf", "xlsx": exchange.CONTENT_TYPES["xlsx"]}


class AlreadySubmitted(ValidationError):
    """A submitted report is final."""


class NothingRendered(ValidationError):
    """A report is submitted with the file that was read, so there has to be one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person chose on the page."""

    scope: Scope
    starts_on: date
    ends_on: date
    language: str
    format: str

    @property
    def key(self) -> str:
        scope = self.scope
        return (
            f"{KIND}:{scope.programme_id}:{scope.municipality_id or 'all'}:{self.starts_on}:{self.ends_on}"
            f":{self.language}:{self.format}"
        )

    @property
    def arguments(self) -> dict[str, object]:
        return {
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "language": self.language,
            "format": self.format,
        }


def ask_for_report(*, by: Actor, wish: Wish) -> Job:
    """Work for a new report; while the same is being made, the one that is being made.

    Raises PermissionDenied, WrongPeriod.
    """
    require(by, Permission.MAKE_REPORT, wish.scope)
    check_period(Programme.objects.get(pk=wish.scope.programme_id), wish.starts_on, wish.ends_on)
    return jobs.enqueue(
        by=by, kind=KIND, arguments=wish.arguments, unique_key=wish.key, scope=wish.scope, language=_language_of(by)
    )


def ask_for_file(*, by: Actor, report: Report, language: str, format: str) -> Job:  # noqa: A002 - the model's own word
    """Work for another file of a report that is there; its figures stay as they were frozen.

    Raises PermissionDenied.
    """
    require(by, Permission.MAKE_REPORT, report.scope)
    return jobs.enqueue(
        by=by,
        kind=KIND,
        arguments={"report": report.pk, "language": language, "format": format},
        unique_key=f"{KIND}:{report.code}:{language}:{format}",
        scope=report.scope,
        language=_language_of(by),
    )


def _language_of(by: Actor) -> str:
    user = account_of(by)
    return user.language if user is not None else settings.LANGUAGE_CODE


def render(report: Report, *, language: str, format: str) -> bytes:  # noqa: A002 - the model's own word
    """The file's bytes, from the frozen figures alone. Raises pdf.PdfError and BrokenSeal."""
    figures = figures_of(report)
    if format == Rendering.Format.XLSX:
        return render_xlsx(figures, language=language)
    pictures = {"photos": photos_of(figures), "logos": contents(figures.logos)}
    return render_pdf(figures, seal=report.snapshot_sha256, language=language, **pictures)


def photos_of(figures: ReportFigures) -> dict[str, bytes]:
    """By sha256, the photos of the snapshot that may still be shown today; consent can be withdrawn."""
    wanted = [photo.document_id for chapter in figures.chapters() for photo in chapter.photos]
    pictures: dict[str, bytes] = {}
    for document in Document.objects.publishable().filter(pk__in=wanted).order_by("pk"):
        with default_storage.open(variant_name(document, PHOTO_SIDE)) as picture:
            pictures[document.sha256] = picture.read()
    return pictures


@transaction.atomic
def store_rendering(*, by: Actor, report: Report, language: str, format: str, content: bytes) -> Rendering:  # noqa: A002 - a file format
    """Store the file once: a second one of the same language and format gives the first. Raises PermissionDenied."""
    require(by, Permission.MAKE_REPORT, report.scope)
    report = Report.objects.select_for_update(of=("self",)).select_related("programme").get(pk=report.pk)
    stored = report.renderings.filter(language=language, format=format).first()
    if stored is not None:
        return stored
    document = store_bytes(
        by=by,
        content=content,
        name=file_name(report, language, format),
        content_type=CONTENT_TYPES[format],
        scope=report.scope,
        kind=Kind.REPORT,
    )
    if report.is_submitted:
        _open_to_funder(report, document.pk)
    rendering = Rendering.objects.create(
        report=report, language=language, format=format, document=document, sha256=document.sha256
    )
    record(
        by=by, verb="report.rendered", obj=report, changes={"file": f"{language}.{format}", "sha256": document.sha256}
    )
    return rendering


def file_name(report: Report, language: str, format: str) -> str:  # noqa: A002 - the model's own word
    """`parskats_dk-2019_2020-04-01_2020-09-30_lv.pdf`: plain letters, sorted by period in a folder."""
    with override(language):
        word = _("report-file")
    return f"{word}_{report.programme.code}_{report.starts_on}_{report.ends_on}_{language}.{format}"


@transaction.atomic
def submit_report(*, by: Actor, report: Report) -> Report:
    """Final from here on: the funder reads it, nobody changes it. Whoever may read it gets a letter.

    Raises PermissionDenied, AlreadySubmitted, NothingRendered.
    """
    require(by, Permission.SUBMIT_REPORT, report.scope)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.is_submitted:
        raise AlreadySubmitted(_("This report has already been submitted."), code="submitted")
    if not report.renderings.filter(format=Rendering.Format.PDF).exists():
        raise NothingRendered(_("Make the PDF first: a report is submitted with its file."), code="no_file")
    figures_of(report)
    report.state, report.submitted_by, report.submitted_at = Report.State.SUBMITTED, account_of(by), clock.now()
    report.save(update_fields=["state", "submitted_by", "submitted_at"])
    _open_to_funder(report)
    record(by=by, verb="report.submitted", obj=report, changes={"sha256": report.snapshot_sha256})
    notify_of_submission(report, by=by)
    return report


@transaction.atomic
def delete_draft(*, by: Actor, report: Report) -> None:
    """One's own draft goes with its files; the trail says that it was. Raises PermissionDenied, AlreadySubmitted."""
    require_may_delete(by, report)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.is_submitted:
        raise AlreadySubmitted(_("This report has already been submitted."), code="submitted")
    documents = [rendering.document for rendering in report.renderings.select_related("document")]
    record(by=by, verb="report.deleted", obj=report)
    Job.objects.filter(Q(report=report) | Q(arguments__report=report.pk)).update(result={})  # leads nowhere any more
    report.renderings.all().delete()
    report.delete()
    for document in documents:
        erase(by=by, document=document)


def require_may_delete(by: Actor | AnyUser, report: Report) -> None:
    """Only whoever made the draft deletes it. Raises PermissionDenied."""
    require(by, Permission.MAKE_REPORT, report.scope)
    if report.requested_by_id != by.pk:
        raise PermissionDenied(_("A draft of a report is deleted by the one who made it."))


def may_delete(user: AnyUser, report: Report) -> bool:
    try:
        require_may_delete(user, report)
    except PermissionDenied:
        return False
    return not report.is_submitted


def _open_to_funder(report: Report, *more: int) -> None:
    """The funder and the auditor may open a final report's files."""
    own = list(report.renderings.values_list("document_id", flat=True))
    Document.objects.filter(pk__in=[*own, *more]).update(funder_may_open=True)


def page_of(report: Report, language: str) -> str:
    """The report's own page, in the language of the person who asked."""
    with override(language):
        return reverse("reports:report_detail", args=[report.code])
