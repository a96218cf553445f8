"""Hours are one figure wherever they are shown: on the page, in both tables, on the certificate and in the report."""

import csv
import io
from decimal import Decimal
from typing import Any

import openpyxl

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import present
from darbigas_kopienas.web.components import text
from seminars.certificates import services
from seminars.certificates.register import register_table
from seminars.models import Certificate, Seminar
from seminars.plan.resources.attendance import attendance_table
from seminars.report.reporting import figures
from tests.builders import DAY, attend, held, issue

HOURS, TOGETHER = "2,25", 9


def _csv(pieces: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig")), delimiter=";"))


def _cells(pieces: Any) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(pieces)), data_only=True).active
    assert sheet is not None
    return [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]


def test_two_and_a_quarter_hours_of_four_people(ilze: User, run: Seminar, in_daugavpils: Scope) -> None:
    for at in range(4):
        attend(ilze, run, f"Stundnieks {'ABCD'[at]}", hours="2.25", email=f"st{at}@example.lv")
    held(ilze, run)
    issue(ilze, run)
    first = Certificate.objects.order_by("pk")[0]
    assert (text.hours(first.hours), first.facts["lv"]["hours"], first.facts["en"]["hours"]) == (HOURS, HOURS, "2.25")
    assert [row[5] for row in _csv(register_table(Certificate.objects.all(), ilze, "csv"))[1:]] == [HOURS] * 4
    assert [row[4] for row in _csv(attendance_table(run.activity, ilze, "csv"))[1:]] == [HOURS] * 4

    cells = _cells(attendance_table(run.activity, ilze, "xlsx"))
    assert [cell.value for cell in cells] == [2.25] * 4 + [TOGETHER]
    assert {cell.number_format for cell in cells} == {"General"}

    chapter = figures(in_daugavpils, DAY, DAY).chapter()
    attended = next(figure for figure in chapter.figures if figure.code == "S6")
    assert (attended.value, present.value(attended)) == (Decimal(TOGETHER), str(TOGETHER))
    assert text.shown(Decimal("2.250"), "hours") == HOURS


def test_verdict_says_what_was_ticked(ilze: User, run: Seminar) -> None:
    attend(ilze, run, hours="4.75", email="janis@example.lv")
    held(ilze, run)
    assert [person.verdict.hours for person in services.entitled(run)] == [Decimal("4.75")]
