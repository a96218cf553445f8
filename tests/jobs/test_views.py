from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.jobs import services
from darbigas_kopienas.jobs.models import Job
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db
As = Callable[..., Any]
Ask = Callable[..., Job]


def page(job: Job) -> str:
    return f"/lv/darbi/{job.pk}/"


def started(job: Job) -> Job:
    leased = services.claim(job.pk)
    assert leased is not None
    return leased


def test_strangers_find_no_job(as_: As, ask: Ask, ilze: User, anna: User, marta: User, admin: User) -> None:
    job = ask(ilze)
    for other in (anna, marta, admin):
        assert as_(other).get(page(job)).status_code == 404
        assert as_(other).post(f"{page(job)}atkartot/").status_code == 404
    assert as_(ilze).get(f"/lv/darbi/{uuid4()}/").status_code == 404
    assert as_(None).get(page(job)).status_code == 302


def test_page_shows_progress_and_asks_again(as_: As, ask: Ask, ilze: User) -> None:
    job = ask(ilze)
    services.progress(started(job), 40, "Waiting for its turn")
    html = as_(ilze).get(page(job)).content.decode()
    assert '<progress max="100" value="40"' in html
    assert 'data-hx-trigger="every 1s"' in html
    assert "Atjaunot" in html
    assert "Gaida savu kārtu" in html


def test_unchanged_part_is_not_sent_again(as_: As, ask: Ask, ilze: User) -> None:
    job, client = ask(ilze), as_(ilze)
    job.refresh_from_db()
    same = client.get(f"{page(job)}?seen={job.mark}", headers={"HX-Request": "true"})
    assert (same.status_code, same.content) == (204, b"")
    services.progress(started(job), 40, "Working")
    changed = client.get(f"{page(job)}?seen={job.mark}", headers={"HX-Request": "true"})
    assert changed.status_code == 200
    assert b"<html" not in changed.content
    assert "no-cache" in changed["Cache-Control"]


def test_finished_job_leads_to_its_file(
    as_: As, ask: Ask, ilze: User, in_daugavpils: Scope, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    job = started(ask(ilze))
    job.result["url"] = "/lv/atskaites/1/"
    document = evidence.store_bytes(
        by=ilze, content=b"%PDF-", name="a.pdf", content_type="application/pdf", scope=in_daugavpils, kind="report"
    )
    services.finish(job, document)
    html = as_(ilze).get(page(job)).content.decode()
    assert f'href="/lv/faili/dokumenti/{document.pk}/"' in html
    assert 'href="/lv/atskaites/1/"' in html
    assert "data-hx-trigger" not in html.split('id="job"')[1].split(">")[0]


def test_finished_job_says_why_its_file_does_not_open(
    as_: As, ask: Ask, ilze: User, in_daugavpils: Scope, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    job, client = started(ask(ilze)), as_(ilze)
    document = evidence.store_bytes(
        by=ilze, content=b"PK", name="a.zip", content_type="application/zip", scope=in_daugavpils, kind="other",
        sensitivity="sensitive", asked_with=Permission.ISSUE_CERTIFICATE, erase_after=clock.today(),
    )  # fmt: skip
    services.finish(job, document)
    link = f'href="/lv/faili/dokumenti/{document.pk}/"'
    assert link in client.get(page(job)).content.decode()
    ilze.memberships.update(ends_on=clock.today() - timedelta(days=1))
    html = client.get(page(job)).content.decode()
    assert link not in html
    assert "Jūsu loma vairs neļauj atvērt šo datni." in html
    ilze.memberships.update(ends_on=None)
    evidence.erase(by=ilze, document=document)
    html = client.get(page(job)).content.decode()
    assert link not in html
    assert "Datne ir dzēsta" in html


def test_failed_job_says_why_and_is_tried_again(as_: As, ask: Ask, ilze: User) -> None:
    job, client = ask(ilze), as_(ilze)
    services.fail(started(job), "took_too_long")
    html = client.get(page(job)).content.decode()
    assert "Darbs ieilga un tika apturēts." in html
    assert "Mēģināt vēlreiz" in html
    assert client.get(f"{page(job)}atkartot/").status_code == 405
    answer = client.post(f"{page(job)}atkartot/")
    again = Job.objects.active().get()
    assert (answer.status_code, answer["Location"]) == (302, page(again))
    assert client.post(f"{page(again)}atkartot/")["Location"] == page(again)  # not failed: shown as it stands


@pytest.mark.parametrize("state", ["waiting", "done", "failed"])
def test_page_takes_few_statements(
    as_: As, ask: Ask, ilze: User, django_assert_max_num_queries: Any, state: str
) -> None:
    job, client = ask(ilze), as_(ilze)
    Job.objects.filter(pk=job.pk).update(state=state)
    client.get(page(job))
    with django_assert_max_num_queries(10):
        client.get(page(job))
