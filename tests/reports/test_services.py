"""From a press of the button to one file: frozen once, kept once, final when submitted."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs import services as jobs
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services
from darbigas_kopienas.reports.models import Rendering, Report
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, HalfYear, content, made, wish

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


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
    verbs = ["mail.queued", "report.submitted", "report.rendered", "report.frozen"]
    assert [entry.verb for entry in entries] == verbs
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
