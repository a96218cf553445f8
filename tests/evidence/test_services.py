import errno
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from darbigas_kopienas import rooms
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import services, tasks
from darbigas_kopienas.evidence.errors import (
    EmptyFile,
    FileTooLarge,
    NoSpaceLeft,
    NotAPicture,
    NotWhatItSays,
    NotYours,
    UploadRefused,
)
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.storage import delete_all
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import DocumentUse, Room, register
from darbigas_kopienas.values import clock
from tests.written_log import Written

from .files import PDF, photo_with_traces, picture, upload


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def staged_photo(by: User, scope: Scope) -> Document:
    return services.stage(by=by, upload=upload(photo_with_traces(), "puķes.jpg"), scope=scope, kind="photo")


def stored_photo(by: User, scope: Scope) -> Document:
    return services.attach(by=by, document=staged_photo(by, scope))


def test_stage_keeps_file_and_row(ilze: User, in_daugavpils: Scope, files: Path) -> None:
    document = services.stage(by=ilze, upload=upload(PDF, "C:\\mape\\Čeks 12.pdf"), scope=in_daugavpils, kind="receipt")
    assert (document.state, document.original_name, document.title) == ("staged", "Čeks 12.pdf", "Čeks 12")
    assert (document.content_type, document.size, document.scope) == ("application/pdf", len(PDF), in_daugavpils)
    assert document.file.open().read() == PDF
    assert left_behind(files) == [Path(str(document.file.name)).name]
    assert [entry.verb for entry in Entry.objects.of(document)] == ["document.added"]


def test_photo_is_redrawn_and_has_smaller_ones(ilze: User, in_daugavpils: Scope, files: Path) -> None:
    document = staged_photo(ilze, in_daugavpils)
    assert (document.content_type, document.width, document.height) == ("image/jpeg", 20, 40)
    assert len(left_behind(files)) == 3
    assert all(default_storage.exists(services.variant_name(document, side)) for side in (320, 960))
    assert document.consent == "unknown"


def test_file_with_no_name_is_named_by_its_content(ilze: User, in_daugavpils: Scope) -> None:
    document = services.stage(by=ilze, upload=upload(PDF, "x"), scope=in_daugavpils, kind="other", title="Līgums")
    assert str(document.file.name).endswith(".pdf")
    assert str(document) == "Līgums"


@pytest.mark.parametrize(
    ("content", "name", "kind", "error"),
    [
        (b"", "a.pdf", "receipt", EmptyFile),
        (b"%PDF-" + b"0" * 2000, "a.pdf", "receipt", FileTooLarge),
        (b"<html>", "a.pdf", "receipt", NotWhatItSays),
        (PDF, "a.pdf", "photo", NotAPicture),
    ],
)
def test_refused_file_leaves_nothing(
    ilze: User,
    in_daugavpils: Scope,
    files: Path,
    settings: Any,
    content: bytes,
    name: str,
    kind: str,
    error: type[Exception],
    written: Written,
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    with pytest.raises(error):
        services.stage(by=ilze, upload=upload(content, name), scope=in_daugavpils, kind=kind)
    assert left_behind(files) == []
    assert not Document.objects.exists()
    assert [said["reason"] for said in written.of("portal.security")] == [error.__name__]


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, NoSpaceLeft), (errno.EIO, UploadRefused)])
def test_full_disk_leaves_nothing(
    ilze: User,
    in_daugavpils: Scope,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    error: type[UploadRefused],
) -> None:
    calls: list[int] = []

    def broken(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:  # the photo itself is written, its smaller copy is not
            raise OSError(number, "no")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(UploadRefused) as refused:
        staged_photo(ilze, in_daugavpils)
    assert type(refused.value) is error
    assert left_behind(files) == []
    assert not Document.objects.exists()


def test_row_that_is_refused_takes_its_file_along(ilze: User, in_daugavpils: Scope, files: Path) -> None:
    with pytest.raises(Exception, match="evidence_document_kind"):
        services.stage(by=ilze, upload=upload(PDF, "a.pdf"), scope=in_daugavpils, kind="nonsense")
    assert left_behind(files) == []


def test_storage_gives_no_address(ilze: User, in_daugavpils: Scope) -> None:
    with pytest.raises(ValueError, match="no address"):
        staged_photo(ilze, in_daugavpils).file.url  # noqa: B018  (the asking is the test)


def test_stored_bytes_are_made_here(marta: User, in_daugavpils: Scope) -> None:
    document = services.store_bytes(
        by=marta, content=b"a;b", name="izraksts.csv", content_type="text/csv", scope=in_daugavpils, kind="other"
    )
    assert (document.state, document.is_made_here, document.content_type) == ("stored", True, "text/csv")
    assert document.file.open().read() == b"a;b"
    with pytest.raises(EmptyFile):
        services.store_bytes(
            by=marta, content=b"", name="a.csv", content_type="text/csv", scope=in_daugavpils, kind="other"
        )


def test_attach_moves_into_the_scope_of_what_holds_it(ilze: User, in_daugavpils: Scope, in_rezekne: Scope) -> None:
    document = services.attach(by=ilze, document=staged_photo(ilze, in_daugavpils), scope=in_rezekne)
    assert (document.state, document.scope) == ("stored", in_rezekne)
    again = services.attach(by=ilze, document=document, scope=in_daugavpils)
    assert again.scope == in_rezekne  # twice does no harm


def test_attach_is_for_the_uploader_alone(ilze: User, anna: User, in_daugavpils: Scope) -> None:
    document = staged_photo(ilze, in_daugavpils)
    with pytest.raises(NotYours):
        services.attach(by=anna, document=document)
    services.erase(by=ilze, document=document)
    with pytest.raises(NotYours):
        services.attach(by=ilze, document=document)


def test_cleared_photo_is_publishable_until_refused(ilze: User, in_daugavpils: Scope) -> None:
    photo = stored_photo(ilze, in_daugavpils)
    assert not Document.objects.publishable().exists()
    services.clear_photo(by=ilze, document=photo, alt_lv="Puķu stādīšana", caption_lv="4. jūnijs")
    services.clear_photo(by=ilze, document=photo, alt_en="Planting flowers")
    cleared = Document.objects.publishable().get()
    assert (cleared.alt_lv, cleared.alt_en, cleared.caption_lv) == ("Puķu stādīšana", "Planting flowers", "4. jūnijs")
    assert cleared.is_publishable
    services.refuse_photo(by=ilze, document=photo)
    assert not Document.objects.publishable().exists()


def test_refusal_tells_every_place(ilze: User, in_daugavpils: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_rooms", {})
    register(Room(name="b", document_uses=lambda document: [DocumentUse("Pasākums", f"/x/{document.pk}/", True)]))
    register(Room(name="a", document_uses=lambda _document: []))
    photo = stored_photo(ilze, in_daugavpils)
    assert services.refuse_photo(by=ilze, document=photo) == [DocumentUse("Pasākums", f"/x/{photo.pk}/", True)]
    assert Entry.objects.of(photo)[0].changes == {"before": "unknown", "places": 1}


def test_only_a_kept_photo_is_cleared(ilze: User, in_daugavpils: Scope) -> None:
    receipt = services.stage(by=ilze, upload=upload(PDF, "a.pdf"), scope=in_daugavpils, kind="receipt")
    with pytest.raises(NotAPicture):
        services.clear_photo(by=ilze, document=receipt)
    with pytest.raises(NotAPicture):
        services.refuse_photo(by=ilze, document=receipt)
    photo = staged_photo(ilze, in_daugavpils)
    services.erase(by=ilze, document=photo)
    with pytest.raises(NotYours):
        services.clear_photo(by=ilze, document=photo)


@pytest.mark.django_db(transaction=True)
def test_erased_document_keeps_its_row_and_loses_its_files(ilze: User, in_daugavpils: Scope, files: Path) -> None:
    photo = stored_photo(ilze, in_daugavpils)
    services.erase(by=ilze, document=photo)
    services.erase(by=ilze, document=photo)
    photo.refresh_from_db()
    assert (photo.state, photo.file.name, photo.original_name, photo.consent) == ("erased", "", "", "refused")
    assert len(photo.sha256) == 64
    assert left_behind(files) == []


def test_receipt_keeps_its_consent_when_erased(ilze: User, in_daugavpils: Scope) -> None:
    receipt = services.stage(by=ilze, upload=upload(PDF, "a.pdf"), scope=in_daugavpils, kind="receipt")
    services.erase(by=ilze, document=receipt)
    receipt.refresh_from_db()
    assert receipt.consent == "unknown"


def test_missing_file_does_not_stop_erasing(files: Path) -> None:
    delete_all(["not/there.pdf", "x\0y"[:1]])
    assert left_behind(files) == []


def test_unsent_files_are_erased_after_two_days(ilze: User, in_daugavpils: Scope) -> None:
    old, stored = staged_photo(ilze, in_daugavpils), stored_photo(ilze, in_daugavpils)
    assert services.tidy(by=SYSTEM) == 0
    with clock.frozen(clock.now() + timedelta(days=3)):
        tasks.tidy()
    old.refresh_from_db()
    stored.refresh_from_db()
    assert (old.state, stored.state) == ("erased", "stored")


def test_what_was_made_for_some_days_is_erased_after_them(marta: User, in_daugavpils: Scope) -> None:
    made: dict[str, Any] = {
        "by": marta,
        "content": b"1",
        "content_type": "text/csv",
        "scope": in_daugavpils,
        "kind": "other",
    }
    last = services.store_bytes(name="a.csv", erase_after=clock.today(), **made)
    for_ever = services.store_bytes(name="b.csv", **made)
    assert services.tidy(by=SYSTEM) == 0
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert services.tidy(by=SYSTEM) == 1
        assert services.tidy(by=SYSTEM) == 0
    last.refresh_from_db()
    for_ever.refresh_from_db()
    assert (last.state, last.file.name, for_ever.state) == ("erased", "", "stored")


def test_what_is_attached_is_erased_by_permission_alone(ilze: User, marta: User, in_daugavpils: Scope) -> None:
    """Whoever sent a receipt in, and has left since, takes no evidence along."""
    staged, stored = staged_photo(ilze, in_daugavpils), stored_photo(ilze, in_daugavpils)
    ilze.memberships.update(ends_on=clock.today() - timedelta(days=1))
    former = User.objects.get(pk=ilze.pk)
    services.erase(by=former, document=staged)
    with pytest.raises(PermissionDenied):
        services.erase(by=former, document=stored)
    services.erase(by=marta, document=stored)


def test_funder_is_let_in_and_out(marta: User, ilze: User, emma: User, in_daugavpils: Scope) -> None:
    receipt = services.attach(
        by=ilze,
        document=services.stage(by=ilze, upload=upload(PDF, "a.pdf"), scope=in_daugavpils, kind="receipt"),
    )
    assert not Document.objects.visible_to(emma).exists()
    services.let_funder_open(by=marta, document=receipt)
    assert list(Document.objects.visible_to(emma)) == [receipt]
    services.let_funder_open(by=marta, document=receipt, allowed=False)
    assert not Document.objects.visible_to(emma).exists()


def test_redrawn_receipt_may_be_a_picture(ilze: User, in_daugavpils: Scope, files: Path) -> None:
    document = services.stage(by=ilze, upload=upload(picture("PNG"), "ceks.png"), scope=in_daugavpils, kind="receipt")
    assert document.content_type == "image/png"
    assert len(left_behind(files)) == 1  # only photos need smaller copies
