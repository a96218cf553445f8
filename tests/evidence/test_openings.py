"""Who opened a file that names people: one row an opening, never changed, never of one's own paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.evidence import services
from darbigas_kopienas.evidence.downloads import send_document
from darbigas_kopienas.evidence.models import Document, FileOpening, Kind, Sensitivity
from darbigas_kopienas.evidence.openings import How, is_logged, note_opening
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import AUDIT_LINK
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.runtime.database_roles import append_only_tables
from darbigas_kopienas.values import clock

from .files import PDF, upload

pytestmark = pytest.mark.django_db
As = Callable[..., Any]


@pytest.fixture
def receipt(ilze: User, in_daugavpils: Scope) -> Document:
    staged = services.stage(by=ilze, upload=upload(PDF, "x.pdf"), scope=in_daugavpils, kind="receipt", title="Čeks")
    return services.attach(by=ilze, document=staged)


def opened() -> list[tuple[int | None, str]]:
    return list(FileOpening.objects.order_by("pk").values_list("user_id", "how"))


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("sensitivity", Sensitivity.values)
def test_files_that_name_people_or_are_secret_are_logged(kind: str, sensitivity: str) -> None:
    names_people = kind in {"receipt", "agreement", "attendance_sheet", "minutes"}
    wanted = sensitivity == "sensitive" or (sensitivity == "internal" and names_people)
    assert is_logged(Document(kind=kind, sensitivity=sensitivity, state="stored")) == wanted
    assert not is_logged(Document(kind=kind, sensitivity=sensitivity, state="staged"))


def test_download_and_frame_are_two_openings_and_a_double_click_is_one(as_: As, anna: User, receipt: Document) -> None:
    browser = as_(anna)
    with clock.frozen(clock.now().replace(second=0)):
        for page in ("", "", "skatit/", "skatit/"):
            assert browser.get(f"/lv/faili/dokumenti/{receipt.pk}/{page}").status_code == 200
    assert opened() == [(anna.pk, "downloaded"), (anna.pk, "shown")]
    row = FileOpening.objects.first()
    assert row is not None
    assert (row.document, row.programme_id, row.municipality_id) == (
        receipt, receipt.programme_id, receipt.municipality_id,
    )  # fmt: skip
    assert str(row)


def test_an_opening_costs_one_statement_and_the_next_minute_is_another(anna: User, receipt: Document) -> None:
    now = clock.now()
    with clock.frozen(now), CaptureQueriesContext(connection) as caught:
        note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    assert len(caught) == 1
    with clock.frozen(now + timedelta(minutes=1)):
        note_opening(by=anna, document=receipt, how=How.DOWNLOADED)
    assert FileOpening.objects.count() == 2


def test_holder_of_a_link_is_nobody_and_counts_once(receipt: Document) -> None:
    with clock.frozen(clock.now()):
        for reader in (AUDIT_LINK, AUDIT_LINK, AnonymousUser(), None):
            note_opening(by=reader, document=receipt, how=How.DOWNLOADED)
    assert opened() == [(None, "link")]


def test_one_s_own_paper_and_a_public_file_need_no_row(anna: User, receipt: Document) -> None:
    send_document(receipt, reader=anna, is_own=True)
    receipt.sensitivity = Sensitivity.PUBLIC
    send_document(receipt, reader=anna)
    assert opened() == []


def test_openings_are_only_ever_added(anna: User, receipt: Document) -> None:
    note_opening(by=anna, document=receipt, how=How.SHOWN)
    assert "evidence_fileopening" in append_only_tables()
    for statement in (
        "UPDATE evidence_fileopening SET user_id = 0",
        "DELETE FROM evidence_fileopening",
        "TRUNCATE evidence_fileopening",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert opened() == [(anna.pk, "shown")]


@pytest.mark.parametrize("wrong", [{"user_id": None, "how": "shown"}, {"user_id": 1, "how": "link"}, {"how": "seen"}])
def test_database_knows_by_whom(receipt: Document, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FileOpening.objects.create(document=receipt, programme_id=receipt.programme_id, **wrong)


def test_a_file_taken_along_twice_in_a_minute_is_one_deed(anna: User, programme: Programme) -> None:
    now = clock.now()
    for seconds in (0, 59, 61):
        with clock.frozen(now + timedelta(seconds=seconds)):
            record_taken(by=anna, verb="people.exported", obj=programme)
    assert Entry.objects.filter(verb="people.exported").count() == 2


def test_openings_are_seen_where_the_history_is(
    receipt: Document, anna: User, karlis: User, marta: User, olga: User, emma: User, janis: User
) -> None:
    note_opening(by=anna, document=receipt, how=How.SHOWN)
    seen = {user.name.split()[0] for user in (anna, karlis, marta, olga, emma, janis)
            if FileOpening.objects.visible_to(user).exists()}  # fmt: skip
    assert seen == {"Anna", "Marta", "Olga"}
