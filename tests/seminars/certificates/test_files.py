"""The files of the papers: alone, of a run, of a school."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Membership
from darbigas_kopienas.values import clock
from seminars.certificates import services, tasks
from seminars.certificates.errors import NoCertificates
from seminars.certificates.facts import initials
from seminars.models import Certificate, Seminar
from tests.builders import AFTER, attend, held, issue

pytestmark = pytest.mark.django_db


def test_same_facts_give_the_same_bytes(certificate: Certificate) -> None:
    first, second = services.made(certificate, "lv"), services.made(certificate, "lv")
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    assert services.made(certificate, "en") != first


def test_worker_keeps_the_files_of_what_was_issued(ilze: User, run: Seminar, certificate: Certificate) -> None:
    job = Job.objects.get(kind=services.MAKE)
    jobs.run(job.pk)
    stored = Certificate.objects.select_related("paper_lv", "paper_en").get()
    assert Job.objects.get(pk=job.pk).state == "done"
    for language in ("lv", "en"):
        document = getattr(stored, f"paper_{language}")
        content = services.content_of(stored, language)
        assert content == services.made(stored, language)
        assert (document.sha256, document.sensitivity) == (hashlib.sha256(content).hexdigest(), "sensitive")
        assert (document.is_made_here, document.uploaded_by) == (True, None)
    assert services.make_missing(by=SYSTEM, seminar_pk=run.pk, progress=lambda _done, _total: None) == 0


def test_second_worker_finds_the_file_kept(certificate: Certificate) -> None:
    late = Certificate.objects.get()
    first = services.store_files(by=SYSTEM, certificate=certificate)
    second = services.store_files(by=SYSTEM, certificate=late)
    assert (second.paper_lv_id, second.paper_en_id) == (first.paper_lv_id, first.paper_en_id)
    assert services.store_files(by=SYSTEM, certificate=second) is second
    assert Document.objects.filter(kind="other").count() == 2


def test_file_is_nobodys_document(ilze: User, anna: User, marta: User, olga: User, certificate: Certificate) -> None:
    services.store_files(by=SYSTEM, certificate=certificate)
    for user in (ilze, anna, marta, olga):
        assert not Document.objects.visible_to(user).filter(sensitivity="sensitive", is_made_here=True).exists()


def test_erased_file_is_made_again(certificate: Certificate) -> None:
    stored = services.store_files(by=SYSTEM, certificate=certificate)
    assert stored.paper_lv is not None
    Document.objects.filter(pk=stored.paper_lv.pk).update(state="erased", file="")
    assert services.content_of(Certificate.objects.get(), "lv") == services.made(certificate, "lv")


def test_run_in_one_file(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš", school="Daugavpils 3. vidusskola")
    attend(ilze, run, "Anna Šķēle", school="Preiļu pamatskola")
    attend(ilze, run, "Bez Skolas")
    held(ilze, run)
    with pytest.raises(NoCertificates):
        services.ask_for_pack(by=ilze, seminar=run)
    issue(ilze, run)
    assert services.schools_of(run) == ["Daugavpils 3. vidusskola", "Preiļu pamatskola"]
    job = services.ask_for_pack(by=ilze, seminar=run)
    assert services.ask_for_pack(by=ilze, seminar=run) == job  # two clicks, one job
    jobs.run(job.pk)
    done = Job.objects.select_related("result_document").get(pk=job.pk)
    assert (done.state, done.error) == ("done", "")
    document = done.result_document
    assert document is not None
    with zipfile.ZipFile(document.file.open()) as archive:
        names = archive.namelist()
        text = pypdf.PdfReader(io.BytesIO(archive.read(names[0]))).pages[0].extract_text()
    assert names == [
        "DK-TEST-2020-0001-anna-skele-lv.pdf",
        "DK-TEST-2020-0001-anna-skele-en.pdf",
        "DK-TEST-2020-0002-bez-skolas-lv.pdf",
        "DK-TEST-2020-0002-bez-skolas-en.pdf",
        "DK-TEST-2020-0003-janis-kalnins-lv.pdf",
        "DK-TEST-2020-0003-janis-kalnins-en.pdf",
    ]
    assert "Anna Šķēle" in text
    assert list(Document.objects.visible_to(ilze).filter(content_type="application/zip")) == [document]
    assert (document.asked_with, document.erase_after) == ("issue_certificate", clock.today() + timedelta(days=14))


def test_file_of_one_school_holds_nobody_else(ilze: User, run: Seminar) -> None:
    attend(ilze, run, "Jānis Kalniņš", school="Daugavpils 3. vidusskola")
    attend(ilze, run, "Anna Šķēle", school="Preiļu pamatskola")
    held(ilze, run)
    issue(ilze, run)
    content = services.pack(services.of_run(run.pk, "Preiļu pamatskola"), lambda _done, _total: None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["DK-TEST-2020-0001-anna-skele-lv.pdf", "DK-TEST-2020-0001-anna-skele-en.pdf"]


def test_revoked_paper_is_in_no_file(ilze: User, certificate: Certificate) -> None:
    services.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    with pytest.raises(NoCertificates):
        services.pack(services.of_run(certificate.seminar_id), lambda _done, _total: None)


def test_who_lost_the_role_gets_no_file(ilze: User, run: Seminar, certificate: Certificate) -> None:
    job = services.ask_for_pack(by=ilze, seminar=run)
    Membership.objects.filter(user=ilze).update(ends_on=AFTER - timedelta(days=1))
    jobs.run(job.pk)
    assert Job.objects.get(pk=job.pk).state == "failed"


def test_paper_that_cannot_be_made_says_why(
    ilze: User, run: Seminar, certificate: Certificate, monkeypatch: Any
) -> None:
    from darbigas_kopienas.values.pdf import PdfError
    from seminars.certificates.services import files

    def broken(*_args: object, **_more: object) -> bytes:
        raise PdfError("par lielu")

    monkeypatch.setattr(files, "render_certificate", broken)
    job = services.ask_for_pack(by=ilze, seminar=run)
    jobs.run(job.pk)
    failed = Job.objects.get(pk=job.pk)
    assert (failed.state, failed.error) == ("failed", "par lielu")
    assert tasks.PACKING


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Jānis Kalniņš", "J. K."), ("Anna Bērziņa-Šķēle", "A. B. Š."), ("  ", ""), ("ļ 3x O’Brien", "Ļ. O.")],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected
