"""From a press of the button to one file: frozen once, kept once, final when submitted."""

import io
import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import openpyxl
import page
import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override

from budget.models import FundingSource
from budget.shares import ZERO
from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services
from darbigas_kopienas.reports.models import Rendering, Report
from darbigas_kopienas.values.formats import money
from tests.by_hand import refused
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


def wish(half_year: HalfYear, **more: object) -> services.Wish:
    given = {
        "scope": Scope(half_year.programme.pk),
        "starts_on": FROM,
        "ends_on": TO,
        "language": "lv",
        "format": "pdf",
    }
    return services.Wish(**given | more)  # type: ignore[arg-type]  # the fields of a wish


def made(half_year: HalfYear, by: User, **more: object) -> Report:
    job = services.ask_for_report(by=by, wish=wish(half_year, **more))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    return Report.objects.get(job=job)


def content(report: Report, language: str = "lv", format_: str = "pdf") -> bytes:
    with report.renderings.get(language=language, format=format_).document.file.open() as file:
        stored: bytes = file.read()
    return stored


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_report_is_made_by_the_worker_and_says_the_grants_two_sums(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    pdf = content(report)
    text = text_of(pdf)
    assert "115\u00a0029,00\u00a0EUR" in text
    assert "1\u00a0000,00\u00a0EUR" in text
    assert "viens simts piecpadsmit tūkstoši divdesmit deviņi euro un 00 centi" in " ".join(text.split())
    assert report.job is not None
    assert report.job.result_document == report.renderings.get().document
    assert report.job.result_url == f"/lv/parskati/{report.code}/"


def test_report_is_pdf_ua_with_language_title_bookmarks_and_its_own_fonts(half_year: HalfYear, marta: User) -> None:
    pdf = content(made(half_year, marta))
    result = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in result.failures] == []
    read = pypdf.PdfReader(io.BytesIO(pdf))
    assert read.metadata is not None
    assert read.metadata.title == "Darbīgās kopienas: pārskats finansētājam, 01.04.2020–30.09.2020"
    assert str(read.root_object["/Lang"]) == "lv"
    titles = [str(entry["/Title"]) for entry in read.outline if isinstance(entry, dict)]
    assert titles[0] == "Pārskats finansētājam"
    assert titles[-1] == "Pārskata pārbaude"
    fonts = {str(font["/BaseFont"]) for page in read.pages for font in _fonts(page)}
    assert all("Inter" in name and "+" in name for name in fonts)


def _fonts(page_object: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    return [font.get_object() for font in page_object["/Resources"].get("/Font", {}).values()]  # type: ignore[attr-defined]  # pypdf's generic objects


def test_report_leads_from_a_figure_to_its_records_and_from_the_last_page_to_the_check(
    half_year: HalfYear, marta: User
) -> None:
    report = made(half_year, marta)
    read = pypdf.PdfReader(io.BytesIO(content(report)))
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in read.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert f"http://localhost:8000/lv/parskati/{report.code}/B1/" in links
    assert f"http://localhost:8000/lv/parskati/{report.code}/I1/" in links
    assert f"http://localhost:8000/lv/parbaude/{report.code}/" in links
    assert report.spaced_code in read.pages[-1].extract_text()
    last = len(read.pages)
    assert f"{last}.\u00a0lapa no {last}" in read.pages[-1].extract_text()


def test_report_twice_from_one_snapshot_is_the_same_bytes(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    assert services.render(report, language="lv", format="pdf") == content(report)
    again = [services.render(report, language="en", format="xlsx") for _time in range(2)]
    assert again[0] == again[1]


def test_report_in_english_says_the_same_in_english(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta, language="en")
    text = text_of(content(report, "en")).replace("\n", " ")
    assert "EUR\u00a0115,029.00" in text
    assert "Report to the funder" in text
    assert "one hundred and fifteen thousand" in text or "one hundred fifteen thousand" in text
    assert "Pārskats" not in text


def test_sums_are_equal_in_pdf_workbook_and_database(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    services.store_rendering(
        by=marta, report=report, language="lv", format="xlsx",
        content=services.render(report, language="lv", format="xlsx"),
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(content(report, "lv", "xlsx")), data_only=True)
    rows = [[cell.value for cell in row[:4]] for row in book["Skaitļi"].iter_rows()]
    cells = {str(code): Decimal(str(value)) for code, _name, _number, value in rows if isinstance(value, int | float)}
    figures = freeze.figures_of(report).traceable()
    in_pdf = text_of(content(report))
    amounts = {
        code: figure.value for code, figure in figures.items() if figure.kind == "money" and figure.value is not None
    }
    assert cells == amounts
    with override("lv"):
        assert [code for code, value in amounts.items() if money(value) not in in_pdf] == []
    spent = {
        source.pk: sum((share.amount for share in source.shares.booked().filter(expense__document_on__gte=FROM)), ZERO)
        for source in FundingSource.objects.filter(shares__isnull=False).distinct()
    }
    assert sum(spent.values()) == Decimal("600.25")
    sheets = [sheet for sheet in book if str(sheet["A1"].value).startswith("Attaisnojuma dokumenti: ")]
    sums = [_numbers_of_last_row(sheet) for sheet in sheets]
    assert sorted(sums) == sorted([float(amount)] for amount in spent.values())
    assert not any(cell.value == 600.25 for sheet in book for row in sheet.iter_rows() for cell in row)


def _numbers_of_last_row(sheet: Any) -> list[float]:
    *_rows, last = sheet.iter_rows(values_only=True)
    return [value for value in last if isinstance(value, int | float)]


def test_report_shows_cleared_photos_and_leaves_out_withdrawn_ones(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta)
    assert set(services.photos_of(freeze.figures_of(report))) == {half_year.photo.sha256}
    assert "Ģimenes stāda ķirbjus" in text_of(content(report))
    evidence.refuse_photo(by=marta, document=half_year.photo)
    later = services.render(report, language="lv", format="pdf")
    assert "Ģimenes stāda ķirbjus" not in text_of(later)


# -- asking ----------------------------------------------------------------------------------------
def test_two_presses_make_one_job_and_one_report(half_year: HalfYear, marta: User) -> None:
    first, second = (services.ask_for_report(by=marta, wish=wish(half_year, format="xlsx")) for _press in range(2))
    assert first.pk == second.pk
    jobs.run(first.pk)
    jobs.run(first.pk)
    assert (Report.objects.count(), Rendering.objects.count()) == (1, 1)
    assert services.ask_for_report(by=marta, wish=wish(half_year, format="xlsx")).pk != first.pk


def test_another_language_or_format_is_another_job(half_year: HalfYear, marta: User) -> None:
    keys = {
        services.ask_for_report(by=marta, wish=wish(half_year, language=language, format=format_)).pk
        for language in ("lv", "en")
        for format_ in ("pdf", "xlsx")
    }
    assert len(keys) == 4


def test_another_file_of_a_report_has_the_same_frozen_figures(report: Report, half_year: HalfYear, marta: User) -> None:
    half_year.grant.name_lv = "Pavisam cits nosaukums"
    half_year.grant.save()
    job = services.ask_for_file(by=marta, report=report, language="en", format="xlsx")
    jobs.run(job.pk)
    assert (Report.objects.count(), report.renderings.count()) == (1, 2)
    book = openpyxl.load_workbook(io.BytesIO(content(report, "en", "xlsx")))
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Pavisam cits nosaukums" not in texts


def test_keeping_a_file_twice_keeps_the_first(report: Report, marta: User) -> None:
    rendering = report.renderings.get()
    again = services.store_rendering(by=marta, report=report, language="lv", format="pdf", content=b"other bytes")
    assert again == rendering
    assert Document.objects.filter(kind="report").count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        ("2020-09-30", "2020-04-01", "beidzas"),
        ("2018-01-01", "2018-02-01", "ārpus"),
        ("2022-01-01", "2022-02-01", "ārpus"),
    ],
)
def test_a_wrong_period_is_said_at_once(
    half_year: HalfYear, marta: User, starts_on: str, ends_on: str, words: str
) -> None:
    from datetime import date

    span = {"starts_on": date.fromisoformat(starts_on), "ends_on": date.fromisoformat(ends_on)}
    with pytest.raises(freeze.WrongPeriod, match=words):
        services.ask_for_report(by=marta, wish=wish(half_year, **span))
    assert Job.objects.count() == 0


def test_a_report_too_large_to_print_fails_with_the_reason(
    half_year: HalfYear, marta: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darbigas_kopienas.values.pdf.MAX_ELEMENTS", 10)
    job = services.ask_for_report(by=marta, wish=wish(half_year))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "īsāku" in job.why
    assert Rendering.objects.count() == 0


# -- submitted -------------------------------------------------------------------------------------
def test_submitting_opens_the_files_to_the_funder_and_is_final(report: Report, marta: User, emma: User) -> None:
    document = report.renderings.get().document
    assert not Document.objects.visible_to(emma).filter(pk=document.pk).exists()
    services.submit_report(by=marta, report=report)
    assert Document.objects.visible_to(emma).filter(pk=document.pk).exists()
    with pytest.raises(services.AlreadySubmitted):
        services.submit_report(by=marta, report=report)
    report.refresh_from_db()
    job = services.ask_for_file(by=marta, report=report, language="en", format="xlsx")
    jobs.run(job.pk)
    later = report.renderings.get(language="en").document
    assert Document.objects.visible_to(emma).filter(pk=later.pk).exists()
    for change in ("UPDATE reports_report SET state = 'draft', submitted_at = NULL", "DELETE FROM reports_report"):
        with pytest.raises(Exception, match=r"submitted|permission|violates"), transaction.atomic():
            connection.cursor().execute(change)


def test_what_a_submitted_report_counts_as_held_is_not_set_back(report: Report, marta: User) -> None:
    held = Activity.objects.held_between(report.starts_on, report.ends_on)
    plain = held.filter(expenses=None, registrations=None, head_counts__isnull=False).first()
    assert plain is not None
    services.submit_report(by=marta, report=report)
    with pytest.raises(activities.StillReliedOn, match="Iesniegtajā pārskatā"):
        activities.set_back(by=marta, activity=plain, reason="Kļūda")


def test_what_a_draft_of_a_report_counts_may_be_set_back(report: Report, marta: User) -> None:
    held = Activity.objects.held_between(report.starts_on, report.ends_on)
    plain = held.filter(expenses=None, registrations=None, head_counts__isnull=False).first()
    assert plain is not None
    activities.set_back(by=marta, activity=plain, reason="Kļūda")


def test_nothing_is_submitted_without_the_pdf_that_was_read(half_year: HalfYear, marta: User) -> None:
    report = made(half_year, marta, format="xlsx")
    with pytest.raises(services.NothingRendered):
        services.submit_report(by=marta, report=report)
    assert isinstance(services.NothingRendered(""), ValidationError)


def test_files_of_a_report_are_never_changed_or_taken_away(report: Report, marta: User) -> None:
    services.submit_report(by=marta, report=report)
    for change in ("UPDATE reports_rendering SET sha256 = ''", "DELETE FROM reports_rendering"):
        with pytest.raises(Exception, match=r"permission|stays"), transaction.atomic():
            connection.cursor().execute(change)


def test_every_deed_is_in_the_trail_without_words_about_people(report: Report, marta: User) -> None:
    services.submit_report(by=marta, report=report)
    assert (str(report), str(report.renderings.get())) == (report.spaced_code, f"{report.spaced_code} lv pdf")
    entries = Entry.objects.of(report)
    assert [entry.verb for entry in entries] == ["report.submitted", "report.rendered", "report.frozen"]
    assert "Marta" not in json.dumps([entry.changes for entry in entries])


def test_somebody_whose_role_has_ended_gets_no_report_by_trying_again(half_year: HalfYear, ilze: User) -> None:
    scope = Scope(half_year.programme.pk, ilze.memberships.get().municipality_id)
    job = services.ask_for_report(by=ilze, wish=wish(half_year, scope=scope))
    Job.objects.filter(pk=job.pk).update(state="failed")
    ilze.memberships.update(ends_on=FROM)
    again = jobs.retry(by=ilze, job=job)
    jobs.run(again.pk)
    again.refresh_from_db()
    assert (again.state, Report.objects.count()) == ("failed", 0)
    assert "loma" in again.why


# -- a draft that nobody needs ------------------------------------------------------------------------------
def test_own_draft_is_deleted_with_its_files(report: Report, marta: User, ilze: User) -> None:
    document = report.renderings.get().document
    job = Job.objects.create(kind="reports.render", unique_key="k", result={"url": "/x/"}, state="done")
    Report.objects.filter(pk=report.pk).update(job=job)
    with pytest.raises(PermissionDenied):
        services.delete_draft(by=ilze, report=report)
    assert services.may_delete(marta, report)
    assert not services.may_delete(ilze, report)
    services.delete_draft(by=marta, report=report)
    assert not Report.objects.filter(pk=report.pk).exists()
    document.refresh_from_db()
    job.refresh_from_db()
    assert (document.state, job.result) == ("erased", {})
    assert Entry.objects.get(verb="report.deleted").object_id == str(report.pk)


def test_submitted_report_and_its_files_stay(report: Report, marta: User) -> None:
    services.submit_report(by=marta, report=report)
    with pytest.raises(services.AlreadySubmitted):
        services.delete_draft(by=marta, report=report)
    with refused("reports_rendering_stays"):
        report.renderings.all().delete()


def test_report_of_somebody_else_is_not_ones_own_to_delete_submitted_or_not(
    report: Report, marta: User, ilze: User, as_: Any
) -> None:
    Report.objects.update(requested_by=ilze)
    address = reverse("reports:report_delete", args=[report.code])
    assert as_(marta).get(address).status_code == 403
    services.submit_report(by=marta, report=report)
    report.refresh_from_db()
    for verb in (as_(marta).get, as_(marta).post):
        assert verb(address).status_code == 403
    with pytest.raises(PermissionDenied):
        services.delete_draft(by=marta, report=report)


def test_file_of_a_draft_is_never_changed(report: Report) -> None:
    with refused("reports_rendering_stays"):
        report.renderings.update(sha256="0" * 64)


def test_draft_is_deleted_after_a_question(report: Report, marta: User, as_: Any) -> None:
    client, address = as_(marta), reverse("reports:report_delete", args=[report.code])
    assert address in client.get(reverse("reports:report_detail", args=[report.code])).content.decode()
    assert "Dzēst melnrakstu" in client.get(address).content.decode()
    sent = {"submission_key": str(uuid4())}
    answers = [client.post(address, sent) for _tap in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("reports:report_list"))
    ] * 2
    assert client.get(address).status_code == 404
    assert client.post(address, {"submission_key": str(uuid4())}).status_code == 404
