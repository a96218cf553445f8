from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from darbigas_kopienas import rooms
from darbigas_kopienas.evidence import services
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import DocumentUse, Room
from darbigas_kopienas.values import clock
from tests.written_log import Written

from .files import PDF, photo_with_traces, picture, upload

pytestmark = pytest.mark.django_db
As = Callable[..., Any]


def address(document: Document) -> str:
    return f"/lv/faili/dokumenti/{document.pk}/"


def photo_address(document: Document, size: str = "thumb") -> str:
    return f"/lv/faili/fotoatteli/{document.pk}/{size}/"


@pytest.fixture
def receipt(ilze: User, in_daugavpils: Scope) -> Document:
    staged = services.stage(
        by=ilze, upload=upload(PDF, "x.pdf"), scope=in_daugavpils, kind="receipt", title='Čeks "12"/\u202egpj'
    )
    return services.attach(by=ilze, document=staged)


@pytest.fixture
def photo(ilze: User, in_daugavpils: Scope) -> Document:
    staged = services.stage(by=ilze, upload=upload(photo_with_traces(), "p.jpg"), scope=in_daugavpils, kind="photo")
    return services.attach(by=ilze, document=staged)


def test_file_goes_out_as_an_attachment_that_nobody_guesses_about(as_: As, anna: User, receipt: Document) -> None:
    answer = as_(anna).get(address(receipt))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C4%8Ceks%2012%20gpj.pdf"


def test_an_erased_result_is_said_to_whoever_may_have_it_again(
    as_: As, ilze: User, marta: User, in_daugavpils: Scope, receipt: Document
) -> None:
    pack = services.store_bytes(
        by=ilze, content=b"PK", name="Apliecības.zip", content_type="application/zip", scope=in_daugavpils,
        kind="other", sensitivity="sensitive", asked_with=Permission.ISSUE_CERTIFICATE, erase_after=clock.today(),
    )  # fmt: skip
    client = as_(ilze)
    assert client.get(address(pack)).status_code == 200
    services.erase(by=ilze, document=pack)
    answer = client.get(address(pack))
    assert answer.status_code == 410
    assert "Datne ir dzēsta" in answer.content.decode()
    assert "Apliecības" in answer.content.decode()
    services.erase(by=ilze, document=receipt)
    assert client.get(address(receipt)).status_code == 404, "what others sent in is spoken of nowhere"
    assert as_(marta).get(address(pack)).status_code == 404
    assert as_(None).get(address(pack)).status_code == 302
    ilze.memberships.update(ends_on=clock.today() - timedelta(days=1))
    assert client.get(address(pack)).status_code == 404


def test_strangers_and_visitors_get_nothing(as_: As, karlis: User, janis: User, emma: User, receipt: Document) -> None:
    for stranger in (karlis, janis, emma):
        assert as_(stranger).get(address(receipt)).status_code == 404
    answer = as_(None).get(address(receipt))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={address(receipt)}")
    assert as_(None).get("/lv/faili/dokumenti/999999/").status_code == 302  # nor is it told what exists
    assert as_(karlis).get("/lv/faili/dokumenti/999999/").status_code == 404


def test_proxy_is_told_where_the_file_lies(as_: As, anna: User, receipt: Document, settings: Any) -> None:
    settings.SERVE_FILES_BY = "x-accel"
    answer = as_(anna).get(address(receipt))
    assert (answer["X-Accel-Redirect"], answer.content) == (f"/protected/{receipt.file.name}", b"")
    assert answer["Content-Disposition"].startswith("attachment")


def test_row_whose_file_is_missing_is_not_found(as_: As, anna: User, receipt: Document) -> None:
    default_storage.delete(str(receipt.file.name))
    assert as_(anna).get(address(receipt)).status_code == 404


def test_title_without_letters_still_has_a_name(as_: As, anna: User, receipt: Document) -> None:
    Document.objects.filter(pk=receipt.pk).update(title="///")
    assert as_(anna).get(address(receipt))["Content-Disposition"] == 'attachment; filename="document.pdf"'


def test_photo_is_shown_to_everybody_once_cleared_and_no_longer(
    as_: As, ilze: User, karlis: User, photo: Document
) -> None:
    assert as_(ilze).get(photo_address(photo))["Cache-Control"] == "private, no-store"
    assert as_(None).get(photo_address(photo)).status_code == 404
    assert as_(karlis).get(photo_address(photo, "960")).status_code == 404
    services.clear_photo(by=ilze, document=photo)
    answer = as_(None).get(photo_address(photo, "320"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert answer["Content-Disposition"] == "inline"
    assert as_(None).get(photo_address(photo, "640")).status_code == 404
    services.refuse_photo(by=ilze, document=photo)
    assert as_(None).get(photo_address(photo)).status_code == 404


def test_receipt_is_no_photo(as_: As, ilze: User, receipt: Document) -> None:
    assert as_(ilze).get(photo_address(receipt)).status_code == 404


def staging(scope: Scope, **more: Any) -> dict[str, Any]:
    return {"upload_kind": "photo", "upload_scope": f"{scope.programme_id}:{scope.municipality_id or ''}", **more}


STAGE = "/lv/faili/dokumenti/pievienot/"


def test_photos_go_ahead_of_their_form(as_: As, ilze: User, in_daugavpils: Scope) -> None:
    client = as_(ilze)
    first = client.post(STAGE, staging(in_daugavpils, new_documents=upload(picture(), "a.jpg")))
    (document,) = Document.objects.staged_by(ilze)
    assert first.status_code == 200
    assert f'name="documents" value="{document.pk}"' in first.content.decode()
    both = [upload(picture(), "b.jpg"), upload(picture("PNG"), "c.png")]
    second = client.post(STAGE, staging(in_daugavpils, new_documents=both, documents=[document.pk]))
    assert second.content.decode().count('name="documents"') == 3
    third = client.post(STAGE, staging(in_daugavpils, documents=[document.pk], remove=document.pk))
    assert 'name="documents"' not in third.content.decode()
    document.refresh_from_db()
    assert document.state == "erased"


def test_more_files_than_a_request_may_hold_are_refused_in_words(as_: As, ilze: User, in_daugavpils: Scope) -> None:
    """Each picture is drawn anew within the request: a hundred would keep others waiting for minutes."""

    def staged(many: int) -> Any:
        files = [upload(picture(), f"{number}.jpg") for number in range(many)]
        return as_(ilze).post(STAGE, staging(in_daugavpils, new_documents=files))

    answer = staged(41)
    assert answer.status_code == 400
    assert "40\xa0datņu" in answer.content.decode()
    assert not Document.objects.staged_by(ilze).exists()
    assert staged(40).status_code == 200


def test_refused_file_is_said_and_the_others_stay(as_: As, ilze: User, in_daugavpils: Scope) -> None:
    files = [upload(b"<html>", "a.jpg"), upload(picture(), "b.jpg")]
    answer = as_(ilze).post(STAGE, staging(in_daugavpils, new_documents=files))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Datnes saturs neatbilst" in html
    assert html.count('name="documents"') == 1


def test_staging_needs_the_right_and_a_whole_request(
    as_: As, janis: User, karlis: User, ilze: User, in_daugavpils: Scope
) -> None:
    sent = staging(in_daugavpils, new_documents=upload(picture(), "a.jpg"))
    assert as_(janis).post(STAGE, sent).status_code == 403
    assert as_(karlis).post(STAGE, staging(in_daugavpils)).status_code == 403
    assert as_(None).post(STAGE, sent).status_code == 302
    assert as_(ilze).get(STAGE).status_code == 405
    for wrong in ({"upload_kind": "report"}, {"upload_scope": "x"}):
        assert as_(ilze).post(STAGE, {**staging(in_daugavpils), **wrong}).status_code == 422
    assert not Document.objects.exists()


def test_somebody_elses_staged_file_is_neither_shown_nor_removed(
    as_: As, ilze: User, anna: User, in_daugavpils: Scope
) -> None:
    mine = services.stage(by=ilze, upload=upload(picture(), "secret-name.jpg"), scope=in_daugavpils, kind="photo")
    sent = staging(in_daugavpils, documents=[mine.pk, "x", "9" * 30], remove=mine.pk)
    assert "secret-name" not in as_(anna).post(STAGE, sent).content.decode()
    mine.refresh_from_db()
    assert mine.state == "staged"


def test_waiting_photos_are_listed_for_those_who_may_see_them(
    as_: As, ilze: User, karlis: User, photo: Document, django_assert_num_queries: Any
) -> None:
    listed = "/lv/faili/fotoatteli/"
    consent = f'href="/lv/faili/fotoatteli/{photo.pk}/piekrisana/"'
    assert consent in as_(ilze).get(listed).content.decode()
    assert consent not in as_(karlis).get(listed).content.decode()
    assert as_(None).get(listed).status_code == 302


def test_list_takes_the_same_statements_whatever_its_length(
    as_: As, ilze: User, in_daugavpils: Scope, django_assert_max_num_queries: Any
) -> None:
    client = as_(ilze)
    for _number in range(3):
        staged = services.stage(by=ilze, upload=upload(picture(), "p.jpg"), scope=in_daugavpils, kind="photo")
        services.attach(by=ilze, document=staged)
        with django_assert_max_num_queries(10):
            client.get("/lv/faili/fotoatteli/")


def test_photo_is_cleared_with_words_for_those_who_cannot_see_it(as_: As, ilze: User, photo: Document) -> None:
    client, page = as_(ilze), f"/lv/faili/fotoatteli/{photo.pk}/piekrisana/"
    assert client.get(page).status_code == 200
    refused = client.post(page, {"alt_lv": "", "caption_lv": "Stādām puķes"})
    assert refused.status_code == 422
    assert "Stādām puķes" in refused.content.decode()
    assert client.post(page, {"alt_lv": "Bērni stāda puķes"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.consent, photo.alt_lv) == ("cleared", "Bērni stāda puķes")


def test_withdrawn_consent_lists_where_the_photo_was(
    as_: As, ilze: User, photo: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    festival = Room(name="t", document_uses=lambda _document: [DocumentUse("Puķu svētki", "/lv/x/", True)])
    monkeypatch.setattr(rooms, "_rooms", {"t": festival})
    page = f"/lv/faili/fotoatteli/{photo.pk}/piekrisana/"
    assert "Puķu svētki" in as_(ilze).get(page).content.decode()
    answer = as_(ilze).post(page, {"consent": "refused"})
    assert '<a href="/lv/x/">Puķu svētki</a>' in answer.content.decode()
    photo.refresh_from_db()
    assert photo.consent == "refused"


def test_consent_is_decided_by_those_who_may(
    as_: As, anna: User, ilze: User, karlis: User, emma: User, photo: Document, receipt: Document
) -> None:
    page = f"/lv/faili/fotoatteli/{photo.pk}/piekrisana/"
    assert as_(anna).get(page).status_code == 403  # sees it, decides nothing
    assert as_(anna).post(page, {"consent": "refused"}).status_code == 403
    for stranger in (karlis, emma):
        assert as_(stranger).post(page, {"consent": "refused"}).status_code == 404
    assert as_(None).get(page).status_code == 302
    services.clear_photo(by=ilze, document=photo)
    assert as_(karlis).get(page).status_code == 403  # public by now, still not his
    assert as_(anna).get(f"/lv/faili/fotoatteli/{receipt.pk}/piekrisana/").status_code == 404


def test_sensitive_file_is_noted_when_it_is_opened(
    ilze: User, in_daugavpils: Scope, as_: As, receipt: Document, written: Written
) -> None:
    as_(ilze).get(address(receipt))
    assert written.events == ["sign_in done", "export done"]
    Document.objects.filter(pk=receipt.pk).update(sensitivity="sensitive")
    as_(ilze).get(address(receipt))
    opened = [said for said in written.of("portal.security") if said["event"] == "file"]
    assert [(said["document"], said["kind"], said["user"]) for said in opened] == [(receipt.pk, "receipt", ilze.pk)]
