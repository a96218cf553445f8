"""A draft that nobody needs is deleted with its files; whatever was submitted stays."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.reports import services
from darbigas_kopienas.reports.models import Report
from tests.by_hand import refused
from tests.databases import HALF_YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


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
