"""What the outbox and its folder forget, so that nobody fills them by asking for codes."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from darbigas_kopienas.mailing import folder, services, tasks
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.programme.actors import VISITOR
from darbigas_kopienas.values import clock

pytestmark = pytest.mark.django_db
OVER = timedelta(days=services.ADDRESS_DAYS + 1)


def letters() -> tuple[OutgoingMail, OutgoingMail]:
    code = services.queue_message(to="a@example.lv", subject="Kods", text="ABC", unique_key="account:1")
    other = services.queue(
        by=VISITOR, to="b@example.lv", template="job_done", language="lv", context={}, unique_key="job:1"
    )
    return code, other


def test_codes_go_whole_and_of_others_the_address() -> None:
    code, other = letters()
    for letter in (code, other):
        services._end(letter, State.SENT)
    assert services.tidy() == 0
    with clock.frozen(clock.now() + OVER):
        assert services.tidy() == 2
        assert services.tidy() == 0
    assert list(OutgoingMail.objects.values_list("unique_key", "to_email")) == [("job:1", "")]


def test_what_still_waits_stays() -> None:
    letters()
    with clock.frozen(clock.now() + OVER):
        assert services.tidy() == 0
    assert OutgoingMail.objects.count() == 2


def test_letters_in_the_folder_are_deleted_after_a_month(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for name, days in (("new.log", 29), ("old.log", 31), ("of somebody else", 31)):
        (tmp_path / name).write_text("letter")
        then = time.time() - timedelta(days=days).total_seconds()
        os.utime(tmp_path / name, (then, then))
    tasks.tidy()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.log", "of somebody else"]
    settings.EMAIL_FILE_PATH = str(tmp_path / "nowhere")
    assert folder.tidy() == 0
