"""The pages of whoever approves: what waits, one after the other or several at once, each beside its receipt."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from budget import services
from budget.models import Expense
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.budget.conftest import DAY, Adder, scan
from tests.evidence.files import picture, upload

As = Callable[[User | None], Client]
QUEUE = "budget:expense_queue"


def _post(client: Client, name: str, *args: int, **sent: Any) -> Any:
    return client.post(reverse(name, args=args), {"submission_key": str(uuid4()), **sent})


def _page(client: Client, expense: Expense) -> str:
    return client.get(reverse("budget:expense_detail", args=[expense.pk])).content.decode()


def test_approving_and_returning_lead_to_the_next_and_then_to_the_empty_list(
    as_: As, submitted: Adder, anna: User
) -> None:
    first, second, third = (submitted(document_on=DAY.replace(day=day)) for day in (1, 2, 3))
    client = as_(anna)
    assert "Apstiprināt un atvērt nākamo" in _page(client, first)
    booked = _post(client, "budget:expense_book", first.pk, then="next")
    assert booked["Location"] == reverse("budget:expense_detail", args=[second.pk])
    returned = _post(client, "budget:expense_return", second.pk, then="next", comment="Nav salasāms")
    assert returned["Location"] == reverse("budget:expense_detail", args=[third.pk])
    assert "Apstiprināt un atvērt nākamo" not in _page(client, third)
    last = _post(client, "budget:expense_book", third.pk, then="next")
    assert last["Location"] == reverse(QUEUE)
    assert "Neviens dokuments negaida" in client.get(reverse(QUEUE)).content.decode()


def test_several_are_approved_at_once(as_: As, submitted: Adder, anna: User) -> None:
    expenses = [submitted() for _row in range(3)]
    submitted(by=anna)  # her own waits for somebody else
    client = as_(anna)
    assert [row[0] for row in client.get(reverse(QUEUE)).context["rows"]] == expenses
    answer = _post(client, QUEUE, expenses=[expenses[0].pk, expenses[2].pk])
    assert answer.status_code == 302
    assert set(Expense.objects.booked()) == {expenses[0], expenses[2]}


def test_second_tap_leads_where_the_first_did(as_: As, submitted: Adder, anna: User) -> None:
    client, sent = as_(anna), {"expenses": [submitted().pk], "submission_key": str(uuid4())}
    answers = [client.post(reverse(QUEUE), sent) for _tap in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, reverse(QUEUE))] * 2
    assert client.post(reverse(QUEUE), {**sent, "submission_key": str(uuid4())}).status_code == 422


def test_what_could_not_be_approved_is_said_beside_its_document(
    as_: As, submitted: Adder, anna: User, lines: Any
) -> None:
    good, bad = submitted(), submitted(total="121.00")
    answer = _post(as_(anna), QUEUE, expenses=[good.pk, bad.pk])
    assert answer.status_code == 422
    shown = {expense.pk: (is_marked, reason) for expense, is_marked, reason in answer.context["rows"]}
    assert shown[good.pk] == (True, "")
    assert "3.1" in shown[bad.pk][1]
    assert not Expense.objects.booked().exists()


@pytest.mark.parametrize("sent", [{}, {"expenses": ["0"]}, {"expenses": ["x"]}])
def test_nothing_or_nonsense_marked_is_said(as_: As, submitted: Adder, anna: User, sent: dict[str, Any]) -> None:
    submitted()
    assert _post(as_(anna), QUEUE, **sent).status_code == 422


def test_queue_sends_as_many_statements_for_three_rows(
    as_: As, submitted: Adder, anna: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = as_(anna)
    submitted()
    client.get(reverse(QUEUE))
    with django_assert_max_num_queries(20) as few:
        client.get(reverse(QUEUE))
    submitted(), submitted()
    with django_assert_num_queries(len(few)):
        client.get(reverse(QUEUE))


def test_receipt_stands_beside_the_sums_as_a_picture_or_in_a_frame(
    as_: As, add: Adder, anna: User, ilze: User, karlis: User, in_daugavpils: Scope
) -> None:
    files = [
        evidence.stage(by=ilze, upload=file, scope=in_daugavpils, kind="receipt")
        for file in (upload(picture(), "ceks.jpg"), scan("rekins"))
    ]
    expense = services.submit_expense(by=ilze, expense=add(documents=files))
    page = _page(as_(anna), expense)
    shown = [reverse("evidence:document_show", args=[file.pk]) for file in files]
    assert f'<img src="{shown[0]}"' in page
    assert f'<iframe src="{shown[1]}"' in page
    answer = as_(anna).get(shown[1])
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("application/pdf", "inline")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert as_(karlis).get(shown[1]).status_code == 404


def test_file_that_no_browser_shows_is_not_shown(as_: As, anna: User, in_daugavpils: Scope) -> None:
    sheet = evidence.store_bytes(
        by=anna, content=b"PK", name="a.xlsx", content_type="application/zip", scope=in_daugavpils, kind="receipt"
    )
    assert as_(anna).get(reverse("evidence:document_show", args=[sheet.pk])).status_code == 404


def test_own_expense_is_withdrawn_and_not_returned_to_oneself(
    as_: As, submitted: Adder, anna: User, ilze: User
) -> None:
    own, of_ilze = submitted(by=anna), submitted()
    page = _page(as_(anna), own)
    assert "Atsaukt iesniegumu" in page
    assert reverse("budget:expense_return", args=[own.pk]) not in page
    assert "Atsaukt iesniegumu" not in _page(as_(anna), of_ilze)
    assert _post(as_(ilze), "budget:expense_withdraw", of_ilze.pk).status_code == 302
    of_ilze.refresh_from_db()
    assert of_ilze.state == "draft"
    assert _post(as_(ilze), "budget:expense_withdraw", of_ilze.pk).status_code == 422


def test_draft_is_deleted_after_a_question(as_: As, add: Adder, submitted: Adder, ilze: User, anna: User) -> None:
    expense, client = add(), as_(ilze)
    address = reverse("budget:expense_delete", args=[expense.pk])
    assert address in _page(client, expense)
    assert address not in _page(as_(anna), expense)
    assert "Dzēst melnrakstu" in client.get(address).content.decode()
    assert _post(client, "budget:expense_delete", expense.pk)["Location"] == reverse("budget:expense_list")
    assert not Expense.objects.filter(pk=expense.pk).exists()
    assert client.get(address).status_code == 404
    waiting = submitted()
    assert _post(as_(ilze), "budget:expense_delete", waiting.pk).status_code == 422


def test_second_tap_on_deleting_leads_where_the_first_did(as_: As, add: Adder, ilze: User, anna: User) -> None:
    address, sent = reverse("budget:expense_delete", args=[add().pk]), {"submission_key": str(uuid4())}
    answers = [as_(ilze).post(address, sent) for _tap in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("budget:expense_list"))
    ] * 2
    assert as_(ilze).get(address, sent).status_code == 404
    assert as_(ilze).post(address, {"submission_key": str(uuid4())}).status_code == 404
    assert as_(anna).post(address, sent).status_code == 404


def test_wrong_file_is_taken_off_in_the_form(
    as_: As, add: Adder, ilze: User, typed: Callable[..., dict[str, Any]]
) -> None:
    expense = add(total="12.50", document_number="R-1")
    wrong, client = expense.documents.get(), as_(ilze)
    address = reverse("budget:expense_edit", args=[expense.pk])
    page = client.get(address).content.decode()
    assert f'name="take_off" value="{wrong.pk}"' in " ".join(page.split())
    nothing = typed(take_off=[wrong.pk])
    del nothing["new_documents"]
    assert client.post(address, nothing).status_code == 422  # submitted with no file at all
    assert client.post(address, typed(take_off=[wrong.pk], deed="draft")).status_code == 302
    assert wrong not in expense.documents.all()
    assert expense.documents.count() == 1


def test_receipt_is_said_to_be_needed_to_submit(as_: As, ilze: User, lines: Any, programme: Programme) -> None:
    page = as_(ilze).get(reverse("budget:expense_add")).content.decode()
    label = page[page.index('<label for="id_new_documents">') :].split("</label>")[0]
    assert "vajadzīgs, lai iesniegtu" in label
    assert "nav obligāti" not in label
