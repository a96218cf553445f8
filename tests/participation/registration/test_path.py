"""How far a guest's registration travels: from the pressed button to the queued letter, in files that one reads."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import open_seminar, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
MAX_FILES = 15
ENDS_IN = "darbigas_kopienas/mailing/services/outbox.py"
NOT_COUNTED = ("darbigas_kopienas/values/", "tests/", ".venv/")  # clock, alphabet, prepared queries: no rule of ours


def test_a_guests_registration_passes_few_files(
    ilze: User, in_daugavpils: Scope, as_: Callable[[User | None], Client]
) -> None:
    activity, guest = open_seminar(ilze, in_daugavpils, capacity=5), as_(None)
    send(guest, activity, email="first@example.lv")  # what is imported, read and prepared once per process
    root, passed = f"{settings.BASE_DIR}/", list[str]()

    def note(frame: FrameType, event: str, _more: Any) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(root) and not path.removeprefix(root).startswith(NOT_COUNTED):
            passed.append(path.removeprefix(root))

    sys.setprofile(note)
    try:
        page = send(guest, activity, name="Zane Zaļā", email="zane@example.lv")
    finally:
        sys.setprofile(None)
    assert page.status_code == 302
    assert OutgoingMail.objects.filter(to_email="zane@example.lv").count() == 1
    begins = passed.index("darbigas_kopienas/participation/registration/views/form.py")  # after the middleware
    ends = len(passed) - passed[::-1].index(ENDS_IN)
    files = list(dict.fromkeys(passed[begins:ends]))
    assert len(files) <= MAX_FILES, files
