"""What the worker does for seminars: each task and handler is one service call."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.rooms import Progress
from darbigas_kopienas.values.pdf import PdfError
from seminars.certificates.services.entitlement import read_seminar

from . import services
from .models import Certificate

MAKING, PACKING = gettext_noop("Making the documents"), gettext_noop("Putting the documents into one file")


def make_files(job: Job, progress: Progress) -> None:
    """The handler of "seminars.papers": the files of what was just issued."""
    services.make_missing(by=SYSTEM, seminar_pk=int(job.arguments["seminar"]), progress=_stage_of(progress, MAKING))


def pack_certificates(job: Job, progress: Progress) -> Callable[[], Document]:
    """The handler of "seminars.certificates": the papers of a run, or of a school in it, as one ZIP."""
    seminar = read_seminar(int(job.arguments["seminar"]))
    if not may(job.requested_by, Permission.ISSUE_CERTIFICATE, seminar.scope):  # a role may have ended since
        raise ValidationError(gettext("Your role in this programme does not allow this."))
    school = str(job.arguments.get("school", ""))
    try:
        content = services.pack(
            services.of_run(seminar.pk, school), _stage_of(progress, PACKING), with_file=_with_files
        )
    except PdfError as error:
        raise ValidationError(str(error)) from error
    return lambda: services.store_pack(by=job.requested_by or SYSTEM, seminar=seminar, content=content, school=school)


def _with_files(certificate: Certificate) -> Certificate:
    return services.store_files(by=SYSTEM, certificate=certificate)


def _stage_of(progress: Progress, stage: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(5 + 90 * done // max(total, 1), stage)
