"""A seminar that was held is not cancelled: it is set back where that was a mistake, and nothing relies on it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.querysets import ActivityQuerySet
from darbigas_kopienas.activities.services import StillReliedOn, WrongTransition
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation.models import Attendance
from darbigas_kopienas.people.models import User
from seminars.certificates import services as certificates
from seminars.models import Certificate, Evaluation, Seminar
from seminars.plan import services
from tests.builders import DAY, attend, held, issue, register
from tests.seminars.certificates.conftest import certificate, run  # noqa: F401  (fixtures)
from tests.together import before_commit

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Any]


def url(name: str, seminar: Seminar) -> str:
    return reverse(f"seminars:{name}", args=[seminar.pk])


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_page_of_a_held_one_offers_no_cancelling(as_: As, ilze: User, run: Seminar) -> None:  # noqa: F811
    browser = as_(ilze)
    assert url("seminar_cancel", run) in said(browser.get(url("seminar_detail", run)))
    held(ilze, run)
    page = said(browser.get(url("seminar_detail", run)))
    assert (url("seminar_cancel", run) in page, url("seminar_set_back", run) in page) == (False, True)
    answer = browser.post(url("seminar_cancel", run), {"reason": "Pārskatīšanās"})  # a page that was open before
    assert answer.status_code == 422
    assert "Pārskatīšanās" in said(answer)
    run.activity.refresh_from_db()
    assert run.activity.state == "held"


def test_cancelling_says_what_follows_and_its_way_out(as_: As, ilze: User, run: Seminar) -> None:  # noqa: F811
    browser = as_(ilze)
    for number, words in ((0, "Jā, atcelt semināru"), (1, "paziņot 1 cilvēkam"), (2, "paziņot 2 cilvēkiem")):
        if number:
            register(by=ilze, activity=run.activity, name=f"P{number}", email=f"p{number}@example.lv")
        page = said(browser.get(url("seminar_cancel", run)))
        assert (words in page, "Neatcelt" in page, "un paziņot" in page) == (True, True, number > 0)
    assert "Atpakaļ" in said(browser.get(url("seminar_edit", run)))


def test_set_back_with_its_undo(as_: As, ilze: User, run: Seminar) -> None:  # noqa: F811
    held(ilze, run)
    browser = as_(ilze)
    OutgoingMail.objects.all().delete()
    assert browser.post(url("seminar_set_back", run), {"reason": ""}).status_code == 422
    page = browser.post(url("seminar_set_back", run), {"reason": "Cits seminārs"}, follow=True)
    assert "Seminārs atkal ir ieplānots." in said(page)
    assert not OutgoingMail.objects.exists()
    assert 'value="18.06.2020"' in said(browser.get(url("seminar_mark_held", run)))
    assert "Cits seminārs" not in said(as_(None).get(url("seminar_detail", run)))


def test_valid_certificates_keep_it_held(as_: As, ilze: User, run: Seminar, certificate: Certificate) -> None:  # noqa: F811
    answer = as_(ilze).post(url("seminar_set_back", run), {"reason": "Pārskatīšanās"})
    assert answer.status_code == 422
    page = said(answer)
    assert "Pārskatīšanās" in page
    assert "Spēkā ir 1 apliecība vai apliecinājums: vispirms atsauciet to." in page
    assert "Klātbūtne atzīmēta 1 cilvēkam" in page
    with pytest.raises(IntegrityError, match="are valid"), transaction.atomic():
        Activity.objects.filter(pk=run.activity_id).update(state="planned", held_on=None)
    Attendance.objects.all().delete()
    with pytest.raises(StillReliedOn):
        services.set_seminar_back(by=ilze, seminar=run, reason="Kļūda")
    certificates.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    services.set_seminar_back(by=ilze, seminar=run, reason="Kļūda")


def test_what_participants_said_of_it_keeps_it_held(ilze: User, run: Seminar) -> None:  # noqa: F811
    held(ilze, run)
    Evaluation.objects.create(seminar=run, usefulness=5)
    with pytest.raises(StillReliedOn, match="izvērtējuši"):
        services.set_seminar_back(by=ilze, seminar=run, reason="Kļūda")


def test_cancelled_in_the_middle_keeps_the_first_day(ilze: User, run: Seminar) -> None:  # noqa: F811
    attend(ilze, run)
    for call_off in (services.cancel_seminar, services.postpone_seminar, services.move_seminar_online):
        with pytest.raises(StillReliedOn):
            call_off(by=ilze, seminar=run, reason="Otrā diena nenotiks")
    assert run.activity.sessions.get().state == "planned"


@pytest.fixture
def ready(ilze: User, run: Seminar, certificate: Certificate) -> Seminar:  # noqa: F811
    """Held, somebody may be given a certificate, and nothing shows it yet."""
    certificates.revoke(by=ilze, certificate=certificate, reason="Kļūda")
    Attendance.objects.update(oddity="same_device", settled_by=None)
    return run


def issued_meanwhile(by: User, seminar: Seminar) -> tuple[Any, str, bool]:
    """What setting back gave while a certificate was being issued, and how both stand then."""

    def issue_one() -> None:
        Attendance.objects.update(settled_by=by)
        issue(by, Seminar.objects.get(pk=seminar.pk))

    set_back = partial(services.set_seminar_back, by=by, seminar=Seminar.objects.get(pk=seminar.pk), reason="Kļūda")
    outcome = before_commit(issue_one, set_back)
    state = Activity.objects.get(pk=seminar.activity_id).state
    return outcome, state, Certificate.objects.filter(state="valid").exists()


@pytest.mark.django_db(transaction=True)
def test_set_back_while_a_certificate_is_issued_is_refused(ilze: User, ready: Seminar) -> None:
    outcome, state, has_valid = issued_meanwhile(ilze, ready)
    assert isinstance(outcome, StillReliedOn), outcome
    assert (state, has_valid) == ("held", True)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_they_pass_each_other(
    ilze: User, ready: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActivityQuerySet, "locked", lambda rows, pk: rows.get(pk=pk))
    _outcome, state, has_valid = issued_meanwhile(ilze, ready)
    assert (state, has_valid) == ("planned", True)


def test_twice_is_refused(ilze: User, run: Seminar) -> None:  # noqa: F811
    held(ilze, run, DAY)
    services.set_seminar_back(by=ilze, seminar=run, reason="Kļūda")
    with pytest.raises(WrongTransition):
        services.set_seminar_back(by=ilze, seminar=run, reason="Kļūda")
