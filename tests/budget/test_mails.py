"""Whoever waits for an answer about an expense gets it by e-mail, once; nobody is written to who has nothing to do."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from budget import services
from budget.mails import BOOKED, RETURNED, WAITING
from budget.models import Expense
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.budget.conftest import Adder, edit

pytestmark = pytest.mark.django_db


def letters() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to_email"))


def sent() -> Any:
    """The one e-mail that leaves now."""
    outbox.outbox.clear()
    send_due()
    (letter,) = outbox.outbox
    return letter


def test_those_who_approve_in_the_municipality_are_asked(submitted: Adder, anna: User, marta: User) -> None:
    submitted()
    assert letters() == [(WAITING, "anna@example.lv")]
    letter = sent()
    assert letter.subject == "Apstiprināšanu gaida izdevumi: SIA Dārzs, 10,00 EUR"
    assert "Ilze Ozoliņa" in letter.body
    assert f"/lv/budzets/izdevumi/{Expense.objects.get().pk}/" in letter.body
    assert "ilze@example.lv" in letter.reply_to[0]


def test_where_only_its_writers_approve_there_the_programme_is_asked(
    add: Adder, anna: User, ilze: User, marta: User
) -> None:
    expense = add()
    edit(anna, expense, supplier_name="SIA Dārzi")
    services.submit_expense(by=ilze, expense=expense)
    assert letters() == [(WAITING, "marta@example.lv")]


def test_returned_is_told_with_the_remark_and_asked_anew_after_handing_in(submitted: Adder, anna: User) -> None:
    expense = submitted()
    services.return_expense(by=anna, expense=expense, comment="Čekā nav summas")
    OutgoingMail.objects.filter(template=WAITING).delete()
    letter = sent()
    assert letter.to == ["ilze@example.lv"]
    assert "Piezīme: Čekā nav summas" in letter.body
    assert f"/lv/budzets/izdevumi/{expense.pk}/labot/" in letter.body
    assert "anna@example.lv" in letter.reply_to[0]
    services.submit_expense(by=expense.added_by, expense=expense)
    assert letters()[1:] == [(WAITING, "anna@example.lv")]


def test_approved_is_told_with_its_number(submitted: Adder, anna: User) -> None:
    services.book_expense(by=anna, expense=submitted())
    OutgoingMail.objects.filter(template=WAITING).delete()
    letter = sent()
    assert letter.to == ["ilze@example.lv"]
    assert letter.subject == "Jūsu izdevumi ir apstiprināti: SIA Dārzs, 10,00 EUR"
    assert "Nr.\u00a01" in letter.body


def test_nobody_is_told_of_what_they_did_themselves(submitted: Adder, anna: User) -> None:
    """Whoever takes back what they handed in knows it."""
    services.withdraw_expense(by=anna, expense=submitted(by=anna))
    assert [template for template, _to in letters()] == [WAITING]


@pytest.mark.parametrize("template", [WAITING, RETURNED, BOOKED])
def test_what_is_no_longer_true_or_theirs_does_not_leave(template: str, submitted: Adder, anna: User) -> None:
    expense = submitted()
    if template == RETURNED:
        services.return_expense(by=anna, expense=expense, comment="Nav čeka")
    if template == BOOKED:
        services.book_expense(by=anna, expense=expense)
    OutgoingMail.objects.exclude(template=template).delete()
    mail = OutgoingMail.objects.get()
    assert mail.user is not None
    mail.user.memberships.all().delete()
    assert send_due() == 0
    assert OutgoingMail.objects.get().error == "no_right"


def test_what_waited_for_a_month_is_no_news(submitted: Adder) -> None:
    submitted()
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert send_due() == 0
    assert OutgoingMail.objects.get().error == "over"


def test_a_request_that_was_answered_does_not_leave(submitted: Adder, anna: User) -> None:
    services.return_expense(by=anna, expense=submitted(), comment="Nav čeka")
    OutgoingMail.objects.filter(template=RETURNED).delete()
    assert send_due() == 0
    assert OutgoingMail.objects.get().error == "changed"


def test_whoever_wrote_it_is_gone_and_the_letter_still_leaves(submitted: Adder) -> None:
    submitted()
    OutgoingMail.objects.update(context={"expense": Expense.objects.get().pk})
    assert "portals@example.lv" in sent().reply_to[0]


def test_reversing_writes_to_nobody(booked: Adder, anna: User) -> None:
    expense = booked()
    before = len(letters())
    services.reverse_expense(by=anna, expense=expense, reason="Divreiz")
    assert len(letters()) == before


def test_a_damaged_address_stops_no_answer(submitted: Adder, anna: User) -> None:
    expense = submitted()
    User.objects.filter(pk=expense.added_by_id).update(email="nav-adreses")
    services.return_expense(by=anna, expense=Expense.objects.get(), comment="Trūkst čeka")
    assert not OutgoingMail.objects.filter(template="expense_returned").exists()
