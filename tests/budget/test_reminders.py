"""An expense that lies is reminded of once: at those who may approve it, at whoever has to correct it."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budget import services, tasks
from budget.mails import WAITING
from budget.models import Expense
from budget.reminders import REMINDER
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.budget.conftest import Adder
from tests.cast import join, make_user

pytestmark = pytest.mark.django_db


def after(days: int) -> AbstractContextManager[datetime]:
    return clock.frozen(clock.now() + timedelta(days=days))


def reminded() -> list[str]:
    """To whom, in the order of writing."""
    rows = OutgoingMail.objects.filter(template=REMINDER)
    return list(rows.order_by("pk").values_list("to_email", flat=True))


def remind_after(days: int) -> list[str]:
    with after(days):
        tasks.remind()
    return reminded()


def left_after(days: int) -> list[str]:
    """The reasons why reminders did not leave; what was written before them is out of the way."""
    OutgoingMail.objects.exclude(template=REMINDER).delete()
    with after(days):
        assert send_due() == 0
    return list(OutgoingMail.objects.values_list("error", flat=True))


def test_those_who_approve_are_reminded_once_after_a_week(submitted: Adder, anna: User, marta: User) -> None:
    expense = submitted()
    assert remind_after(6) == []
    assert remind_after(7) == ["anna@example.lv"]
    assert remind_after(8) == ["anna@example.lv"]
    assert remind_after(60) == ["anna@example.lv"]
    mail = OutgoingMail.objects.get(template=REMINDER)
    assert (mail.about, mail.scope) == (f"budget.expense:{expense.pk}", expense.scope)


def test_the_reminder_says_since_when_and_leads_to_the_expense(submitted: Adder, anna: User) -> None:
    expense = submitted()
    handed_in = clock.today()
    remind_after(7)
    OutgoingMail.objects.filter(template=WAITING).delete()
    with after(7):
        assert send_due() == 1
    (letter,) = outbox.outbox
    assert letter.to == ["anna@example.lv"]
    assert "SIA Dārzs, 10,00 EUR" in letter.subject
    assert f"{handed_in:%d.%m.%Y}" in letter.body
    assert f"/lv/budzets/izdevumi/{expense.pk}/\n" in f"{letter.body}\n"
    assert "ilze@example.lv" in letter.reply_to[0]


def test_handed_in_again_it_is_reminded_of_again(submitted: Adder, anna: User) -> None:
    expense = submitted()
    remind_after(7)
    with after(8):
        services.return_expense(by=anna, expense=expense, comment="Nav summas")
        services.submit_expense(by=expense.added_by, expense=expense)
        assert remind_after(6) == ["anna@example.lv"]
        assert remind_after(7) == ["anna@example.lv"] * 2


def test_whoever_has_to_correct_it_is_reminded_once_after_two_weeks(submitted: Adder, anna: User) -> None:
    expense = submitted()
    services.return_expense(by=anna, expense=expense, comment="Čekā nav summas")
    assert remind_after(13) == []
    assert remind_after(14) == ["ilze@example.lv"]
    assert remind_after(15) == ["ilze@example.lv"]
    OutgoingMail.objects.exclude(template=REMINDER).delete()
    with after(14):
        assert send_due() == 1
    (letter,) = outbox.outbox
    assert "Čekā nav summas" in letter.body
    assert f"/lv/budzets/izdevumi/{expense.pk}/labot/" in letter.body
    assert "anna@example.lv" in letter.reply_to[0]


def test_drafts_and_what_is_approved_are_nobodys_to_hurry(add: Adder, booked: Adder) -> None:
    add()
    booked()
    assert remind_after(60) == []


def test_a_reminder_of_what_was_answered_does_not_leave(submitted: Adder, anna: User) -> None:
    expense = submitted()
    remind_after(7)
    services.book_expense(by=anna, expense=expense)
    assert left_after(7) == ["changed"]


def test_a_reminder_of_an_earlier_handing_in_does_not_leave(submitted: Adder, anna: User) -> None:
    expense = submitted()
    remind_after(7)
    services.return_expense(by=anna, expense=expense, comment="Nav čeka")
    services.submit_expense(by=expense.added_by, expense=expense)
    assert left_after(7) == ["changed"]


def test_a_reminder_of_what_was_handed_in_again_does_not_leave(submitted: Adder, anna: User) -> None:
    expense = submitted()
    services.return_expense(by=anna, expense=expense, comment="Nav čeka")
    remind_after(14)
    services.submit_expense(by=expense.added_by, expense=expense)
    assert left_after(14) == ["changed"]


def test_a_reminder_of_what_is_gone_does_not_leave(submitted: Adder) -> None:
    expense = submitted()
    remind_after(7)
    services.withdraw_expense(by=expense.added_by, expense=expense)
    services.delete_draft(by=expense.added_by, expense=Expense.objects.get(pk=expense.pk))
    assert left_after(7) == ["gone"]


def test_whoever_approves_no_more_gets_no_reminder(submitted: Adder, anna: User) -> None:
    submitted()
    remind_after(7)
    anna.memberships.all().delete()
    assert left_after(7) == ["no_right"]


def test_a_damaged_address_stops_nobody_elses(
    submitted: Adder, anna: User, programme: Programme, daugavpils: Municipality
) -> None:
    join(make_user("zane@example.lv", "Zane Zile"), programme, Role.STAFF, daugavpils)
    submitted()
    User.objects.filter(pk=anna.pk).update(email="nav-adreses")
    assert remind_after(7) == ["zane@example.lv"]


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_reminded_of_costs_no_statement_more(submitted: Adder, rows: int) -> None:
    for _row in range(rows):
        submitted()
    remind_after(7)
    with after(8), CaptureQueriesContext(connection) as statements:
        tasks.remind()
    assert (len(statements), len(reminded())) == (2, rows)
