"""An act of destruction: drafted of what is overdue, approved by somebody else; then the files go and the rows stay."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from budget.models import Expense
from darbigas_kopienas.administration.models import DestructionAct
from darbigas_kopienas.administration.privacy.retention import services
from darbigas_kopienas.administration.privacy.retention.errors import (
    ActNotDrawn,
    NotDrafted,
    NothingChosen,
    NotOverdue,
    SamePerson,
    SeveralMunicipalities,
)
from darbigas_kopienas.administration.privacy.retention.services import acts
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document, State
from darbigas_kopienas.people.models import RetentionPeriod, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.pdf import PdfError
from tests.builders import implementer

Drafter = Callable[..., DestructionAct]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(marta: User, programme: Programme, receipt: Document, closed: None, overdue_day: None) -> Drafter:
    def made(**fields: Any) -> DestructionAct:
        about = {"documents": [receipt.pk], "place": "Daugavpils", "basis": "Grāmatvedības likums"}
        return services.draft_act(**{"by": marta, "programme": programme, **about, **fields})

    return made


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes two seconds; what is drawn has a test of its own."""
    monkeypatch.setattr(acts, "act_pdf", lambda _act: b"%PDF-1.7 act")


def test_a_draft_freezes_what_is_to_go_and_erases_nothing(draft: Drafter, receipt: Document, daugavpils: Any) -> None:
    act = draft()
    assert (act.year, act.number, act.state, act.municipality) == (2026, 1, "drafted_act", daugavpils)
    (row,) = act.rows
    assert (row["document"], row["sha256"], row["on"]) == (receipt.pk, receipt.sha256, "2020-06-04")
    receipt.refresh_from_db()
    assert receipt.state == State.STORED
    assert draft().number == 2


def test_approved_by_another_the_files_go_and_the_rows_stay(
    draft: Drafter, drawn: None, anna: User, receipt: Document, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    money = list(Expense.objects.values())
    path = files / str(receipt.file.name)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        act = services.approve_act(by=anna, act=draft())
    receipt_now = Document.objects.get(pk=receipt.pk)
    assert (receipt_now.state, receipt_now.sha256) == (State.ERASED, receipt.sha256)
    assert not path.exists()
    assert list(Expense.objects.values()) == money
    assert Expense.objects.get().documents.get() == receipt_now
    assert act.document is not None
    assert act.document.sensitivity == "sensitive"
    verbs = ["destruction_act.drafted", "destruction_act.approved"]
    assert list(Entry.objects.of(act).order_by("pk").values_list("verb", flat=True)) == verbs


def test_whoever_drafted_it_does_not_approve_it(draft: Drafter, marta: User) -> None:
    with pytest.raises(SamePerson):
        services.approve_act(by=marta, act=draft())


def test_four_eyes_by_the_database(draft: Drafter, marta: User, receipt: Document) -> None:
    act = draft()
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE administration_destructionact SET state = 'approved_act', approved_by_id = drafted_by_id,"
            " approved_at = now(), document_id = %s WHERE id = %s",
            [receipt.pk, act.pk],
        )


@pytest.mark.parametrize("fields", [{"state": "approved_act"}, {"basis": ""}, {"number": 2, "document": True}])
def test_an_act_is_whole(draft: Drafter, receipt: Document, fields: dict[str, Any]) -> None:
    act = draft()
    if "document" in fields:
        fields = {**fields, "document": receipt}
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionAct.objects.filter(pk=act.pk).update(**fields)


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma", "olga", "janis", "anna"])
def test_nobody_else_drafts_or_cancels(draft: Drafter, request: pytest.FixtureRequest, name: str) -> None:
    who = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        draft(by=who)
    act = draft()
    with pytest.raises(PermissionDenied):
        services.cancel_act(by=who, act=act)


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma", "olga", "janis"])
def test_who_approves_no_expense_there_approves_no_act(
    draft: Drafter, request: pytest.FixtureRequest, name: str
) -> None:
    act = draft()
    with pytest.raises(PermissionDenied):
        services.approve_act(by=request.getfixturevalue(name), act=act)
    assert not DestructionAct.objects.visible_to(request.getfixturevalue(name)).exists()


def test_what_is_not_overdue_any_more_is_named(draft: Drafter, anna: User, receipt: Document) -> None:
    act = draft()
    RetentionPeriod.objects.create(
        kind="budget.supporting_documents", days=4000, valid_from=clock.today(), reason="Tiesvedība"
    )
    with pytest.raises(NotOverdue, match=receipt.title):
        services.approve_act(by=anna, act=act)
    receipt.refresh_from_db()
    assert receipt.state == State.STORED


def test_what_is_not_overdue_is_in_no_draft(draft: Drafter, receipt: Document) -> None:
    with clock.frozen(clock.today() - timedelta(days=1)), pytest.raises(NotOverdue, match=receipt.title):
        draft()
    with pytest.raises(NotOverdue, match="—"):
        draft(documents=[receipt.pk, 999_999])


def test_an_act_names_some_documents(draft: Drafter) -> None:
    wrong: list[list[int]] = [[], list(range(services.MOST_IN_ACT + 1))]
    for documents in wrong:
        with pytest.raises(NothingChosen):
            draft(documents=documents)


def test_one_act_is_of_one_municipality(draft: Drafter, receipt: Document, rezekne: Any, marta: User) -> None:
    other = Document.objects.get(pk=receipt.pk)
    other.pk, other.municipality = None, rezekne
    other.save(force_insert=True)
    Expense.objects.get().documents.through._default_manager.create(
        expense_id=Expense.objects.get().pk, document_id=other.pk
    )
    with pytest.raises(SeveralMunicipalities):
        draft(documents=[receipt.pk, other.pk])


def test_an_act_that_was_cancelled_destroys_nothing(draft: Drafter, drawn: None, marta: User, anna: User) -> None:
    act = services.cancel_act(by=marta, act=draft())
    assert act.state == "cancelled_act"
    with pytest.raises(NotDrafted):
        services.approve_act(by=anna, act=act)
    with pytest.raises(NotDrafted):
        services.cancel_act(by=marta, act=act)
    assert draft().number == 2


def test_where_the_paper_cannot_be_made_nothing_is_erased(
    draft: Drafter, anna: User, receipt: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_act: DestructionAct) -> bytes:
        raise PdfError("Par lielu")

    monkeypatch.setattr(acts, "act_pdf", broken)
    with pytest.raises(ActNotDrawn):
        services.approve_act(by=anna, act=draft())
    receipt.refresh_from_db()
    assert receipt.state == State.STORED


def test_the_paper_says_what_an_official_document_says(
    draft: Drafter, anna: User, marta: User, programme: Programme, receipt: Document, files: Path, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) reads the pages")
    implementer(programme)
    act = services.approve_act(by=anna, act=draft())
    assert act.document is not None
    path = files / str(act.document.file.name)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    for words in (
        "Izglītības iniciatīvu centrs", "Daugavpils", "2026/1", "Grāmatvedības likums", receipt.title, marta.name,
        anna.name, receipt.sha256[:20],
    ):  # fmt: skip
        assert words in text, words


def test_documents_of_the_programme_itself_need_another_coordinator(
    draft: Drafter, receipt: Document, anna: User
) -> None:
    Document.objects.filter(pk=receipt.pk).update(municipality=None)
    act = draft()
    assert act.scope == Scope(act.programme_id)
    with pytest.raises(PermissionDenied):
        services.approve_act(by=anna, act=act)
