"""Files in an S3 store are part of the backup, and go back into another, empty one."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import Settings

from darbigas_kopienas.evidence.models import Document, Kind, State
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.runtime.backup import create, files, proof, restore
from darbigas_kopienas.runtime.backup.errors import BackupFailed
from tests.evidence import s3_store
from tests.machine import free_port

pytestmark = [pytest.mark.django_db(transaction=True)]
BUCKET, OTHER_BUCKET = "before-the-loss", "after-the-loss"
PAPER = b"a paper" * 50_000


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_store.running() as address:
        for bucket in (BUCKET, OTHER_BUCKET):  # of its own: all servers of a process hold the same
            s3_store.storage_at(address).connection.create_bucket(Bucket=bucket)
        yield address


@pytest.fixture
def stored(endpoint: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a paper in the store."""
    settings.BACKUP_DIR = tmp_path / "backups"
    monkeypatch.setattr(default_storage, "_wrapped", s3_store.storage_at(endpoint, BUCKET))
    name = default_storage.save("ab/paper.txt", ContentFile(PAPER))
    Document.objects.create(
        programme=Programme.objects.get(),
        file=name,
        title="Paper",
        kind=Kind.OTHER,
        content_type="text/plain",
        size=len(PAPER),
        sha256=hashlib.sha256(PAPER).hexdigest(),
        state=State.STORED,
    )
    return name


def test_backup_from_one_store_into_another(
    endpoint: str, stored: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    made = create.create(create.MANUAL)
    before = proof.of_database()
    assert (made.files, made.missing) == (1, [])
    request.getfixturevalue("empty_machine")
    monkeypatch.setattr(default_storage, "_wrapped", s3_store.storage_at(endpoint, OTHER_BUCKET))
    assert list(files.names()) == []
    restored = restore.restore(made.path)
    assert (list(files.names()), _read(stored)) == ([stored], PAPER)
    assert (proof.differences(before, proof.of_database()), proof.faults_of_portal()) == ([], [])
    assert restored.contents.made_at == restore.verify(made.path).made_at


def test_store_that_is_lost_makes_no_backup(stored: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "_wrapped", s3_store.storage_at(f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(BackupFailed) as refused:
        create.create(create.MANUAL)
    assert refused.value.code == "storage"
    assert list(Path(settings.BACKUP_DIR).glob("*.tar*")) == []
    assert not connection.in_atomic_block


def _read(name: str) -> Any:
    with default_storage.open(name) as file:
        return file.read()
