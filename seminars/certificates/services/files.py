"""The files of papers: made once by the worker and kept as evidence, or made again from the same facts."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from darbigas_kopienas.evidence.logos import contents
from darbigas_kopienas.evidence.models import Document, Kind, Sensitivity
from darbigas_kopienas.evidence.models import State as DocumentState
from darbigas_kopienas.evidence.services import store_bytes
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.retention import RetentionKind, days_of
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock, formats
from seminars.certificates.errors import NoCertificates
from seminars.certificates.facts import LANGUAGES, logos_of
from seminars.certificates.models import Certificate
from seminars.certificates.pdf import file_name, render_certificate
from seminars.seminar.models import Seminar

MAKE, PACK = "seminars.papers", "seminars.certificates"
PDF, ZIP = "application/pdf", "application/zip"
IN_MEMORY = 4_000_000  # bytes of a ZIP that stay in memory before it goes through a file
EACH = 20  # papers read at a time
# Certificates by name, all in one file: long enough for a holiday in between, and made again at any time.
PACK_FOR = timedelta(days=14)
ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no time zone: the same papers give the same bytes


def _packs_past(moment: datetime) -> QuerySet[Document]:
    """Those that were to be gone by then; each has its own last day, whatever has been set since."""
    packs = Document.objects.stored().filter(is_made_here=True, asked_with=Permission.ISSUE_CERTIFICATE)
    return packs.filter(erase_after__lt=min(clock.day_of(moment) + PACK_FOR, clock.today()))


PACKS = RetentionKind(
    key="seminars.packs",
    label=gettext_lazy("Files into which certificates were put together for an organiser"),
    counted_from=gettext_lazy("the making"),
    days=PACK_FOR.days,
    overdue=_packs_past,
    is_public=True,
)


def ask_for_files(*, by: Actor, seminar: Seminar, certificates: Sequence[Certificate]) -> Job:
    """Have the worker make the files of what was just issued; in the portal's own name, so no letter comes of it."""
    last = max(certificate.pk for certificate in certificates)
    return jobs.enqueue(
        by=by,
        kind=MAKE,
        arguments={"seminar": seminar.pk},
        unique_key=f"papers:{seminar.pk}:{last}",
        scope=seminar.scope,
        is_portals_own=True,
    )


def ask_for_pack(*, by: Actor, seminar: Seminar, school: str = "", language: str = "lv") -> Job:
    """All valid papers of a run, or of one school in it, as one ZIP. Raises PermissionDenied, NoCertificates."""
    require(by, Permission.ISSUE_CERTIFICATE, seminar.scope)
    if not of_run(seminar.pk, school).exists():
        raise NoCertificates(_("There is no valid document to be put into the file."), code="none")
    return jobs.enqueue(
        by=by,
        kind=PACK,
        arguments={"seminar": seminar.pk, "school": school},
        unique_key=f"certificates:{seminar.pk}:{school}",
        scope=seminar.scope,
        language=language,
    )


def of_run(seminar_pk: int, school: str = "") -> Any:
    """The valid papers of a run, or of those who registered from a school; by number."""
    certificates = Certificate.objects.valid().filter(seminar=seminar_pk)
    return certificates.filter(registration__school=school) if school else certificates


def schools_of(seminar: Seminar) -> list[str]:
    """Whose papers can be put into a file of their own."""
    names = of_run(seminar.pk).exclude(registration__school="").values_list("registration__school", flat=True)
    return sorted(set(names), key=formats.sort_key)


def content_of(certificate: Certificate, language: str) -> bytes:
    """The stored bytes; where none are stored (yet), made from the same facts, which gives the same bytes."""
    document = certificate.paper_lv if language == "lv" else certificate.paper_en
    if document is None or document.state != DocumentState.STORED:
        return made(certificate, language)
    with default_storage.open(str(document.file.name)) as file:
        return bytes(file.read())


def made(certificate: Certificate, language: str) -> bytes:
    at = datetime.combine(certificate.issued_on, time(12), UTC)
    logos = contents(logos_of(certificate.facts))
    return render_certificate(certificate.facts, code=certificate.code, issued_at=at, language=language, logos=logos)


def store_files(*, by: Actor, certificate: Certificate) -> Certificate:
    """Make and store what is not stored yet. Whichever worker comes second finds it done.

    Nobody's upload: only those who may see the certificate reach the file, by its own address.
    """
    missing = [language for language in LANGUAGES if getattr(certificate, f"paper_{language}") is None]
    contents = {language: made(certificate, language) for language in missing}
    if not contents:
        return certificate
    with transaction.atomic():
        locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        for language, content in contents.items():
            if getattr(locked, f"paper_{language}_id") is None:
                setattr(locked, f"paper_{language}", _stored(certificate, language, content, by=by))
        locked.save(update_fields=[f"paper_{language}" for language in LANGUAGES])
    return locked


def _stored(certificate: Certificate, language: str, content: bytes, *, by: Actor) -> Document:
    return store_bytes(
        by=by,
        content=content,
        name=f"{certificate.number}-{language}.pdf",
        content_type=PDF,
        scope=certificate.scope,
        kind=Kind.OTHER,
        sensitivity=Sensitivity.SENSITIVE,
    )


def make_missing(*, by: Actor, seminar_pk: int, progress: Callable[[int, int], None]) -> int:
    """Every paper of the seminar that has no file yet; returns how many. `progress` hears of each."""
    missing = Certificate.objects.filter(Q(paper_lv__isnull=True) | Q(paper_en__isnull=True), seminar=seminar_pk)
    total, done = missing.count(), 0
    for certificate in _each(missing):
        store_files(by=by, certificate=certificate)
        done += 1
        progress(done, total)
    return done


def pack(
    certificates: Any,
    progress: Callable[[int, int], None],
    with_file: Callable[[Certificate], Certificate] | None = None,
) -> bytes:
    """A ZIP of the papers in both languages; one paper at a time in memory until the end. Raises NoCertificates.

    A paper without a file is made; `with_file`, where given, stores it too.
    """
    total, done = certificates.count(), 0
    if not total:
        raise NoCertificates(_("There is no valid document to be put into the file."), code="none")
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for certificate in _each(certificates):
                stored = with_file(certificate) if with_file is not None else certificate
                for language in LANGUAGES:
                    name = file_name(stored.number, stored.holder, language)
                    archive.writestr(zipfile.ZipInfo(name, ZIP_DAY), content_of(stored, language))
                done += 1
                progress(done, total)
        file.seek(0)
        return file.read()


def _each(certificates: Any) -> Iterator[Certificate]:
    """A few at a time, each read when its turn comes."""
    keys: Iterable[int] = list(certificates.order_by("pk").values_list("pk", flat=True))
    keys = list(keys)
    for start in range(0, len(keys), EACH):
        few = Certificate.objects.filter(pk__in=keys[start : start + EACH]).order_by("pk")
        yield from few.select_related("seminar__activity", "paper_lv", "paper_en")


def store_pack(*, by: Actor, seminar: Seminar, content: bytes, school: str = "") -> Document:
    """Only whoever asked for it opens it, for two weeks, while they issue certificates there.

    Raises PermissionDenied.
    """
    require(by, Permission.ISSUE_CERTIFICATE, seminar.scope)
    title = f"{_('Certificates')} {seminar.title} {school}".strip()
    return store_bytes(
        by=by,
        content=content,
        name=f"{title[:180]} {formats.day(clock.today())}.zip",
        content_type=ZIP,
        scope=seminar.scope,
        kind=Kind.OTHER,
        sensitivity=Sensitivity.SENSITIVE,
        asked_with=Permission.ISSUE_CERTIFICATE,
        erase_after=clock.today() + timedelta(days=days_of(PACKS)),
    )
