"""What the worker does for one file of a report. A worker that dies in the middle leaves nothing half-made:
the figures are frozen once for the job, and the file is kept in the transaction that ends the job.
"""

from collections.abc import Callable
from datetime import date

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Progress
from darbigas_kopienas.values.pdf import PdfError

from . import due_letters, services
from .freeze import freeze
from .models import Report

GATHERING, FREEZING, RENDERING, STORING = (
    gettext_noop("Gathering the figures"),
    gettext_noop("Freezing the figures"),
    gettext_noop("Making the file"),
    gettext_noop("Storing the file"),
)


@shared_task(name="reports.remind", ignore_result=True)
def remind() -> None:
    """Of reports that are due or late."""
    due_letters.remind(by=SYSTEM)


def make_file(job: Job, progress: Progress) -> Callable[[], Document]:
    """The handler of "reports.render"."""
    progress(5, GATHERING)
    _require_still_allowed(job)
    report = _report(job)
    progress(35, FREEZING)
    language, format_ = str(job.arguments["language"]), str(job.arguments["format"])
    progress(45, RENDERING)
    try:
        content = services.render(report, language=language, format=format_)
    except PdfError as error:
        raise ValidationError(str(error)) from error
    progress(90, STORING)

    def store() -> Document:
        rendering = services.store_rendering(
            by=job.requested_by or SYSTEM, report=report, language=language, format=format_, content=content
        )
        job.result = {"url": services.page_of(report, job.language)}
        return rendering.document

    return store


def _require_still_allowed(job: Job) -> None:
    """A role may have ended since the job was asked for, and a failed one can be tried again at any time."""
    scope = Scope(int(job.programme_id or 0), job.municipality_id)
    if job.requested_by is not None and not may(job.requested_by, Permission.MAKE_REPORT, scope):
        raise ValidationError(gettext("Your role in this programme does not allow this."))


def _report(job: Job) -> Report:
    """The report whose file is asked for; a new one is frozen for its job, once."""
    if "report" in job.arguments:
        return Report.objects.get(pk=job.arguments["report"])
    return freeze(
        by=job.requested_by or SYSTEM,
        scope=Scope(int(job.programme_id or 0), job.municipality_id),
        starts_on=date.fromisoformat(job.arguments["starts_on"]),
        ends_on=date.fromisoformat(job.arguments["ends_on"]),
        job=job,
    )
