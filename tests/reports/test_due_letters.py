"""The report's day comes near, and passes: whoever submits reports is reminded, while nothing is submitted."""

from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services, tasks
from darbigas_kopienas.reports.due_letters import DUE, OVERDUE
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.values import clock
from tests.cast import join, make_user

pytestmark = pytest.mark.django_db
DAY = date(2020, 10, 31)
FROM, TO = date(2020, 4, 1), date(2020, 9, 30)


@pytest.fixture
def period(programme: Programme) -> Period:
    return made_period(programme)


def made_period(programme: Programme, **more: object) -> Period:
    days: dict[str, object] = {"starts_on": FROM, "ends_on": TO, "due_on": DAY, **more}
    return Period.objects.create(programme=programme, name_lv="2. periods", name_en="Period 2", **days)


def remind(days_left: int) -> None:
    with clock.frozen(DAY - timedelta(days=days_left)):
        tasks.remind()


def written() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to_email"))


def on_each_day(first: int, last: int) -> list[int]:
    """On which days (so many before the report's day) a letter was written, asked every day twice."""
    days = []
    for left in range(first, last - 1, -1):
        before = len(written())
        remind(left)
        remind(left)
        days += [left] * (len(written()) - before)
    return days


def submit(programme: Programme, marta: User, **more: object) -> Report:
    given: dict[str, object] = {"scope": Scope(programme.pk), "starts_on": FROM, "ends_on": TO, **more}
    with clock.frozen(DAY - timedelta(days=20)):
        report = freeze.freeze(by=marta, **given)  # type: ignore[arg-type]  # the fields of a report
        services.store_rendering(by=marta, report=report, language="lv", format="pdf", content=b"%PDF-1.7")
        submitted = services.submit_report(by=marta, report=report)
    OutgoingMail.objects.all().delete()
    return submitted


def left_at(days_left: int) -> str:
    """The reason why the one letter did not leave."""
    with clock.frozen(DAY - timedelta(days=days_left)):
        assert send_due() == 0
    return OutgoingMail.objects.get().error


def test_it_is_due_two_weeks_and_three_days_before_and_then_late_four_times(period: Period, marta: User) -> None:
    assert on_each_day(30, -60) == [14, 3, -1, -8, -15, -22]
    assert written() == [(DUE, marta.email)] * 2 + [(OVERDUE, marta.email)] * 4


def test_a_day_on_which_nothing_ran_loses_no_reminder(period: Period) -> None:
    assert on_each_day(13, 5) == [13]
    assert on_each_day(2, 0) == [2]
    assert on_each_day(-3, -7) == [-3]


def test_a_period_that_is_not_over_is_not_due_yet(programme: Programme) -> None:
    made_period(programme, ends_on=DAY - timedelta(days=5))
    assert on_each_day(14, 3) == [4, 3]


def test_without_a_day_nothing_is_due(programme: Programme) -> None:
    made_period(programme, due_on=None)
    assert on_each_day(15, -2) == []


def test_of_what_was_submitted_nobody_is_reminded(period: Period, programme: Programme, marta: User) -> None:
    submit(programme, marta)
    assert on_each_day(14, -2) == []


def test_the_report_of_one_municipality_or_of_other_days_is_not_the_funders(
    period: Period, programme: Programme, marta: User, in_daugavpils: Scope
) -> None:
    submit(programme, marta, scope=in_daugavpils)
    submit(programme, marta, starts_on=FROM + timedelta(days=1))
    assert on_each_day(14, 13) == [14]


def test_where_the_day_is_moved_they_are_reminded_of_the_new_one(period: Period) -> None:
    remind(14)
    Period.objects.update(due_on=DAY + timedelta(days=20))
    assert on_each_day(3, -6) == [-6]
    assert left_at_first() == ["changed"]


def left_at_first() -> list[str]:
    with clock.frozen(DAY + timedelta(days=6)):
        assert send_due() == 1
    return list(OutgoingMail.objects.exclude(error="").values_list("error", flat=True))


def test_the_letters_say_the_day_and_lead_to_the_reports(period: Period, marta: User) -> None:
    for days_left, word in ((14, "due by"), (-1, "was due by")):
        User.objects.filter(pk=marta.pk).update(language="en")
        remind(days_left)
        with clock.frozen(DAY - timedelta(days=days_left)):
            assert send_due() == 1
        letter = outbox.outbox[-1]
        assert letter.subject.endswith(f"{word} 31.10.2020")
        assert "01.04.2020–30.09.2020 (Period 2)" in letter.body
        assert "/en/reports/\n" in f"{letter.body}\n"


def test_submitted_meanwhile_the_letter_does_not_leave(period: Period, programme: Programme, marta: User) -> None:
    remind(14)
    mail = OutgoingMail.objects.get()
    submit(programme, marta)
    mail.save(force_insert=True)
    assert left_at(13) == "answered"


def test_on_the_day_after_nothing_is_due_any_more(period: Period) -> None:
    remind(3)
    assert left_at(-1) == "over"


def test_a_period_that_is_gone_is_not_spoken_of(period: Period) -> None:
    remind(14)
    period.delete()
    assert left_at(14) == "gone"


def test_a_period_whose_day_was_taken_away_is_not_spoken_of(period: Period) -> None:
    remind(14)
    Period.objects.update(due_on=None)
    assert left_at(14) == "changed"


def test_whoever_submits_no_reports_any_more_gets_no_letter(period: Period, marta: User) -> None:
    remind(14)
    marta.memberships.all().delete()
    assert left_at(14) == "no_right"


def test_a_damaged_address_stops_nobody_elses(period: Period, programme: Programme, marta: User) -> None:
    join(make_user("dace@example.lv", "Dace Liepa"), programme, Role.PROGRAMME)
    User.objects.filter(pk=marta.pk).update(email="nav-adreses")
    remind(14)
    assert written() == [(DUE, "dace@example.lv")]


@pytest.mark.parametrize("rows", [1, 3])
def test_more_periods_cost_no_statement_more(programme: Programme, rows: int) -> None:
    for row in range(rows):
        day = FROM + timedelta(days=row)
        made_period(programme, starts_on=day, ends_on=day)
    remind(14)
    with clock.frozen(DAY - timedelta(days=13)), CaptureQueriesContext(connection) as statements:
        tasks.remind()
    assert (len(statements), len(written())) == (3, rows)
