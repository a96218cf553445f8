"""Frozen means frozen: one moment, once for a job, sealed, and refused by the database when touched."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services, snapshot
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.reports.snapshot import UnreadableSnapshot
from darbigas_kopienas.values import figures
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear, wish

pytestmark = [pytest.mark.django_db, pytest.mark.database(HALF_YEAR)]


@pytest.fixture
def report(half_year: HalfYear, marta: User) -> Report:
    """The whole programme's, frozen; none of its files is drawn."""
    return freeze.freeze(by=marta, scope=Scope(half_year.programme.pk), starts_on=FROM, ends_on=TO)


@pytest.mark.django_db(transaction=True)
def test_figures_are_of_one_moment_whatever_others_write_meanwhile(programme: Programme) -> None:
    def somebody_writes() -> None:
        Organisation.objects.create(kind="school", name_lv="Vēl viena skola")
        connection.close()

    with freeze._repeatable_read():
        before = Organisation.objects.count()
        writer = threading.Thread(target=somebody_writes)
        writer.start()
        writer.join()
        assert Organisation.objects.count() == before
    assert Organisation.objects.count() == before + 1


def test_freezing_again_for_one_job_gives_what_was_frozen(half_year: HalfYear, marta: User) -> None:
    job = services.ask_for_report(by=marta, wish=wish(half_year))
    scope = Scope(half_year.programme.pk)
    first = freeze.freeze(by=marta, scope=scope, starts_on=FROM, ends_on=TO, job=job)
    assert freeze.freeze(by=marta, scope=scope, starts_on=FROM, ends_on=TO, job=job) == first
    other = replace(freeze.figures_of(first), code="A" * 12)
    raced = freeze._store(other, by=marta, scope=scope, job=job)
    assert raced == first
    assert Entry.objects.filter(verb="report.frozen").count() == 1


def _as_before(value: object) -> object:
    """Of a snapshot: rows that do not say whether they are subtotals."""
    if isinstance(value, dict):
        return {name: _as_before(part) for name, part in value.items() if name != "is_subtotal"}
    return [_as_before(part) for part in value] if isinstance(value, list) else value


def test_report_frozen_before_there_were_subtotals_opens_and_is_drawn(
    report: Report, marta: User, as_: Callable[[User], Client]
) -> None:
    data = cast("dict[str, Any]", _as_before({**report.snapshot, "code": "A" * 12}))
    assert data["documents"] != report.snapshot["documents"]
    old = Report.objects.create(
        code="A" * 12, programme=report.programme, starts_on=FROM, ends_on=TO, as_of=report.as_of, snapshot=data,
        snapshot_sha256=figures.sha256_of(data), requested_by=marta,
    )  # fmt: skip
    read = [row for chapter in freeze.figures_of(old).chapters() for table in chapter.tables for row in table.rows]
    assert [row for row in read if row.is_subtotal] == []
    assert as_(marta).get(reverse("reports:report_detail", args=[old.code])).status_code == 200
    assert services.render(old, language="lv", format="pdf").startswith(b"%PDF")
    assert services.render(old, language="en", format="xlsx").startswith(b"PK")


def test_a_report_whose_figures_were_touched_is_refused(report: Report) -> None:
    report.snapshot["programme"]["number"] = "1"
    with pytest.raises(freeze.BrokenSeal):
        freeze.figures_of(report)


@pytest.mark.parametrize("change", [{"version": 99}, {"sums": [{}]}, {"as_of": "yesterday"}])
def test_a_snapshot_of_another_time_is_said_to_be_unreadable(report: Report, change: dict[str, object]) -> None:
    with pytest.raises(UnreadableSnapshot):
        snapshot.from_json({**report.snapshot, **change})


@pytest.mark.parametrize(
    "change",
    ["snapshot = '{}'", "starts_on = '2020-04-02'", "snapshot_sha256 = ''", "code = 'X'", "municipality_id = 1"],
)
def test_the_database_refuses_to_change_frozen_figures(report: Report, change: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_report SET {change}")  # noqa: S608 - the cases are written above
