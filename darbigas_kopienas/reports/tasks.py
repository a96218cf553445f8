"""What the worker does for one file of a report. A worker that dies in the middle leaves nothing half-made:
the figures are frozen once for the job, and the file is kept in the transaction that ends the job.
"""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.jobs.registry import Progress
from darbigas_kopienas.pdf import PdfError
from darbigas_kopienas.programme.scoping import Scope

from . import services
from .freeze import freeze
from .models import Report

GATHERING, FREEZING, RENDERING, STORING = (
    gettext_noop("Gathering the figures"),
    gettext_noop("Freezing the figures"),
    gettext_noop("Making the file"),
    gettext_noop("Storing the file"),
)


def make_file(job: Job, progress: Progress) -> Callable[[], Document]:
    """The handler of "reports.render"."""
    progress(5, GATHERING)
    report = _report(job)
    progress(35, FREEZING)
    language, format_ = str(job.arguments["language"]), str(job.arguments["format"])
    progress(45, RENDERING)
    try:
        content = services.render(report, language=language, format=format_)
    except PdfError as error:
        raise ValidationError(str(error)) from error
    progress(90, STORING)

    def keep() -> Document:
        kept = services.keep_rendering(
            by=job.requested_by, report=report, language=language, format=format_, content=content
        )
        job.result = {"url": services.page_of(report, job.language)}
        return kept.document

    return keep


def _report(job: Job) -> Report:
    """The report whose file is asked for; a new one is frozen for its job, once."""
    if "report" in job.arguments:
        return Report.objects.get(pk=job.arguments["report"])
    return freeze(
        by=job.requested_by,
        scope=Scope(int(job.programme_id or 0), job.municipality_id),
        starts_on=date.fromisoformat(job.arguments["starts_on"]),
        ends_on=date.fromisoformat(job.arguments["ends_on"]),
        job=job,
    )
