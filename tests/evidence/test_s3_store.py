"""Files in an S3 store: the same promises as on the disk, and what only a store can do: not answer."""

import errno
import hashlib
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage

from darbigas_kopienas.evidence import s3_storage, services
from darbigas_kopienas.evidence.models import Document, State
from darbigas_kopienas.evidence.storage import PrivateStorage, StoreLost, delete_all
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from tests.machine import free_port
from tests.written_log import Written

from . import s3_store
from .files import DOCX, PDF, photo_with_traces, picture, upload

pytestmark = pytest.mark.django_db
As = Callable[..., Any]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_store.running() as address:
        yield address


@pytest.fixture(scope="module")
def made(endpoint: str) -> Any:
    return s3_store.storage_at(endpoint)


@pytest.fixture(autouse=True)
def store(made: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(default_storage, "_wrapped", made)
    return made


@pytest.fixture
def lost_store(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on nobody listens where the store was."""

    def lose() -> None:
        monkeypatch.setattr(default_storage, "_wrapped", s3_store.storage_at(f"http://127.0.0.1:{free_port()}"))

    return lose


def names(storage: Storage, folder: str = "") -> list[str]:
    """As a backup walks: all that lies there."""
    folders, files = storage.listdir(folder)
    here = [f"{folder}{name}" for name in files]
    return sorted([*here, *(name for below in folders for name in names(storage, f"{folder}{below}/"))])


@pytest.fixture
def receipt(ilze: User, in_daugavpils: Scope) -> Document:
    staged = services.stage(
        by=ilze, upload=upload(PDF, "x.pdf"), scope=in_daugavpils, kind="receipt", title="Čeks " + "ā" * 190
    )
    return services.attach(by=ilze, document=staged)


def address(document: Document) -> str:
    return f"/lv/faili/dokumenti/{document.pk}/"


# -- as on the disk --------------------------------------------------------------------------------
def test_file_goes_in_and_comes_out_the_same(as_: As, anna: User, receipt: Document) -> None:
    answer = as_(anna).get(address(receipt))
    content = b"".join(answer.streaming_content)
    assert (content, hashlib.sha256(content).hexdigest()) == (PDF, receipt.sha256)
    assert (answer["Content-Length"], answer["Content-Type"]) == (str(len(PDF)), "application/pdf")
    assert answer["Cache-Control"] == "private, no-store"
    assert default_storage.size(str(receipt.file.name)) == len(PDF)


@pytest.mark.parametrize("sender", ["django", "redirect"])
def test_strangers_get_no_way_to_it(
    as_: As, karlis: User, janis: User, emma: User, receipt: Document, settings: Any, sender: str
) -> None:
    settings.SERVE_FILES_BY = sender
    for stranger in (karlis, janis, emma):
        answer = as_(stranger).get(address(receipt))
        assert (answer.status_code, answer.get("Location")) == (404, None)
    assert as_(None).get(address(receipt))["Location"].startswith("/lv/konts/login/")


def test_large_file_is_read_from_the_disk_and_can_be_read_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_storage, "IN_MEMORY", 10)
    name = default_storage.save("aa/x.docx", File(io.BytesIO(DOCX), "x.docx"))
    with default_storage.open(name) as file, zipfile.ZipFile(file) as archive:
        assert archive.read("word/document.xml") == b"<document/>"


def test_nothing_is_overwritten_and_nothing_has_an_address(store: Any) -> None:
    first, second = (default_storage.save("bb/x.pdf", ContentFile(content)) for content in (b"1", b"2"))
    assert first == "bb/x.pdf" != second
    with default_storage.open(first) as file:
        assert file.read() == b"1"
    with pytest.raises(ValueError, match="no address"):
        default_storage.url(first)
    with pytest.raises(ValueError, match="saved whole"):
        default_storage.open(first, "wb")


def test_what_is_not_there_is_said_as_on_the_disk(as_: As, anna: User, receipt: Document) -> None:
    with pytest.raises(FileNotFoundError):
        default_storage.open("cc/nothing.pdf")
    default_storage.delete(str(receipt.file.name))
    default_storage.delete(str(receipt.file.name))
    assert not default_storage.exists(str(receipt.file.name))
    assert as_(anna).get(address(receipt)).status_code == 404


@pytest.mark.parametrize("place", ["store", "disk"])
def test_a_walk_finds_all_that_is_stored(store: Any, settings: Any, tmp_path: Path, place: str) -> None:
    storage = store if place == "store" else PrivateStorage(location=str(tmp_path / "walked"))
    for name in names(storage):
        storage.delete(name)
    assert (storage.listdir(""), storage.listdir("zz")) == (([], []), ([], []))
    stored = ["00/a.pdf", "00/b-320.webp", "ff/deep/c.pdf", "top.pdf"]
    for name in stored:
        storage.save(name, ContentFile(b"x"))
    if place == "disk":
        (tmp_path / "walked" / "00" / ".1.part").touch()  # of a process that was killed
    assert names(storage) == stored


@pytest.mark.django_db(transaction=True)
def test_photo_and_its_smaller_ones_go_when_it_is_erased(ilze: User, in_daugavpils: Scope, store: Any) -> None:
    before = names(store)
    photo = services.stage(by=ilze, upload=upload(photo_with_traces(), "p.jpg"), scope=in_daugavpils, kind="photo")
    assert len(names(store)) == len(before) + 3
    services.erase(by=ilze, document=photo)
    assert names(store) == before


# -- by a signed address ---------------------------------------------------------------------------
def test_redirect_leads_to_the_file_for_a_minute(as_: As, anna: User, receipt: Document, settings: Any) -> None:
    settings.SERVE_FILES_BY = "redirect"
    answer = as_(anna).get(address(receipt))
    assert (answer.status_code, answer.content) == (302, b"")
    assert {name: answer[name] for name in ("Cache-Control", "Referrer-Policy")} == {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    signed = answer["Location"]
    assert "X-Amz-Expires=60&" in signed
    got = requests.get(signed, timeout=10)
    said = {name: got.headers[name] for name in ("Content-Type", "Cache-Control", "Content-Disposition")}
    assert got.content == PDF
    assert said == {
        "Content-Type": "application/pdf",
        "Cache-Control": "private, no-store",
        "Content-Disposition": answer["Content-Disposition"],
    }
    assert said["Content-Disposition"].startswith("attachment; filename*=utf-8''%C4%8Ceks%20")


def test_address_is_good_for_what_was_signed_and_no_more(as_: As, anna: User, receipt: Document, settings: Any) -> None:
    settings.SERVE_FILES_BY = "redirect"
    signed = as_(anna).get(address(receipt))["Location"]
    assert s3_store.is_signed(signed)
    wrong = [
        signed[:-1] + ("0" if signed[-1] != "0" else "1"),
        signed.replace("attachment", "inline"),
        signed.replace("application%2Fpdf", "text%2Fhtml"),
        signed.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        signed.replace(str(receipt.file.name), "00/another.pdf"),
    ]
    assert [s3_store.is_signed(changed) for changed in wrong] == [False] * len(wrong)
    assert requests.get(signed.partition("?")[0], timeout=10).status_code == 403


def test_picture_in_a_page_is_redirected_and_sent_in_parts(
    as_: As, ilze: User, in_daugavpils: Scope, settings: Any
) -> None:
    photo = services.stage(by=ilze, upload=upload(photo_with_traces(), "p.jpg"), scope=in_daugavpils, kind="photo")
    photo = services.attach(by=ilze, document=photo)
    settings.SERVE_FILES_BY = "redirect"
    signed = as_(ilze).get(f"/lv/faili/fotoatteli/{photo.pk}/thumb/")["Location"]
    part = requests.get(signed, headers={"Range": "bytes=8-11"}, timeout=10)
    assert (part.status_code, part.content, part.headers["Content-Type"]) == (206, b"WEBP", "image/webp")
    framed = as_(ilze).get(f"{address(photo)}skatit/")
    assert framed.status_code == 302
    assert requests.get(framed["Location"], timeout=10).headers["Content-Disposition"] == "inline"


def test_logo_of_every_page_comes_from_the_portal(
    as_: As, marta: User, in_daugavpils: Scope, settings: Any, programme: Any
) -> None:
    whole = Scope(programme.pk, None)
    logo = services.take_logo(by=marta, upload=upload(picture("PNG", (400, 100)), "l.png"), scope=whole)
    settings.SERVE_FILES_BY = "redirect"
    answer = as_(None).get(f"/lv/faili/logotipi/{logo.pk}/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=86400")


def test_missing_file_leads_nowhere(as_: As, anna: User, receipt: Document, settings: Any) -> None:
    settings.SERVE_FILES_BY = "redirect"
    default_storage.delete(str(receipt.file.name))
    assert as_(anna).get(address(receipt)).status_code == 404


# -- lost ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sender", ["django", "redirect"])
def test_file_of_a_lost_store_is_a_503_in_words(
    as_: As, anna: User, receipt: Document, settings: Any, lost_store: Callable[[], None], sender: str
) -> None:
    settings.SERVE_FILES_BY = sender
    lost_store()
    answer = as_(anna).get(address(receipt))
    assert answer.status_code == 503
    assert "Portāls īslaicīgi nav pieejams" in answer.content.decode()


def test_upload_into_a_lost_store_keeps_what_was_typed_and_no_row(
    as_: As, ilze: User, in_daugavpils: Scope, lost_store: Callable[[], None]
) -> None:
    lost_store()
    sent = {
        "upload_kind": "photo",
        "upload_scope": f"{in_daugavpils.programme_id}:{in_daugavpils.municipality_id}",
        "new_documents": [upload(picture(), f"{number}.jpg") for number in range(9)],
        "title": "Puķu stādīšana",
    }
    answer = as_(ilze).post("/lv/faili/dokumenti/pievienot/", sent)
    assert answer.status_code == 503
    assert 'name="title" value="Puķu stādīšana"' in answer.content.decode()
    assert not Document.objects.exists()


def test_store_lost_between_two_files_leaves_neither(
    ilze: User, in_daugavpils: Scope, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    """What was written is deleted at once, though the store is else left alone for some seconds."""
    store = s3_store.storage_at(endpoint)
    monkeypatch.setattr(default_storage, "_wrapped", store)
    before, sizes = names(store), []

    def lose_the_second(**_more: Any) -> None:
        sizes.append(1)
        if len(sizes) > 1:
            raise EndpointConnectionError(endpoint_url="lost")

    store._client.meta.events.register("before-send.s3.PutObject", lose_the_second)
    with pytest.raises(StoreLost):
        services.stage(by=ilze, upload=upload(photo_with_traces(), "p.jpg"), scope=in_daugavpils, kind="photo")
    assert not Document.objects.exists()
    store._lost_until = 0
    assert names(store) == before


def test_nothing_is_called_erased_while_the_store_is_lost(
    ilze: User, receipt: Document, lost_store: Callable[[], None]
) -> None:
    lost_store()
    with pytest.raises(StoreLost):
        services.erase(by=ilze, document=receipt)
    receipt.refresh_from_db()
    assert receipt.state == State.STORED


def test_what_could_not_be_deleted_is_named_in_the_log(lost_store: Callable[[], None], written: Written) -> None:
    lost_store()
    delete_all(["aa/x.jpg", "aa/x-320.webp"])
    assert [said["message"] for said in written.of("portal.files")] == [
        "the store of files is lost: EndpointConnectionError",
        "no row leads to these files, and they could not be deleted: aa/x.jpg, aa/x-320.webp",
    ]


def test_store_that_hangs_is_given_up_soon_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 2 * max(s3_storage.ANSWERED_WITHIN, s3_storage.CONNECTED_WITHIN) + 1 < 10
    monkeypatch.setattr(s3_storage, "ANSWERED_WITHIN", 0.1)
    with s3_store.silent() as endpoint:
        store, begun = s3_store.storage_at(endpoint), time.monotonic()
        with pytest.raises(StoreLost):
            store.open("aa/x.pdf")
        assert time.monotonic() - begun < 4
        with pytest.raises(StoreLost, match="left alone"):
            store.exists("aa/x.pdf")


def test_refusals_of_the_store(endpoint: str) -> None:
    store = s3_store.storage_at(endpoint, "nobodys")
    with pytest.raises(StoreLost, match="NoSuchBucket"):
        store.open("aa/x.pdf")
    with pytest.raises(StoreLost, match="NoSuchBucket"):
        store.save("aa/x.pdf", ContentFile(b"x"))
    for code, status in (("QuotaExceeded", 403), ("XMinioStorageFull", 507)):
        refusal = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
        assert s3_storage._said(refusal, "x").errno == errno.ENOSPC
