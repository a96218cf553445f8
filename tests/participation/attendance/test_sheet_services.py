"""A photo of the signed sheet, filed once to its session."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.services import stage
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import SignedSheet
from darbigas_kopienas.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def photo(by: User, session: Session) -> Document:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "beige").save(out, "JPEG")
    upload = SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")
    return stage(by=by, upload=upload, scope=session.activity.scope, kind="attendance_sheet")


def test_sheet_photographed_again_is_dropped(sitting_day: Session, ilze: User) -> None:
    first, second = photo(ilze, sitting_day), photo(ilze, sitting_day)
    filed, is_new = services.file_sheet(by=ilze, session=sitting_day, page=2, document=first)
    again, is_new_again = services.file_sheet(by=ilze, session=sitting_day, page=2, document=second)
    assert (is_new, is_new_again, again) == (True, False, filed)
    assert (filed.page, filed.filed_by, filed.document) == (2, ilze, first)
    assert [Document.objects.get(pk=document.pk).state for document in (first, second)] == ["stored", "erased"]
    assert (list(sitting_day.activity.documents.all()), SignedSheet.objects.count()) == ([first], 1)
    entry = Entry.objects.get(verb="sheet.filed")
    assert (entry.actor_id, entry.object_id, entry.changes) == (ilze.pk, str(filed.pk), {"page": 2})
