"""The pages: two taps to a PDF, every figure to its records, each person only what is theirs."""

import io
from collections.abc import Callable

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Period
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services
from darbigas_kopienas.reports.models import Rendering, Report
from tests.databases import EMPTY, HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]
As = Callable[[User | None], Client]
LIST = "/lv/parskati/"
MAKE = "/lv/parskati/sagatavot/"


def _choice(periods: list[Period], **more: str) -> dict[str, str]:
    return {"period": str(periods[1].pk), "where": "programme", "language": "lv", "format": "pdf"} | more


# -- making ----------------------------------------------------------------------------------------
def test_the_form_has_chosen_the_period_that_is_due(
    half_year: HalfYear, marta: User, as_: As, periods: list[Period]
) -> None:
    page = as_(marta).get(LIST)
    form = page.context["form"]
    assert (form["period"].value(), form["where"].value(), form["language"].value()) == (
        str(periods[1].pk), "programme", "lv",
    )  # fmt: skip
    assert "Sagatavot PDF" in page.content.decode()


def test_marta_has_the_pdf_in_two_taps(half_year: HalfYear, marta: User, as_: As, periods: list[Period]) -> None:
    browser = as_(marta)
    answer = browser.post(MAKE, _choice(periods))
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/lv/darbi/{job.pk}/"
    jobs.run(job.pk)
    page = browser.get(answer.headers["Location"])
    with override("lv"):
        link = reverse("evidence:document_download", args=[Rendering.objects.get().document_id])
    assert link in page.content.decode()
    file = b"".join(browser.get(link).streaming_content)  # type: ignore[attr-defined]  # a streamed answer
    assert "115\u00a0029,00\u00a0EUR" in pypdf.PdfReader(io.BytesIO(file)).pages[2].extract_text()


def test_two_clicks_make_one_report(half_year: HalfYear, marta: User, as_: As, periods: list[Period]) -> None:
    browser, key = as_(marta), "0e3d51a6-6a5c-4d8e-9a0e-5b8b1d3f7c11"
    first = browser.post(MAKE, _choice(periods, submission_key=key, format="xlsx"))
    jobs.run(Job.objects.get().pk)
    second = browser.post(MAKE, _choice(periods, submission_key=key, format="xlsx"))
    assert first.headers["Location"] == second.headers["Location"]
    assert (Job.objects.count(), Report.objects.count(), Rendering.objects.count()) == (1, 1, 1)


def test_what_was_chosen_is_remembered(half_year: HalfYear, marta: User, as_: As, periods: list[Period]) -> None:
    browser = as_(marta)
    where = str(half_year.daugavpils.municipality_id)
    browser.post(MAKE, _choice(periods, period="programme", where=where, language="en"))
    job = Job.objects.get()
    assert (job.scope, job.arguments["starts_on"], job.arguments["ends_on"]) == (
        half_year.daugavpils, "2019-03-01", "2020-10-12",
    )  # fmt: skip
    form = browser.get(LIST).context["form"]
    assert (form["period"].value(), form["where"].value(), form["language"].value()) == ("programme", where, "en")


@pytest.mark.parametrize("wrong", [{"period": "99999"}, {"where": "77777"}, {"language": "ru"}, {"format": "exe"}])
def test_a_wrong_choice_is_said_and_nothing_is_made(
    half_year: HalfYear, marta: User, as_: As, periods: list[Period], wrong: dict[str, str]
) -> None:
    answer = as_(marta).post(MAKE, _choice(periods, **wrong))
    assert answer.status_code == 422
    assert Job.objects.count() == 0


def test_a_period_outside_the_programme_is_said_in_the_form(
    half_year: HalfYear, marta: User, as_: As, periods: list[Period]
) -> None:
    Period.objects.filter(pk=periods[1].pk).update(starts_on="2015-01-01", ends_on="2015-06-30")
    answer = as_(marta).post(MAKE, _choice(periods))
    assert answer.status_code == 422
    assert "Periods ir ārpus programmas laika." in answer.content.decode()


def test_anna_makes_only_her_municipalitys_report(
    half_year: HalfYear, anna: User, as_: As, periods: list[Period]
) -> None:
    browser = as_(anna)
    assert "where" not in browser.get(LIST).context["form"].fields
    browser.post(MAKE, _choice(periods))
    assert Job.objects.get().scope == half_year.daugavpils


def test_another_file_of_a_report(report: Report, marta: User, as_: As) -> None:
    browser, url = as_(marta), f"/lv/parskati/{report.code}/datnes/"
    answer = browser.post(url, {"language": "en", "format": "xlsx"})
    jobs.run(Job.objects.get(state="waiting").pk)
    assert answer.status_code == 302
    assert report.renderings.count() == 2
    assert browser.post(url, {"language": "ru", "format": "xlsx"}).headers["Location"].endswith(f"{report.code}/")
    page = browser.get(f"/lv/parskati/{report.code}/").content.decode()
    assert "Sagatavot PDF angļu valodā" in page
    assert "Sagatavot XLSX angļu valodā" not in page


# -- reading ---------------------------------------------------------------------------------------
def test_report_page_shows_figures_with_codes_and_the_open_mismatch(report: Report, marta: User, as_: As) -> None:
    page = as_(marta).get(f"/lv/parskati/{report.code}/").content.decode()
    assert f"/lv/parskati/{report.code}/B1/" in page
    assert "111\u00a0029,00\u00a0EUR" in page
    assert "Puķu stādīšana" in page


def test_trace_page_leads_to_the_records(report: Report, half_year: HalfYear, marta: User, as_: As) -> None:
    page = as_(marta).get(f"/lv/parskati/{report.code}/i3/")
    event = half_year.booked[0].activity
    assert event is not None
    assert [record.text.lv for record in page.context["records"]] == ["Puķu stādīšana „Mezglā”"]
    assert page.context["hidden"] == 0
    assert f'href="{page.context["records"][0].url}"' in page.content.decode()
    assert as_(marta).get(f"/lv/parskati/{report.code}/Q9/").status_code == 404


def test_trace_page_tells_the_funder_how_many_records_are_not_shown(
    report: Report, marta: User, emma: User, as_: As
) -> None:
    services.submit_report(by=marta, report=report)
    page = as_(emma).get(f"/en/reports/{report.code}/B9/")
    assert (page.context["records"], page.context["hidden"]) == ([], 2)
    assert "2 records are not shown" in page.content.decode()
    assert "Ķiršu šķēle" not in page.content.decode()


def test_every_kind_of_record_has_its_page_or_is_plain_text(report: Report, marta: User, as_: As) -> None:
    from darbigas_kopienas.reports.freeze import figures_of

    browser, seen = as_(marta), set()
    for figure in figures_of(report).traceable().values():
        page = browser.get(f"/lv/parskati/{report.code}/{figure.code}/")
        assert page.status_code == 200
        seen |= {record.url for record in page.context["records"] if record.url}
    assert {browser.get(url).status_code for url in seen} == {200}


# -- submitting ------------------------------------------------------------------------------------
def test_submitting_asks_first_and_is_final(report: Report, marta: User, as_: As) -> None:
    browser, url = as_(marta), f"/lv/parskati/{report.code}/iesniegt/"
    assert browser.get(url).status_code == 200
    report.refresh_from_db()
    assert report.state == "draft"
    assert browser.post(url).status_code == 302
    report.refresh_from_db()
    assert report.state == "submitted"
    again = browser.post(url)
    assert again.status_code == 422
    assert "jau ir iesniegts" in again.content.decode()


# -- who -------------------------------------------------------------------------------------------
PAGES = ("", "B1/", "datnes/lv.pdf/", "iesniegt/")


@pytest.mark.parametrize("page", PAGES)
def test_karlis_gets_nothing_of_daugavpils(report: Report, marta: User, karlis: User, as_: As, page: str) -> None:
    url = f"/lv/parskati/{report.code}/{page}"
    assert as_(marta).get(url).status_code == 200
    assert as_(karlis).get(url).status_code == 404
    assert as_(karlis).post(f"/lv/parskati/{report.code}/iesniegt/").status_code == 404
    assert (
        as_(karlis).post(f"/lv/parskati/{report.code}/datnes/", {"language": "en", "format": "pdf"}).status_code == 404
    )
    services.submit_report(by=marta, report=report)
    assert as_(karlis).get(url).status_code == 404
    assert report.code not in as_(karlis).get(LIST).content.decode()
    with override("lv"):
        file = reverse("evidence:document_download", args=[report.renderings.get().document_id])
    assert (as_(marta).get(file).status_code, as_(karlis).get(file).status_code) == (200, 404)


def test_emma_reads_only_what_is_submitted(report: Report, marta: User, emma: User, as_: As) -> None:
    urls = [f"/en/reports/{report.code}/", f"/en/reports/{report.code}/B1/", f"/en/reports/{report.code}/files/lv.pdf/"]
    assert [as_(emma).get(url).status_code for url in urls] == [404, 404, 404]
    assert list(as_(emma).get("/en/reports/").context["page"]) == []
    services.submit_report(by=marta, report=report)
    assert [as_(emma).get(url).status_code for url in urls] == [200, 200, 200]
    assert list(as_(emma).get("/en/reports/").context["page"]) == [report]
    assert "form" in as_(emma).get("/en/reports/").context
    assert as_(emma).get("/en/reports/").context["form"] is None
    assert as_(emma).post("/en/reports/make/", {}).status_code == 403
    assert as_(emma).get(f"/en/reports/{report.code}/submit/").status_code == 403


def test_colleagues_read_but_do_not_submit(report: Report, ilze: User, anna: User, as_: As) -> None:
    for person in (ilze, anna):
        assert as_(person).get(f"/lv/parskati/{report.code}/").status_code == 200
        assert as_(person).get(f"/lv/parskati/{report.code}/iesniegt/").status_code == 403


def test_teachers_and_system_administrators_read_no_reports(report: Report, janis: User, admin: User, as_: As) -> None:
    for person in (janis, admin):
        assert as_(person).get(LIST).status_code in {403, 404}
        assert as_(person).get(f"/lv/parskati/{report.code}/").status_code == 404


def test_visitors_are_sent_to_sign_in(report: Report, as_: As) -> None:
    for page in ("", f"{report.code}/", f"{report.code}/B1/", f"{report.code}/datnes/lv.pdf/"):
        answer = as_(None).get(LIST + page)
        assert answer.status_code == 302
        assert "parskati" in answer.headers["Location"]
    assert as_(None).post(MAKE).status_code == 302


@pytest.mark.database(EMPTY)
def test_a_portal_without_programmes_has_no_reports(first_admin: User, as_: As) -> None:
    assert as_(first_admin).get(LIST).status_code == 404


def test_a_file_that_was_erased_is_not_found(report: Report, marta: User, as_: As) -> None:
    document = report.renderings.get().document
    document.state, document.file = "erased", ""
    document.save()
    assert as_(marta).get(f"/lv/parskati/{report.code}/datnes/lv.pdf/").status_code == 404


# -- how much it asks ------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_three(
    half_year: HalfYear, marta: User, as_: As, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _report in range(number):
        report = freeze.freeze(by=marta, scope=Scope(half_year.programme.pk), starts_on=FROM, ends_on=TO)
        services.store_rendering(by=marta, report=report, language="lv", format="pdf", content=b"%PDF-1.7 a report")
    browser = as_(marta)
    with django_assert_max_num_queries(10):
        page = browser.get(LIST)
    assert len(page.context["page"].object_list) == number


@pytest.mark.parametrize("page", ["", "I3/", "iesniegt/"])
def test_pages_of_a_report_ask_little(
    report: Report, marta: User, as_: As, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = as_(marta)
    with django_assert_max_num_queries(10):
        browser.get(f"/lv/parskati/{report.code}/{page}")
