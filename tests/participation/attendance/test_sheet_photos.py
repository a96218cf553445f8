"""From paper back: the sheet is photographed and finds its session and page."""

import io
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageEnhance, ImageFilter

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.services import stage
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.attendance import pdf as printing
from darbigas_kopienas.participation.attendance import sheet_code, sheet_photo
from darbigas_kopienas.participation.models import Registration, SignedSheet
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period
from darbigas_kopienas.values import clock
from tests.participation.attendance.conftest import sheet_of
from tests.participation.conftest import DAY, DayMaker, riga

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
PILE = "/lv/klatbutne/lapas/"


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path / "media"
    with clock.frozen(riga(15)):
        yield


def photographed(made: bytes, folder: Path, number: int, *, angle: float = 4, blur: float = 1.2) -> bytes:
    """The page as a phone sees it lying on a table: a little turned, unsharp, dim and noisy."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) draws the pages")
    (folder / "sheet.pdf").write_bytes(made)
    where = ["-f", str(number), "-l", str(number)]
    subprocess.run(["pdftoppm", "-r", "170", "-png", *where, "sheet.pdf", "sheet"], cwd=folder, check=True)
    (drawn,) = folder.glob("sheet-*.png")
    seen = Image.open(drawn).convert("RGB").rotate(angle, expand=True, fillcolor="saddlebrown")
    drawn.unlink()
    seen = ImageEnhance.Brightness(seen.filter(ImageFilter.GaussianBlur(blur))).enhance(0.7)
    noise = Image.frombytes("L", seen.size, random.Random(7).randbytes(seen.width * seen.height)).convert("RGB")
    out = io.BytesIO()
    Image.blend(seen, noise, 0.06).save(out, "JPEG", quality=70)
    return out.getvalue()


def upload(content: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def blank() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "beige").save(out, "JPEG")
    return out.getvalue()


# -- codes -----------------------------------------------------------------------------------------
def test_a_code_names_its_session_and_page() -> None:
    code = sheet_code.code_of(41, 2)
    assert re.fullmatch(r"41-2-[A-Z2-7]{10}", code)
    for text in (code, code.lower(), f" {sheet_code.address_of(code)} ", sheet_code.address_of(code).rstrip("/")):
        assert sheet_code.page_in(text) == sheet_code.SheetPage(41, 2)


@pytest.mark.parametrize("change", [("41-", "42-"), ("-2-", "-3-"), ("41-2-", ""), ("-", "\x00")])
def test_a_changed_code_is_none_of_ours(change: tuple[str, str]) -> None:
    assert sheet_code.page_in(sheet_code.code_of(41, 2).replace(*change, 1)) is None


# -- and back --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("angle", "blur"), [(0, 0), (4, 1.2), (-7, 1.5), (90, 1), (183, 1)])
def test_a_photographed_page_is_read(
    sitting_day: Session, people: list[Registration], tmp_path: Path, angle: float, blur: float
) -> None:
    photo = photographed(sheet_of(sitting_day), tmp_path, 1, angle=angle, blur=blur)
    assert sheet_photo.page_shown(photo) == sheet_code.SheetPage(sitting_day.pk, 1)


def test_two_pages_in_one_picture_are_left_to_people(
    sitting_day: Session, people: list[Registration], tmp_path: Path
) -> None:
    pages = printing.sheet_pages(sitting_day, people * 5)
    made = printing.sheet_pdf(sitting_day, pages)
    halves = [Image.open(io.BytesIO(photographed(made, tmp_path, number, angle=0))) for number in (1, 2)]
    both = Image.new("RGB", (halves[0].width * 2, halves[0].height))
    for number, half in enumerate(halves):
        both.paste(half, (number * half.width, 0))
    out = io.BytesIO()
    both.save(out, "JPEG")
    assert sheet_photo.page_shown(out.getvalue()) is None


def test_photos_file_themselves_and_the_unread_waits(
    as_: As, sitting_day: Session, people: list[Registration], make_day: DayMaker, ilze: User, in_daugavpils: Scope,
    tmp_path: Path,
) -> None:  # fmt: skip
    other = make_day(ilze, in_daugavpils, title="Otrs seminārs")
    first, second = (photographed(sheet_of(sitting), tmp_path, 1) for sitting in (sitting_day, other))
    photos = [upload(first, "a.jpg"), upload(blank(), "b.jpg"), upload(b"<html>", "c.jpg"), upload(second, "d.jpg")]
    answer = as_(ilze).post(PILE, {"photos": photos}, follow=True)
    messages = [str(message) for message in answer.context["messages"]]
    assert [
        "pievienots kā „Ģimenes un skola” 1.\u00a0lapa" in messages[0],
        "d.jpg: pievienots kā „Otrs" in messages[3],
    ] == [
        True,
        True,
    ]
    assert messages[2].startswith("c.jpg: Datnes saturs neatbilst")
    assert dict(SignedSheet.objects.values_list("session", "page")) == {sitting_day.pk: 1, other.pk: 1}
    filed = SignedSheet.objects.get(session=sitting_day)
    assert (filed.document.kind, filed.document.state, filed.document.scope, filed.filed_by) == (
        "attendance_sheet", "stored", in_daugavpils, ilze,
    )  # fmt: skip
    assert list(sitting_day.activity.documents.all()) == [filed.document]
    (waiting,) = Document.objects.staged_by(ilze)
    assert waiting.original_name == "b.jpg"
    assert "b" in answer.content.decode()
    # by hand
    form = {f"d{waiting.pk}-session": sitting_day.pk, f"d{waiting.pk}-page": 2}
    as_(ilze).post(f"{PILE}{waiting.pk}/", form)
    assert SignedSheet.objects.get(document=waiting).page == 2


def test_the_same_photo_is_not_filed_twice(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, tmp_path: Path
) -> None:
    photo = photographed(sheet_of(sitting_day), tmp_path, 1)
    for _time in range(2):
        answer = as_(ilze).post(PILE, {"photos": [upload(photo)]}, follow=True)
    assert "jau ir pievienots" in str([str(message) for message in answer.context["messages"]])
    assert SignedSheet.objects.count() == 1
    assert list(Document.objects.staged_by(ilze)) == []


def test_filing_the_filed_again_changes_nothing(sitting_day: Session, ilze: User, in_daugavpils: Scope) -> None:
    document = stage(by=ilze, upload=upload(blank()), scope=in_daugavpils, kind="attendance_sheet")
    filed, is_new = services.file_sheet(by=ilze, session=sitting_day, page=1, document=document)
    again, is_new_again = services.file_sheet(by=ilze, session=sitting_day, page=1, document=document)
    assert (filed, is_new, is_new_again) == (again, True, False)
    document.refresh_from_db()
    assert document.state == "stored"


@pytest.mark.parametrize("number", [0, 501])
def test_a_page_that_there_is_not_is_refused(
    sitting_day: Session, ilze: User, in_daugavpils: Scope, number: int
) -> None:
    document = stage(by=ilze, upload=upload(blank()), scope=in_daugavpils, kind="attendance_sheet")
    with pytest.raises(services.WrongSheet):
        services.file_sheet(by=ilze, session=sitting_day, page=number, document=document)


def test_a_closed_period_files_nothing_and_loses_nothing(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, marta: User, in_daugavpils: Scope,
    tmp_path: Path,
) -> None:  # fmt: skip
    photo = photographed(sheet_of(sitting_day), tmp_path, 1)
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    answer = as_(ilze).post(PILE, {"photos": [upload(photo)]}, follow=True)
    assert "slēgts" in str([str(message) for message in answer.context["messages"]])
    (waiting,) = Document.objects.staged_by(ilze)
    with pytest.raises(PeriodClosed):
        services.file_sheet(by=ilze, session=sitting_day, page=1, document=waiting)


def test_a_page_of_another_municipality_is_not_filed(
    as_: As, sitting_day: Session, people: list[Registration], karlis: User, tmp_path: Path
) -> None:
    photo = photographed(sheet_of(sitting_day), tmp_path, 1)
    answer = as_(karlis).post(PILE, {"photos": [upload(photo)]}, follow=True)
    assert "Ģimenes un skola" not in answer.content.decode()
    assert SignedSheet.objects.count() == 0
    assert Document.objects.staged_by(karlis).count() == 1
    (waiting,) = Document.objects.staged_by(karlis)
    form = {f"d{waiting.pk}-session": sitting_day.pk, f"d{waiting.pk}-page": 1}
    refused = as_(karlis).post(f"{PILE}{waiting.pk}/", form)
    assert (refused.status_code, SignedSheet.objects.count()) == (422, 0)


def test_an_unread_photo_of_somebody_else_is_not_found(as_: As, ilze: User, marta: User, in_daugavpils: Scope) -> None:
    mine = stage(by=ilze, upload=upload(blank()), scope=in_daugavpils, kind="attendance_sheet")
    assert as_(marta).post(f"{PILE}{mine.pk}/", {"drop": "1"}).status_code == 404
    as_(ilze).post(f"{PILE}{mine.pk}/", {"drop": "1"})
    mine.refresh_from_db()
    assert mine.state == "erased"


def test_no_photo_is_said(as_: As, sitting_day: Session, ilze: User) -> None:
    page = f"/lv/lapa/{sheet_code.code_of(sitting_day.pk, 1)}/"
    for address in (PILE, page):
        answer = as_(ilze).post(address)
        assert (answer.status_code, "Izvēlieties" in answer.content.decode()) == (422, True)


def test_the_page_of_the_code_files_and_leads_to_the_list(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, tmp_path: Path
) -> None:
    photo = photographed(sheet_of(sitting_day), tmp_path, 1)
    page = f"/lv/lapa/{sheet_code.code_of(sitting_day.pk, 1)}/"
    answer = as_(ilze).post(page, {"photos": [upload(photo)]}, follow=True)
    filed = SignedSheet.objects.get()
    assert answer.redirect_chain[-1][0].endswith(f"/{sitting_day.pk}/?sheet={filed.pk}")
    assert reverse("evidence:document_download", args=[filed.document_id]) in answer.content.decode()
    assert 'data-via="sheet"' in answer.content.decode()
    assert "jau ir pievienota" in as_(ilze).get(page).content.decode()


def test_the_page_of_the_code_takes_a_photo_without_a_readable_code(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    """Whoever came by the code has said which page it is."""
    page = f"/lv/lapa/{sheet_code.code_of(sitting_day.pk, 3)}/"
    as_(ilze).post(page, {"photos": [upload(blank())]})
    assert SignedSheet.objects.get().page == 3


def test_a_scan_as_pdf_waits_to_be_filed_by_hand(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    scan = SimpleUploadedFile("skans.pdf", sheet_of(sitting_day), content_type="application/pdf")
    page = as_(ilze).post(PILE, {"photos": [scan]}, follow=True).content.decode()
    (waiting,) = Document.objects.staged_by(ilze)
    assert ("skans" in page, '<img src="/lv/datnes' in page) == (True, False)
    as_(ilze).post(f"{PILE}{waiting.pk}/", {f"d{waiting.pk}-session": sitting_day.pk, f"d{waiting.pk}-page": 1})
    listed = reverse("participation:attendance_session", args=[sitting_day.activity_id, sitting_day.pk])
    assert "skans" in as_(ilze).get(f"{listed}?sheet={SignedSheet.objects.get().pk}").content.decode()


def test_filing_by_hand_into_a_closed_period_is_a_sentence_and_the_photo_stays(
    as_: As, sitting_day: Session, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    document = stage(by=ilze, upload=upload(blank()), scope=in_daugavpils, kind="attendance_sheet")
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    form = {f"d{document.pk}-session": sitting_day.pk, f"d{document.pk}-page": 1}
    answer = as_(ilze).post(f"{PILE}{document.pk}/", form)
    assert (answer.status_code, "slēgts" in answer.content.decode()) == (422, True)
    page = as_(ilze).post(f"/lv/lapa/{sheet_code.code_of(sitting_day.pk, 1)}/", {"photos": [upload(blank())]})
    assert (page.status_code, page["Location"]) == (302, PILE)
    assert Document.objects.staged_by(ilze).count() == 2


def test_a_damaged_photo_of_the_page_is_refused_in_words(as_: As, sitting_day: Session, ilze: User) -> None:
    for content in (b"<html>", blank()[:200]):
        answer = as_(ilze).post(f"/lv/lapa/{sheet_code.code_of(sitting_day.pk, 1)}/", {"photos": [upload(content)]})
        assert (answer.status_code, "Datnes saturs neatbilst" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("change", [("-1-", "-2-"), ("-1-", "-1-A")])
def test_a_forged_code_is_not_found(as_: As, sitting_day: Session, ilze: User, change: tuple[str, str]) -> None:
    code = sheet_code.code_of(sitting_day.pk, 1).replace(*change, 1)
    assert as_(ilze).get(f"/lv/lapa/{code}/").status_code == 404
