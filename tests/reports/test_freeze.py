"""Frozen means frozen: one moment, once for a job, sealed, and refused by the database when touched."""

import threading
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import freeze, services, snapshot
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.reports.snapshot import UnreadableSnapshot
from tests.databases import HALF_YEAR
from tests.reports.conftest import FROM, TO, HalfYear
from tests.reports.test_services import wish

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
