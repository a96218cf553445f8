from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme import services
from darbigas_kopienas.programme.models import Closing, ClosingKind, Programme
from darbigas_kopienas.programme.scoping import Scope

MAY = {"starts_on": date(2020, 5, 1), "ends_on": date(2020, 5, 31)}


@pytest.fixture
def closed_may(marta: User, in_daugavpils: Scope) -> Closing:
    return services.close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.MONEY, **MAY)


def test_require_open_refuses_a_day_of_a_closed_span_with_its_days(closed_may: Closing, in_daugavpils: Scope) -> None:
    with pytest.raises(services.PeriodClosed) as refused:
        services.require_open(in_daugavpils, kind=ClosingKind.MONEY, on=date(2020, 5, 31))
    assert "01.05.2020" in refused.value.messages[0]
    assert "31.05.2020" in refused.value.messages[0]


@pytest.mark.parametrize("day", [date(2020, 4, 30), date(2020, 6, 1)])
def test_require_open_lets_the_days_around_pass(closed_may: Closing, in_daugavpils: Scope, day: date) -> None:
    services.require_open(in_daugavpils, kind=ClosingKind.MONEY, on=day)


def test_closing_touches_neither_another_kind_nor_another_municipality(
    closed_may: Closing, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    services.require_open(in_daugavpils, kind=ClosingKind.ACTIVITIES, on=date(2020, 5, 10))
    services.require_open(in_rezekne, kind=ClosingKind.MONEY, on=date(2020, 5, 10))


def test_closing_of_the_whole_programme_covers_every_municipality(
    marta: User, programme: Programme, in_rezekne: Scope
) -> None:
    services.close_period(by=marta, scope=Scope(programme.pk), kind=ClosingKind.MONEY, **MAY)
    with pytest.raises(services.PeriodClosed):
        services.require_open(in_rezekne, kind=ClosingKind.MONEY, on=date(2020, 5, 10))


@pytest.mark.parametrize("who", ["ilze", "anna", "karlis", "emma", "janis", "olga", "admin"])
def test_only_the_programme_coordinator_closes(who: str, request: Any, in_daugavpils: Scope) -> None:
    with pytest.raises(PermissionDenied):
        services.close_period(by=request.getfixturevalue(who), scope=in_daugavpils, kind=ClosingKind.MONEY, **MAY)
    assert Closing.objects.count() == 0


def test_closing_refuses_a_last_day_before_the_first(marta: User, in_daugavpils: Scope) -> None:
    with pytest.raises(ValidationError):
        services.close_period(
            by=marta,
            scope=in_daugavpils,
            kind=ClosingKind.MONEY,
            starts_on=date(2020, 5, 2),
            ends_on=date(2020, 5, 1),
        )


def test_require_within_refuses_days_outside_the_programme(programme: Programme) -> None:
    services.require_within(programme, date(2019, 3, 1))
    services.require_within(programme, date(2021, 2, 28))
    for day in (date(2019, 2, 28), date(2021, 3, 1)):
        with pytest.raises(services.OutsideProgramme):
            services.require_within(programme, day)


def test_the_trail_cannot_be_changed_by_raw_sql(closed_may: Closing) -> None:
    for statement in ("UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
