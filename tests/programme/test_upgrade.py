"""A database with closings that were asked for and opened before requests were rows of their own."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Closing, ClosingKind, Programme, Reopening
from darbigas_kopienas.programme.scoping import Scope
from tests.databases import as_owner

BEFORE, NOW = [("programme", "0002_reopened_stays")], [("programme", "0004_answered_reopening_stays")]


def migrate(to: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(to)


@pytest.mark.django_db(transaction=True)
def test_what_was_asked_and_opened_is_taken_along(
    programme: Programme, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    with as_owner():
        migrate(BEFORE)
        with connection.cursor() as cursor:
            for month, opener in ((1, None), (2, marta.pk), (3, None)):
                cursor.execute(
                    "INSERT INTO programme_closing (programme_id, municipality_id, kind, starts_on, ends_on, closed_at,"
                    " reopen_asked_by_id, reopen_reason, reopened_by_id, reopened_at)"
                    " VALUES (%s, %s, 'money', %s, %s, now(), %s, %s, %s, %s)",
                    [programme.pk, in_daugavpils.municipality_id, date(2020, month, 1), date(2020, month, 28),
                     ilze.pk if month < 3 else None, "Čeks" if month < 3 else "", opener,
                     date(2020, 6, 1) if opener else None],
                )  # fmt: skip
        migrate(NOW)
        asked, opened = Reopening.objects.order_by("closing__starts_on")
        assert (asked.state, asked.asked_by, asked.reason, asked.scope) == ("asked", ilze, "Čeks", in_daugavpils)
        assert (opened.state, opened.answered_by, opened.open_until, opened.is_open) == ("opened", marta, None, True)
        closed = [
            month
            for month in (1, 2, 3)
            if Closing.objects.covering(in_daugavpils, ClosingKind.MONEY, date(2020, month, 5)).exists()
        ]
        assert closed == [1, 3]
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            Reopening.objects.filter(pk=opened.pk).update(reason="Cits")
