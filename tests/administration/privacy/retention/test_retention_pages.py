"""The pages of spans, of what is overdue and of acts: who opens them, what they say, what they refuse."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from budget.models import Expense
from budget.retention import PAY, SUPPORTING
from darbigas_kopienas.administration.models import DestructionAct
from darbigas_kopienas.administration.privacy.retention import services
from darbigas_kopienas.administration.privacy.retention.services import acts
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.jobs.models import LastRun
from darbigas_kopienas.people.models import Municipality, RetentionPeriod, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.builders import said
from tests.counted import statements

As = Callable[[User | None], Client]
PAGES = ["retention_list", "retention_add", "retention_overdue", "destruction_list"]


def _at(name: str, programme: Programme, *more: int) -> str:
    return reverse(f"administration:{name}", args=[programme.pk, *more])


@pytest.fixture
def act(marta: User, programme: Programme, receipt: Document, closed: None, overdue_day: None) -> DestructionAct:
    return services.draft_act(
        by=marta, programme=programme, documents=[receipt.pk], place="Daugavpils", basis="Grāmatvedības likums"
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_coordinator_opens_each(as_: As, marta: User, programme: Programme, page: str) -> None:
    assert as_(marta).get(_at(page, programme)).status_code == 200


@pytest.mark.parametrize("page", PAGES[:3])
@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "olga"])
def test_colleagues_do_not(as_: As, programme: Programme, page: str, name: str, request: pytest.FixtureRequest) -> None:
    assert as_(request.getfixturevalue(name)).get(_at(page, programme)).status_code == 403


def test_a_span_is_set_and_said(as_: As, marta: User, programme: Programme) -> None:
    page = as_(marta)
    data = {"kind": PAY.key, "days": "4018", "valid_from": str(clock.today()), "reason": "Domes lēmums Nr. 7"}
    answer = page.post(_at("retention_add", programme), {**data, "submission_key": str(uuid4())})
    assert answer.status_code == 302
    listed = said(page.get(_at("retention_list", programme)))
    assert "11 years" in listed
    assert "Domes lēmums Nr. 7" in listed
    assert "Marta" in said(page.get(_at("retention_add", programme) + f"?kind={PAY.key}"))


@pytest.mark.parametrize(
    "typed", [{"days": "3652"}, {"days": "0"}, {"days": "99999999"}, {"valid_from": "2020-01-01"}, {"reason": "\0"},
              {"kind": "x"}],
)  # fmt: skip
def test_what_is_refused_is_said_and_stays(as_: As, marta: User, programme: Programme, typed: dict[str, str]) -> None:
    data = {"kind": PAY.key, "days": "3653", "valid_from": str(clock.today()), "reason": "Lēmums", **typed}
    answer = as_(marta).post(_at("retention_add", programme), {**data, "submission_key": str(uuid4())})
    assert answer.status_code == 422
    assert not RetentionPeriod.objects.exists()


def test_lists_ask_as_often_for_many_rows(
    as_: As, marta: User, programme: Programme, booked: Callable[..., Expense], request: pytest.FixtureRequest
) -> None:
    days = [date(2020, month, 4) for month in range(1, 4)]
    booked(document_on=days[0])
    request.getfixturevalue("closed")
    request.getfixturevalue("overdue_day")
    few = [statements(as_(marta), _at(page, programme)) for page in PAGES]
    document = Document.objects.get()
    for place in Municipality.objects.exclude(name_lv="Daugavpils"):
        other = Document.objects.get(pk=document.pk)
        other.pk, other.municipality = None, place
        other.save(force_insert=True)
        Expense.documents.through._default_manager.create(expense_id=Expense.objects.get().pk, document_id=other.pk)
    for number in range(3):
        RetentionPeriod.objects.create(
            kind=SUPPORTING.key, days=1826, valid_from=date(2022 + number, 1, 1), reason="L", set_by=marta
        )
    assert [statements(as_(marta), _at(page, programme)) for page in PAGES] == few


# -- acts --------------------------------------------------------------------------------------------------
def test_from_what_is_overdue_to_the_approved_act(
    as_: As, marta: User, anna: User, programme: Programme, receipt: Document, closed: None, overdue_day: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(acts, "act_pdf", lambda _act: b"%PDF-1.7 act")
    page = as_(marta)
    overdue = page.get(_at("retention_overdue", programme))
    (group,) = overdue.context["groups"]
    assert group.address.replace("&", "&amp;") in overdue.content.decode()
    data = {"documents": [receipt.pk], "place": "Daugavpils", "basis": "Likums", "submission_key": str(uuid4())}
    answer = page.post(group.address, data)
    act = DestructionAct.objects.get()
    detail = _at("destruction_detail", programme, act.pk)
    assert answer.headers["Location"] == detail
    approve = _at("destruction_approve", programme, act.pk)
    assert approve not in page.get(detail).content.decode()
    assert approve in as_(anna).get(detail).content.decode()
    assert as_(anna).get(approve).status_code == 200
    assert as_(anna).post(approve, {"submission_key": str(uuid4())}).headers["Location"] == detail
    assert as_(anna).get(_at("destruction_file", programme, act.pk)).headers["Content-Type"] == "application/pdf"
    assert "No document is overdue" in said(page.get(_at("retention_overdue", programme)))


def test_what_is_wrong_with_an_act_is_said(
    as_: As, marta: User, programme: Programme, receipt: Document, closed: None, overdue_day: None
) -> None:
    page = as_(marta)
    add = _at("destruction_add", programme)
    address = f"{add}?kind={SUPPORTING.key}&year=2020&municipality={receipt.municipality_id}"
    assert page.get(add).status_code == 302
    assert page.get(f"{add}?kind={SUPPORTING.key}&year=x&municipality=1").status_code == 404
    assert page.get(f"{add}?kind=x&year=2020&municipality=1").status_code == 422
    assert page.get(f"{add}?kind={SUPPORTING.key}&year=99999&municipality=1").status_code == 404
    assert page.get(f"{add}?kind={SUPPORTING.key}&year=0&municipality=1").status_code == 404
    assert page.get(f"{add}?kind={SUPPORTING.key}&year=1999&municipality=1").status_code == 200
    wrong: list[dict[str, Any]] = [{"documents": []}, {"documents": ["999999"]}, {"basis": ""}, {"place": "\0"}]
    for typed in wrong:
        data = {"documents": [receipt.pk], "place": "Daugavpils", "basis": "Likums", "submission_key": str(uuid4())}
        assert page.post(address, {**data, **typed}).status_code == 422
    assert not DestructionAct.objects.exists()


def test_a_draft_has_no_file_and_is_cancelled_by_its_coordinator(
    as_: As, marta: User, anna: User, programme: Programme, act: DestructionAct
) -> None:
    assert as_(anna).get(_at("destruction_file", programme, act.pk)).status_code == 404
    cancel = _at("destruction_cancel", programme, act.pk)
    assert as_(anna).post(cancel, {"submission_key": str(uuid4())}).status_code == 403
    as_(marta).post(cancel, {"submission_key": str(uuid4())})
    act.refresh_from_db()
    assert act.state == "cancelled_act"


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma", "olga", "janis"])
def test_an_act_is_no_one_else_s(
    as_: As, programme: Programme, act: DestructionAct, name: str, request: pytest.FixtureRequest
) -> None:
    who = as_(request.getfixturevalue(name))
    for page in ("destruction_detail", "destruction_approve", "destruction_file"):
        assert who.get(_at(page, programme, act.pk)).status_code == 404


def test_my_tasks_say_what_waits(as_: As, marta: User, anna: User, act: DestructionAct, programme: Programme) -> None:
    LastRun.objects.create(task="retention.in_time", ended_at=clock.now() - 2 * clock.now().resolution)
    page = as_(marta).get(reverse("home:my_tasks"))
    assert "1 document has been stored for long enough" in said(page)
    assert "late" not in said(page)
    LastRun.objects.update(ended_at=clock.now().replace(year=2025))
    assert "automatic erasing is late" in said(as_(marta).get(reverse("home:my_tasks")))
    page = as_(anna).get(reverse("home:my_tasks"))
    assert "1 destruction act waits for approval" in said(page)
    assert _at("destruction_detail", programme, act.pk) in page.content.decode()
    assert as_(marta).get(reverse("administration:privacy_overdue")).status_code == 302


def test_everybody_is_told_what_is_set(as_: As, programme: Programme) -> None:
    RetentionPeriod.objects.create(kind=SUPPORTING.key, days=2557, valid_from=date(2022, 1, 1), reason="Lēmums")
    words = said(as_(None).get(reverse("home:privacy")))
    assert "Other supporting documents of the accounts: 7 years" in words
    assert "Pay documents and inventory lists: 10 years" in words
