"""The same document once more: refused where it is certain, asked about where it may be."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from budget import services
from budget.duplicates import NEAR, Reason, fingerprint, likenesses
from budget.models import Expense
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.budget.conftest import ADD, DAY, Adder, edit, scan
from tests.by_hand import refused
from tests.databases import as_owner

As = Callable[[User | None], Client]
OZOLZARS = {"supplier_name": "SIA „Ozolzars”", "document_number": "AB-2026/17"}


@pytest.mark.parametrize("again", [
    {"supplier_name": 'SIA "Ozolzars"'}, {"supplier_name": "SIA Ozolzars"}, {"supplier_name": "OZOLZARS SIA"},
    {"supplier_name": "Biedrība Ozolzārs"}, {"document_number": "Rēķins Nr. AB–2026/17"},
    {"document_number": "ab 2026-17"}, {"document_number": "ＡＢ-２０２６/１７"}, {"total": "10.01"},
    {"document_on": DAY + timedelta(days=1)}, {"document_on": date(2020, 12, 31), "total": "500"}, {},
])  # fmt: skip
def test_same_supplier_and_number_are_refused(add: Adder, again: dict[str, Any]) -> None:
    first = add(**OZOLZARS)
    with pytest.raises(services.DuplicateDocument) as slip:
        add(**{**OZOLZARS, **again})
    assert slip.value.expense == first


def test_over_all_municipalities(
    add: Adder, karlis: User, marta: User, in_rezekne: Scope, programme: Programme
) -> None:
    add(**OZOLZARS)
    for by, scope in ((karlis, in_rezekne), (marta, Scope(programme.pk))):
        with pytest.raises(services.DuplicateDocument):
            add(by=by, scope=scope, **OZOLZARS)


@pytest.mark.parametrize("other", [
    {"supplier_name": "SIA Ozolzari"}, {"document_number": "AB-2026/18"}, {"document_number": "AB-20261/7"},
    {"document_on": date(2019, 6, 4)},
])  # fmt: skip
def test_what_is_another_document_is_taken(add: Adder, other: dict[str, Any]) -> None:
    """An invoice's number is given once a year."""
    add(**OZOLZARS)
    assert add(**{**OZOLZARS, **other}).pk


def test_tills_and_contracts_repeat_their_numbers_on_other_days(add: Adder) -> None:
    for kind in ("receipt", "contract"):
        add(document_number="45", document_type=kind, supplier_name=kind)
        with pytest.raises(services.DuplicateDocument):
            add(document_number="45", document_type=kind, supplier_name=kind, total="11")
        with pytest.raises(services.DuplicateDocument):
            add(document_number="45", document_type="invoice", supplier_name=kind)
        assert add(document_number="45", document_type=kind, supplier_name=kind, document_on=DAY + timedelta(days=1)).pk


def test_documents_without_a_number_are_many(add: Adder) -> None:
    assert all(add(document_number=number).pk for number in ("b/n", "B/N", "bez numura", "-", "–"))


def test_register_decides_where_both_name_it(add: Adder) -> None:
    first = add(**OZOLZARS, supplier_registration_number="40003012345")
    with pytest.raises(services.DuplicateDocument) as slip:
        add(**{**OZOLZARS, "supplier_name": "Veikals pie ozola"}, supplier_registration_number="LV 4000 3012345")
    assert slip.value.expense == first
    assert add(**{**OZOLZARS, "supplier_name": "Biedrība Ozolzars"}, supplier_registration_number="40008054321").pk
    with pytest.raises(services.DuplicateDocument):
        add(**OZOLZARS)


def test_reversed_document_is_entered_again(add: Adder, booked: Adder, anna: User) -> None:
    first = booked(**OZOLZARS)
    services.reverse_expense(by=anna, expense=first, reason="Nepareiza pozīcija")
    again = add(**OZOLZARS)
    with pytest.raises(services.DuplicateDocument) as slip:
        add(**OZOLZARS)
    assert slip.value.expense == again


def test_expense_is_not_its_own_duplicate_but_becomes_no_other(add: Adder, ilze: User) -> None:
    expense, other = add(**OZOLZARS), add()
    assert edit(ilze, expense, total=Decimal(11), supplier_name="Ozolzars").total == Decimal(11)
    with pytest.raises(services.DuplicateDocument):
        edit(ilze, other, supplier_name="Ozolzars", document_number="AB 2026-17")


# -- what may be the same ------------------------------------------------------------------------------


def _reasons(expense: Expense, reader: User, *hashes: str) -> dict[int, list[Reason]]:
    return {likeness.expense.pk: list(likeness.reasons) for likeness in likenesses(expense, hashes, reader)}


def test_reasons_to_look_at_a_document(add: Adder, anna: User) -> None:
    first = add(**OZOLZARS)
    of_last_year = add(**OZOLZARS, document_on=date(2019, 6, 4), total="99")
    marks = add(**{**OZOLZARS, "document_number": "AB 02026-017"}, total="98")
    near = add(supplier_name="Ozolzars", document_on=DAY - NEAR)
    add(supplier_name="Ozolzars", document_on=DAY + NEAR + timedelta(days=1))
    add(supplier_name="SIA Cits")
    assert _reasons(first, anna) == {
        of_last_year.pk: [Reason.NUMBER], marks.pk: [Reason.MARKS], near.pk: [Reason.SUM],
    }  # fmt: skip


def test_same_file_of_any_supplier_is_said(add: Adder, anna: User) -> None:
    first, other = add(), add(supplier_name="SIA Cits", total="500", document_number="b/n")
    sha256 = first.documents.get().sha256
    assert _reasons(first, anna, sha256) == {other.pk: [Reason.FILE]}
    assert _reasons(other, anna, sha256) == {first.pk: [Reason.FILE]}
    assert _reasons(other, anna, "") == {}


def test_reversed_documents_are_not_looked_at(add: Adder, booked: Adder, anna: User) -> None:
    services.reverse_expense(by=anna, expense=booked(**OZOLZARS), reason="Kļūda")
    assert _reasons(add(**OZOLZARS), anna) == {}


def test_certain_ones_come_first_and_others_are_shown_only_to_who_may_see_them(
    add: Adder, anna: User, karlis: User, marta: User, in_rezekne: Scope
) -> None:
    add(**OZOLZARS, by=karlis, scope=in_rezekne)
    near = add(supplier_name="Ozolzars")
    typed_one = Expense(programme_id=near.programme_id, document_on=DAY, total=Decimal(10), **OZOLZARS)
    typed_one.set_keys()
    seen = {
        reader: [(likeness.is_same, likeness.is_shown) for likeness in likenesses(typed_one, (), reader)]
        for reader in (anna, karlis, marta)
    }
    assert seen == {
        anna: [(True, False), (False, True)],
        karlis: [(True, True), (False, False)],
        marta: [(True, True), (False, True)],
    }


def test_another_programme_s_document_is_looked_at_and_not_refused(add: Adder, anna: User) -> None:
    other = Programme.objects.create(
        code="next", name_lv="Nākamā", name_en="Next", goal_lv="–", starts_on=date(2020, 1, 1), ends_on=date(2022, 1, 1)
    )
    add(**OZOLZARS)
    typed_one = Expense(programme=other, document_on=DAY, total=Decimal(99), **OZOLZARS)
    typed_one.set_keys()
    assert [(row.is_same, row.reasons) for row in likenesses(typed_one, (), anna)] == [(False, (Reason.NUMBER,))]


# -- pages ---------------------------------------------------------------------------------------------


def test_likely_duplicate_is_compared_and_confirmed(as_: As, anna: User, typed: Any, add: Adder) -> None:
    before = add(document_number="Z-9", total="12.50")
    client = as_(anna)
    warned = client.post(ADD, typed(description_lv="Stādi"))
    page = warned.content.decode()
    assert (warned.status_code, list(warned.context["form"].errors), Expense.objects.count()) == (
        422, ["confirm_alike"], 1,
    )  # fmt: skip
    assert "Tas pats piegādātājs un tā pati summa 30\u00a0dienu laikā." in page
    assert reverse("budget:expense_detail", args=[before.pk]) in page
    assert all(text in page for text in ("Z-9", 'value="Stādi"', 'id="id_confirm_alike"'))
    sent = typed(
        documents=[staged.pk for staged in warned.context["form"].just_staged],
        confirm_alike=warned.context["fingerprint"],
    )
    del sent["new_documents"]
    assert client.post(ADD, sent).status_code == 302
    assert Expense.objects.get(document_number="R-1").documents.count() == 1


def test_tick_confirms_what_was_shown_and_nothing_else(as_: As, anna: User, typed: Any, add: Adder) -> None:
    add(document_number="Z-9", total="12.50")
    ticked = as_(anna).post(ADD, typed()).context["fingerprint"]
    add(document_number="Z-10", total="12.50")
    assert as_(anna).post(ADD, typed(confirm_alike=ticked)).status_code == 422
    assert as_(anna).post(ADD, typed(confirm_alike="on")).status_code == 422
    assert Expense.objects.count() == 2


def test_same_photo_is_asked_about(as_: As, anna: User, typed: Any) -> None:
    as_(anna).post(ADD, typed(new_documents=scan("one")))
    other = typed(new_documents=scan("one"), supplier_name="SIA Cits", document_number="C-1", total="70,00")
    warned = as_(anna).post(ADD, other)
    assert "Tā pati datne." in warned.content.decode()
    assert [row.reasons for row in warned.context["alike"]] == [(Reason.FILE,)]


def test_certain_duplicate_is_shown_beside_it_and_cannot_be_confirmed(
    as_: As,
    anna: User,
    typed: Any,
    add: Adder,
) -> None:
    first = add(document_number="R/1", supplier_name="Dārzs, SIA", total="99")
    response = as_(anna).post(ADD, typed())
    page = response.content.decode()
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["document_number"])
    assert reverse("budget:expense_detail", args=[first.pk]) in page
    assert "id_confirm_alike" not in page
    assert as_(anna).post(ADD, typed(confirm_alike=response.context["fingerprint"])).status_code == 422
    assert Expense.objects.count() == 1


def test_other_municipality_s_document_is_not_told(
    as_: As,
    anna: User,
    karlis: User,
    typed: Any,
    add: Adder,
    in_rezekne: Scope,
) -> None:
    foreign = add(
        by=karlis, scope=in_rezekne, supplier_name="SIA Slepenais Dārzs", document_number="Slepens-77", total="12.50"
    )
    Expense.objects.filter(pk=foreign.pk).update(supplier_key="darzs")
    warned = as_(anna).post(ADD, typed())
    page = warned.content.decode()
    assert (warned.status_code, [row.is_shown for row in warned.context["alike"]]) == (422, [False])
    assert "To ievadījusi cita pašvaldība vai programma" in page
    assert not any(text in page for text in ("Slepen", "Rēzekne", reverse("budget:expense_detail", args=[foreign.pk])))


def test_edit_asks_too_and_files_that_are_there_count(as_: As, ilze: User, add: Adder, typed: Any) -> None:
    expense, other = add(), add(supplier_name="SIA Cits", total="70")
    sent = typed(document_number=expense.document_number, total="10,00", deed="draft")
    del sent["new_documents"]
    address = reverse("budget:expense_edit", args=[expense.pk])
    warned = as_(ilze).post(address, sent)
    assert [(row.expense, row.reasons) for row in warned.context["alike"]] == [(other, (Reason.FILE,))]
    sent |= {"confirm_alike": warned.context["fingerprint"], "submission_key": str(uuid4())}
    assert as_(ilze).post(address, sent).status_code == 302


def test_who_approves_sees_what_is_alike(as_: As, submitted: Adder, anna: User) -> None:
    submitted(total="33.00", document_number="Q-1")
    page = as_(anna).get(reverse("budget:expense_detail", args=[submitted(total="33.00").pk])).content.decode()
    assert "Šis dokuments, iespējams, jau ir ievadīts" in page
    assert "Q-1" in page
    assert "confirm_alike" not in page


def test_fingerprint_is_of_the_documents_and_the_reasons(add: Adder, anna: User) -> None:
    first, second = add(), add()
    alike = likenesses(first, (), anna)
    assert fingerprint(alike) != fingerprint([])
    assert fingerprint(alike) != fingerprint(likenesses(first, [second.documents.get().sha256], anna))


# -- the database --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "is_refused"), [
    ({}, True), ({"document_on": date(2020, 1, 1)}, True), ({"supplier_key": "cits"}, False),
    ({"number_key": ""}, False), ({"document_on": date(2019, 6, 4)}, False),
    ({"document_type": "receipt", "document_on": date(2020, 1, 1)}, False), ({"document_type": "receipt"}, True),
    ({"supplier_key": "cits", "registration_key": "4000"}, True), ({"registration_key": "5000"}, False),
])  # fmt: skip
def test_document_stands_once_by_hand(add: Adder, change: dict[str, Any], is_refused: bool) -> None:
    add(**OZOLZARS, supplier_registration_number="4000")
    by_hand = {"supplier_key": "ozolzars", "number_key": "ab2026-17", **change}
    other = add()
    if not is_refused:
        assert Expense.objects.filter(pk=other.pk).update(**by_hand) == 1
        return
    with refused("budget_document_once"):
        Expense.objects.filter(pk=other.pk).update(**by_hand)


@pytest.mark.django_db(transaction=True)
def test_rows_of_before_get_their_keys_and_doubles_go_no_further(
    add: Adder, submitted: Adder, booked: Adder, anna: User, ilze: User
) -> None:
    first, second, draft, waiting = booked(**OZOLZARS), booked(), add(), submitted()
    with as_owner():
        call_command("migrate", "budget", "0003", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE budget_expense DISABLE TRIGGER USER")
            cursor.execute(
                "UPDATE budget_expense SET supplier_name = 'Ozolzars', document_number = 'AB 2026/17',"
                " supplier_registration_number = 'LV4000' WHERE id <> %s", [first.pk],
            )  # fmt: skip
            cursor.execute("ALTER TABLE budget_expense ENABLE TRIGGER USER")
        call_command("migrate", "budget", verbosity=0)
    keys = Expense.objects.order_by("pk").values_list("supplier_key", "registration_key", "number_key")
    assert list(keys) == [("ozolzars", "", "ab2026-17"), *[("ozolzars", "4000", "ab2026-17")] * 3]
    with pytest.raises(services.DuplicateDocument):
        services.submit_expense(by=ilze, expense=draft)
    with pytest.raises(services.DuplicateDocument):
        services.book_expense(by=anna, expense=waiting)
    assert services.return_expense(by=anna, expense=waiting, comment="Ievadīts divreiz").state == "returned"
    assert services.reverse_expense(by=anna, expense=second, reason="Ievadīts divreiz").is_booked
    with refused("budget_expense_stays"):
        Expense.objects.filter(pk=first.pk).update(number_key="")
