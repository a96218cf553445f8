"""A backup older than a destruction act is restored: the files of the act are destroyed again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from darbigas_kopienas.administration.privacy.erasure.register.file import append, read, register_path
from darbigas_kopienas.administration.privacy.erasure.register.known import add_missing
from darbigas_kopienas.administration.privacy.erasure.register.lines import DestroyedDocuments, Row
from darbigas_kopienas.administration.privacy.erasure.services.again import ErasedAgain
from darbigas_kopienas.administration.privacy.retention import services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document, State
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.administration.privacy.erasure.lost import NOTHING, Lose, again, losing
from tests.administration.privacy.retention.conftest import LAST_DAY
from tests.administration.privacy.retention.test_destruction import Drafter, draft, drawn

__all__ = ["draft", "drawn"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_DIR = tmp_path / "backups"


@pytest.fixture
def lose(django_capture_on_commit_callbacks: Any) -> Lose:
    return losing(django_capture_on_commit_callbacks)


def test_files_of_an_act_are_destroyed_again(
    draft: Drafter, drawn: None, anna: User, receipt: Document, files: Path, lose: Lose,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    place = files / str(receipt.file.name)
    content = place.read_bytes()
    with lose():
        services.approve_act(by=anna, act=draft())
    assert not place.exists()
    place.write_bytes(content)  # the backup has it
    with django_capture_on_commit_callbacks(execute=True):
        outcome = again()
    said = (
        "The files of destruction act 2026/1 are destroyed again, but the approved act is younger than the backup: "
        "keep its paper, and cancel the draft if there is one."
    )
    assert outcome == ErasedAgain(people=0, documents=1, unknown=0, obstacles=(said,))
    receipt.refresh_from_db()
    assert (receipt.state, place.exists()) == (State.ERASED, False)
    entry = Entry.objects.of(receipt).get(verb="document.destroyed_again")
    assert (entry.actor_id, entry.changes) == (None, {"on": str(LAST_DAY)})
    assert again() == NOTHING


def test_another_document_with_the_number_stays(receipt: Document) -> None:
    rows = (Row(receipt.pk, receipt.created_at - timedelta(days=1)), Row(receipt.pk + 1, receipt.created_at))
    append([DestroyedDocuments(clock.now(), "2026/1", rows)])
    assert again() == ErasedAgain(people=0, documents=0, unknown=2, obstacles=())
    receipt.refresh_from_db()
    assert receipt.state == State.STORED


def test_what_the_law_asks_for_in_the_backup_stays(receipt: Document, closed: None) -> None:
    """Its expense was corrected since."""
    append([DestroyedDocuments(clock.now(), "2026/1", (Row(receipt.pk, receipt.created_at),))])
    with clock.frozen(LAST_DAY):
        outcome = again()
    said = (
        f"Document {receipt.pk} of destruction act 2026/1 could not be destroyed again (PreservedByLaw): "
        "write a new act."
    )
    assert outcome == ErasedAgain(people=0, documents=0, unknown=0, obstacles=(said,))


def test_a_missing_act_is_added_by_the_hour(draft: Drafter, drawn: None, anna: User, receipt: Document) -> None:
    act = services.approve_act(by=anna, act=draft())  # and nothing that waits for the end of its transaction
    add_missing()
    add_missing()
    assert act.approved_at is not None
    rows = (Row(receipt.pk, receipt.created_at),)
    assert read([register_path()]) == ([DestroyedDocuments(act.approved_at, "2026/1", rows)], [])
    assert again() == NOTHING
