"""Without a mail server e-mails lie in a folder, with sign-in codes in them: nobody else on the machine reads it."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from darbigas_kopienas.mailing import folder
from darbigas_kopienas.values import clock

BACKEND = "darbigas_kopienas.mailing.folder.EmailBackend"


@pytest.fixture(autouse=True)
def _others_may_read() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("was_there", [False, True])
def test_folder_and_files_are_their_owners_alone(tmp_path: Path, was_there: bool) -> None:
    mails = tmp_path / "mail"
    if was_there:
        mails.mkdir(mode=0o755)
    connection = get_connection(BACKEND, file_path=str(mails))
    letters = [EmailMessage("Kods", number, to=["a@example.lv"], connection=connection) for number in ("1", "2")]
    assert connection.send_messages(letters) == 2
    (file,) = mails.iterdir()
    assert (mode(mails), mode(file)) == (0o700, 0o600)
    assert file.read_text().count("Subject: Kods") == 2


def test_opened_twice_it_is_one_file(tmp_path: Path) -> None:
    connection = get_connection(BACKEND, file_path=str(tmp_path))
    assert (connection.open(), connection.open()) == (True, False)
    connection.close()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.django_db  # for how long: a setting
def test_letters_stay_two_weeks(tmp_path: Path) -> None:
    for days in (13, 15):
        (tmp_path / f"{days}.log").write_text("a sign-in code")
        moment = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / f"{days}.log", (moment, moment))
    assert folder.tidy(tmp_path) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["13.log"]
    assert folder.tidy(tmp_path / "never made") == 0
