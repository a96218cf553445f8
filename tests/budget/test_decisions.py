from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from budget import services
from budget.models import Allocation, BudgetLine, Expense, FundingSource, Ledger, Payment
from budget.services import ShareOf
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.values import clock
from tests.budget.conftest import DAY, Adder

Lines = dict[str, BudgetLine]


def test_booking_gives_the_next_number(submitted: Adder, anna: User) -> None:
    first, second = submitted(), submitted()
    later = services.book_expense(by=anna, expense=second)
    earlier = services.book_expense(by=anna, expense=first)
    assert (later.number, earlier.number) == (1, 2)
    assert (later.state, later.booked_by) == ("booked", anna)
    assert Entry.objects.of(later)[0].changes == {"number": 1, "total": "10.00"}


def test_who_added_or_changed_it_never_books_it(submitted: Adder, anna: User, marta: User, ilze: User) -> None:
    own = submitted(by=anna)
    with pytest.raises(services.AddedByYourself):
        services.book_expense(by=anna, expense=own)
    assert services.book_expense(by=marta, expense=own).number == 1
    changed = submitted(document_number="Z-1")
    changed.editors.create(user=anna)
    with pytest.raises(services.AddedByYourself):
        services.book_expense(by=anna, expense=changed)
    with pytest.raises(PermissionDenied):
        services.book_expense(by=ilze, expense=changed)


def test_draft_and_booked_are_not_booked(add: Adder, booked: Adder, anna: User) -> None:
    for expense in (add(), booked()):
        with pytest.raises(services.WrongState):
            services.book_expense(by=anna, expense=expense)


def test_closed_period_is_not_booked_into(submitted: Adder, anna: User, marta: User, in_daugavpils: Scope) -> None:
    expense = submitted()
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        services.book_expense(by=anna, expense=expense)


def test_conditions_are_asked_again_at_booking(
    submitted: Adder, anna: User, council_money: FundingSource, planting: Activity
) -> None:
    expense = submitted(source=council_money, activity=planting)
    council_money.documents_to = date(2020, 5, 31)
    council_money.save()
    with pytest.raises(services.SourceNotAllowed):
        services.book_expense(by=anna, expense=expense)


def test_line_over_by_more_than_the_tolerance_needs_approval(submitted: Adder, anna: User, marta: User) -> None:
    at_the_edge = services.book_expense(by=anna, expense=submitted(total="120.00"))
    assert at_the_edge.over_limit_note == ""
    over = submitted(total="1.00")
    with pytest.raises(services.ApprovalMissing) as slip:
        services.book_expense(by=anna, expense=over)
    assert "21,00\u00a0EUR" in slip.value.messages[0]
    with pytest.raises(PermissionDenied):
        services.book_expense(by=anna, expense=over, over_limit_note="BP vēstule 12")
    assert services.book_expense(by=marta, expense=over, over_limit_note=" BP vēstule 12 ").over_limit_note == (
        "BP vēstule 12"
    )


def test_note_is_not_kept_where_no_line_is_exceeded(submitted: Adder, anna: User) -> None:
    assert services.book_expense(by=anna, expense=submitted(), over_limit_note="–").over_limit_note == ""


def test_over_limits_tell_source_and_line_before_anything_is_saved(
    grant: FundingSource, council_money: FundingSource, lines: Lines, booked: Adder
) -> None:
    booked(total="90")
    parts = [
        ShareOf(lines["3.1"], grant, Decimal(15)),
        ShareOf(lines["P"], grant, Decimal(1)),
        ShareOf(lines["1.1"], grant, Decimal(100)),
        ShareOf(lines["1.1"], council_money, Decimal("1000.01")),
    ]
    limits = services.over_limits(programme_id=grant.programme_id, parts=parts, on=DAY)
    assert [(limit.line, limit.source, limit.over_by, limit.is_hard, limit.needs_approval) for limit in limits] == [
        (None, council_money, Decimal("0.01"), True, False),
        (lines["3.1"], grant, Decimal(5), False, False),
        (lines["P"], grant, Decimal(1), False, True),
    ]


def test_without_a_rule_nothing_over_the_line_is_tolerated(
    grant: FundingSource, lines: Lines, programme: Programme
) -> None:
    programme.budget_rules.all().delete()
    parts = [ShareOf(lines["3.1"], grant, Decimal("100.01"))]
    assert [limit.needs_approval for limit in services.over_limits(programme_id=programme.pk, parts=parts, on=DAY)] == [
        True
    ]


def test_source_is_never_exceeded(submitted: Adder, booked: Adder, anna: User, council_money: FundingSource) -> None:
    booked(source=council_money, is_publicity=True, total="900.00")
    with pytest.raises(services.SourceExceeded) as slip:
        services.book_expense(by=anna, expense=submitted(source=council_money, is_publicity=True, total="100.01"))
    assert "0,01\u00a0EUR" in slip.value.messages[0]
    whole = submitted(source=council_money, is_publicity=True, total="100.00")
    assert services.book_expense(by=anna, expense=whole).is_booked


def test_reversal_is_a_booked_row_with_opposite_shares(
    booked: Adder, anna: User, ilze: User, grant: FundingSource, lines: Lines
) -> None:
    expense = booked(total="12.10", net=Decimal("10.00"), vat=Decimal("2.10"))
    reversal = services.reverse_expense(by=anna, expense=expense, reason="Nepareiza pozīcija")
    assert (reversal.number, reversal.total, reversal.net, reversal.vat, reversal.reverses, reversal.document_on) == (
        2, Decimal("-12.10"), Decimal("-10.00"), Decimal("-2.10"), expense, DAY,
    )  # fmt: skip
    assert [(share.line, share.source, share.amount) for share in reversal.shares.all()] == [
        (lines["3.1"], grant, Decimal("-12.10"))
    ]
    expense.refresh_from_db()
    assert (expense.state, expense.is_reversed) == ("booked", True)
    assert next(entry.verb for entry in Entry.objects.of(expense)) == "expense.reversed"
    for again in (expense, reversal):
        with pytest.raises(services.WrongState):
            services.reverse_expense(by=anna, expense=again, reason="Vēlreiz")


def test_reversal_needs_a_reason_the_right_and_another_person(
    booked: Adder, anna: User, ilze: User, marta: User
) -> None:
    expense = booked(by=anna, booked_by=marta)
    with pytest.raises(ValidationError):
        services.reverse_expense(by=marta, expense=expense, reason=" ")
    with pytest.raises(PermissionDenied):
        services.reverse_expense(by=ilze, expense=expense, reason="Kļūda")
    with pytest.raises(services.AddedByYourself):
        services.reverse_expense(by=anna, expense=expense, reason="Kļūda")


def test_reversal_of_a_closed_period_is_dated_today(
    booked: Adder, anna: User, marta: User, in_daugavpils: Scope, council_money: FundingSource
) -> None:
    expense = booked(source=council_money, is_publicity=True)
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=DAY)
    with clock.frozen(date(2021, 2, 1)):
        reversal = services.reverse_expense(by=anna, expense=expense, reason="Kļūda")
    assert reversal.document_on == date(2021, 2, 1)


def test_reversal_waits_while_today_is_closed_too(booked: Adder, anna: User, marta: User, in_daugavpils: Scope) -> None:
    expense = booked()
    close_period(by=marta, scope=in_daugavpils, kind="money", starts_on=DAY, ends_on=clock.today())
    with pytest.raises(PeriodClosed):
        services.reverse_expense(by=anna, expense=expense, reason="Kļūda")


def test_payments_are_added_until_the_document_is_paid(booked: Adder, anna: User, ilze: User, karlis: User) -> None:
    expense = booked()
    services.pay_expense(by=anna, expense=expense, paid_on=DAY, amount=Decimal(4), note="MU-1")
    with pytest.raises(services.PaidTooMuch):
        services.pay_expense(by=anna, expense=expense, paid_on=DAY, amount=Decimal("6.01"))
    assert services.pay_expense(by=anna, expense=expense, paid_on=DAY).amount == Decimal(6)
    assert [payment.amount for payment in Payment.objects.visible_to(ilze)] == [Decimal(4), Decimal(6)]
    assert list(Payment.objects.visible_to(karlis)) == []
    for amount in (None, Decimal(0)):
        with pytest.raises(services.PaidTooMuch):
            services.pay_expense(by=anna, expense=expense, paid_on=DAY, amount=amount)
    with pytest.raises(PermissionDenied):
        services.pay_expense(by=ilze, expense=expense, paid_on=DAY)


def test_only_booked_standing_expenses_are_paid(submitted: Adder, booked: Adder, anna: User) -> None:
    expense = booked()
    with clock.frozen(DAY), pytest.raises(services.FutureDocument):
        services.pay_expense(by=anna, expense=expense, paid_on=date(2020, 6, 5))
    services.reverse_expense(by=anna, expense=expense, reason="Kļūda")
    for not_booked in (expense, submitted()):
        with pytest.raises(services.WrongState):
            services.pay_expense(by=anna, expense=not_booked, paid_on=DAY)


def test_awaiting_approval_leaves_out_ones_own(
    submitted: Adder, anna: User, marta: User, ilze: User, karlis: User
) -> None:
    ilzes, annas = submitted(), submitted(by=anna)
    waiting = Expense.objects.order_by("pk").awaiting_approval_of
    assert [list(waiting(user)) for user in (anna, marta, ilze, karlis)] == [[ilzes], [ilzes, annas], [], []]


def test_figure_and_words_differ_until_somebody_resolves_it(
    grant: FundingSource, council_money: FundingSource, anna: User, marta: User
) -> None:
    assert (grant.stated_amount, grant.has_mismatch, grant.has_open_mismatch) == (Decimal("111029.00"), True, True)
    assert (council_money.stated_amount, council_money.has_mismatch) == (Decimal("1000.00"), False)
    with pytest.raises(PermissionDenied):
        services.resolve_stated_sum(by=anna, source=grant, note="Skaitlis")
    with pytest.raises(ValidationError):
        services.resolve_stated_sum(by=marta, source=grant, note=" ")
    with pytest.raises(services.NothingToResolve):
        services.resolve_stated_sum(by=marta, source=council_money, note="Skaitlis")
    resolved = services.resolve_stated_sum(by=marta, source=grant, note="Spēkā ir skaitlis, apstiprinājis finansētājs")
    assert (resolved.has_mismatch, resolved.has_open_mismatch, resolved.amount) == (True, False, Decimal("115029.00"))
    with pytest.raises(services.NothingToResolve):
        services.resolve_stated_sum(by=marta, source=grant, note="Vēlreiz")


@pytest.mark.parametrize(("words", "expected"), [("", None), ("nezināms vārds", None)])
def test_words_that_cannot_be_read_are_a_mismatch(grant: FundingSource, words: str, expected: None) -> None:
    grant.amount_stated_words = words
    assert (grant.stated_amount, grant.has_mismatch) == (expected, bool(words))


def test_sources_and_allocations_by_person(
    grant: FundingSource, council_money: FundingSource, lines: Lines, request: pytest.FixtureRequest
) -> None:
    seen = {
        who: set(FundingSource.objects.visible_to(request.getfixturevalue(who)))
        for who in ("ilze", "anna", "karlis", "janis", "marta", "emma", "olga", "admin")
    }
    both = {grant, council_money}
    assert seen == {
        "ilze": both, "anna": both, "karlis": {grant}, "janis": set(), "marta": both, "emma": both, "olga": both,
        "admin": set(),
    }  # fmt: skip
    Allocation.objects.create(line=lines["1.1"], source=council_money, amount=5)
    karlis, anna = request.getfixturevalue("karlis"), request.getfixturevalue("anna")
    assert (Allocation.objects.visible_to(karlis).count(), Allocation.objects.visible_to(anna).count()) == (2, 3)
    assert BudgetLine.objects.visible_to(karlis).count() == 3
    assert BudgetLine.objects.visible_to(request.getfixturevalue("janis")).count() == 0


def test_sources_open_to_a_scope(
    grant: FundingSource, council_money: FundingSource, in_daugavpils: Scope, in_rezekne: Scope, programme: Programme
) -> None:
    assert list(FundingSource.objects.open_to(in_daugavpils)) == [grant, council_money]
    assert list(FundingSource.objects.open_to(in_rezekne)) == [grant]
    assert list(FundingSource.objects.open_to(Scope(programme.pk))) == [grant]


def test_line_belongs_to_its_programmes_component(programme: Programme, components: dict[str, Component]) -> None:
    line = BudgetLine(programme=programme, component=components["1"], code="1.9", name_lv="Telpas")
    line.clean()
    BudgetLine(programme=programme, code="P.9", name_lv="Publicitāte").clean()
    line.programme_id += 1
    with pytest.raises(ValidationError):
        line.clean()


def test_rows_say_what_they_are(booked: Adder, anna: User, lines: Lines) -> None:
    expense = booked()
    payment = services.pay_expense(by=anna, expense=expense, paid_on=DAY)
    rule, ledger = expense.programme.budget_rules.get(), Ledger.objects.get()
    allocation = Allocation.objects.get(line=lines["3.1"])
    words = [str(row) for row in (expense, expense.shares.get(), payment, rule, ledger, allocation, lines["3.1"])]
    key = expense.programme_id
    assert words == [
        "SIA Dārzs A-1", f"{expense.pk}: 10.00", f"{expense.pk}: 10.00", "20\u00a0% (no 01.03.2019)", f"{key}: 1",
        f"{lines['3.1'].pk} × {allocation.source_id}", "3.1 Pasākumi",
    ]  # fmt: skip
