"""Whoever may read a submitted report hears of it by e-mail, once."""

from datetime import date

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, letters, services
from darbigas_kopienas.reports.models import Report
from tests.cast import join, make_user
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


@pytest.fixture(autouse=True)
def _empty_outbox(report: Report) -> None:
    """What was written while the half-year was made is not looked at here."""
    OutgoingMail.objects.all().delete()


def written() -> list[str]:
    """To whom, in the order of writing."""
    rows = OutgoingMail.objects.filter(template=letters.SUBMITTED)
    return list(rows.order_by("pk").values_list("to_email", flat=True))


def reason() -> str:
    assert send_due() == 0
    return OutgoingMail.objects.get().error


def only_to(user: User) -> None:
    OutgoingMail.objects.exclude(user=user).delete()


def test_all_who_may_read_it_are_written_to_but_not_whoever_submitted_it(
    report: Report, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    join(make_user("dace@example.lv", "Dace Liepa"), programme, Role.PROGRAMME)
    join(make_user("zane@example.lv", "Zane Zile"), programme, Role.ACCOUNTANT, daugavpils)
    join(make_user("bijusi@example.lv", "Bijusī"), programme, Role.STAFF, daugavpils, ends_on=date(2019, 12, 31))
    services.submit_report(by=marta, report=report)
    colleagues = ["ilze@example.lv", "anna@example.lv", "dace@example.lv", "zane@example.lv"]
    assert sorted(written()) == sorted([*colleagues, "emma@example.lv"])
    assert set(OutgoingMail.objects.values_list("about", "programme", "municipality")) == {
        (f"reports.report:{report.pk}", programme.pk, daugavpils.pk)
    }


def test_of_the_whole_programmes_report_no_municipality_is_written_to(
    marta: User, programme: Programme, report: Report
) -> None:
    whole = freeze.freeze(by=marta, scope=Scope(programme.pk), starts_on=FROM, ends_on=TO)
    letters.notify_of_submission(whole, by=marta)
    assert written() == ["emma@example.lv"]


def test_nobody_is_written_to_twice(report: Report, marta: User) -> None:
    services.submit_report(by=marta, report=report)
    before = written()
    letters.notify_of_submission(report, by=marta)
    assert written() == before


def test_the_funder_reads_in_their_language_what_was_submitted_and_where(report: Report, marta: User) -> None:
    services.submit_report(by=marta, report=report)
    OutgoingMail.objects.exclude(to_email="emma@example.lv").delete()
    assert send_due() == 1
    (letter,) = outbox.outbox
    assert letter.subject == "The report for 01.04.2020–30.09.2020 was submitted"
    for text in ("Daugavpils", report.spaced_code, "12.10.2020, Marta Vītola", f"/en/reports/{report.code}/"):
        assert text in letter.body
    assert "marta@example.lv" in letter.reply_to[0]


def test_whoever_may_not_read_it_any_more_gets_no_letter(report: Report, marta: User, ilze: User) -> None:
    services.submit_report(by=marta, report=report)
    only_to(ilze)
    ilze.memberships.all().delete()
    assert reason() == "no_right"


def test_whose_account_is_gone_gets_no_letter(report: Report, marta: User, ilze: User) -> None:
    services.submit_report(by=marta, report=report)
    only_to(ilze)
    OutgoingMail.objects.update(user=None)
    assert reason() == "no_right"


def test_a_report_that_is_no_longer_submitted_is_not_spoken_of(report: Report, marta: User, ilze: User) -> None:
    letters.notify_of_submission(report, by=marta)
    only_to(ilze)
    assert reason() == "changed"


def test_a_report_that_is_gone_is_not_spoken_of(report: Report, marta: User, ilze: User) -> None:
    letters.notify_of_submission(report, by=marta)
    only_to(ilze)
    services.delete_draft(by=marta, report=report)
    assert reason() == "gone"


@pytest.mark.parametrize("more", [0, 3])
def test_letters_to_more_colleagues_cost_no_statement_more(
    report: Report, marta: User, programme: Programme, daugavpils: Municipality, more: int
) -> None:
    for number in range(more):
        join(make_user(f"zane{number}@example.lv", "Zane"), programme, Role.STAFF, daugavpils)
    with CaptureQueriesContext(connection) as statements:
        letters.notify_of_submission(report, by=marta)
    assert (len(statements), len(written())) == (6, 3 + more)


def test_a_colleagues_damaged_address_stops_no_submission(report: Report, marta: User, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(email="nav-adreses")
    services.submit_report(by=marta, report=report)
    assert sorted(written()) == ["emma@example.lv", "ilze@example.lv"]
