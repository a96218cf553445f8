"""Reporting periods lie in the programme, share no day, and stay once they were closed or handed in."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from darbigas_kopienas.administration.programme.forms import ProposalForm
from darbigas_kopienas.administration.programme.periods import PERIODS, PeriodForm, TooManyPeriods
from darbigas_kopienas.administration.programme.services import add_proposed_periods
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.services import add_fact, edit_fact, remove_fact
from darbigas_kopienas.programme.models import Closing, Period, Programme
from darbigas_kopienas.programme.proposed_periods import proposed_periods
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.values import clock
from tests.by_hand import refused

pytestmark = pytest.mark.django_db
MAY = {"starts_on": date(2020, 5, 1), "ends_on": date(2020, 5, 31), "due_on": date(2020, 6, 30)}
NAMELESS = {"name_lv": "", "name_en": ""}


def _add(marta: User, programme: Programme, **more: Any) -> Period:
    period: Period = add_fact(by=marta, kind=PERIODS, programme=programme, fields={**NAMELESS, **MAY, **more})
    return period


@pytest.fixture
def may(marta: User, programme: Programme) -> Period:
    return _add(marta, programme)


def test_a_nameless_period_is_called_by_its_number(marta: User, programme: Programme, may: Period) -> None:
    assert (may.name_lv, may.name_en) == ("1.\u00a0periods", "Period 1")
    june = {"starts_on": date(2020, 6, 1), "ends_on": date(2020, 6, 2), "due_on": None}
    assert _add(marta, programme, **june).name_lv == "2.\u00a0periods"
    april = {"starts_on": date(2020, 4, 1), "ends_on": date(2020, 4, 2)}
    assert _add(marta, programme, **april).name_lv == "3.\u00a0periods"
    assert edit_fact(by=marta, kind=PERIODS, row=may, fields={**NAMELESS, **MAY}).name_lv == "4.\u00a0periods"
    assert edit_fact(by=marta, kind=PERIODS, row=may, fields={"name_lv": "Maijs", "name_en": "May"}).name_lv == "Maijs"


@pytest.mark.parametrize(
    ("slip", "at", "said"),
    [
        ({"ends_on": date(2020, 4, 30)}, "ends_on", "before the first"),
        ({"due_on": date(2020, 5, 30)}, "due_on", "when its period is over"),
        ({"starts_on": date(2019, 2, 28)}, "starts_on", "01.03.2019–28.02.2021"),
        ({"ends_on": date(2021, 3, 1), "due_on": None}, "ends_on", "01.03.2019–28.02.2021"),
    ],
)
def test_days_that_a_period_cannot_have(
    slip: dict[str, Any], at: str, said: str, marta: User, programme: Programme
) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        _add(marta, programme, **slip)
    assert list(caught.value.message_dict) == [at]
    assert said in caught.value.message_dict[at][0]


def test_periods_share_no_day(marta: User, programme: Programme, may: Period) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        _add(marta, programme, starts_on=date(2020, 5, 31), ends_on=date(2020, 6, 30))
    assert caught.value.message_dict == {
        "starts_on": ["Some of these days belong to “Period 1” (01.05.2020–31.05.2020)."]
    }


def test_the_database_keeps_periods_apart(programme: Programme, may: Period, next_one: Programme) -> None:
    row = {"name_lv": "x", "name_en": "x", "starts_on": may.ends_on, "ends_on": may.ends_on}
    Period.objects.create(programme=next_one, **row)
    with refused("programme_period_apart"):
        Period.objects.create(programme=programme, **row)
    with refused("programme_period_due_after"):
        Period.objects.filter(pk=may.pk).update(due_on=date(2020, 5, 30))


def _closed(programme: Programme) -> None:
    Closing.objects.create(programme=programme, kind="money", starts_on=MAY["starts_on"], ends_on=MAY["ends_on"])


def _submitted(programme: Programme) -> None:
    Report.objects.create(
        programme=programme, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30), snapshot={},
        snapshot_sha256="0" * 64, state="submitted", submitted_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("make_final", [_closed, _submitted])
def test_days_that_were_closed_or_handed_in_stay(
    make_final: Any, marta: User, programme: Programme, may: Period
) -> None:
    edit_fact(by=marta, kind=PERIODS, row=may, fields={"ends_on": date(2020, 5, 30), "name_lv": "M", "name_en": "M"})
    edit_fact(by=marta, kind=PERIODS, row=may, fields={"ends_on": date(2020, 5, 31), "name_lv": "M", "name_en": "M"})
    make_final(programme)
    with pytest.raises(ValidationError) as caught:
        edit_fact(by=marta, kind=PERIODS, row=may, fields={"ends_on": date(2020, 5, 30), "name_lv": "M", "name_en": ""})
    assert list(caught.value.message_dict) == ["starts_on"]
    due = {"due_on": date(2020, 7, 15), "name_lv": "Maijs", "name_en": "May"}
    assert edit_fact(by=marta, kind=PERIODS, row=may, fields=due).due_on == date(2020, 7, 15)
    with pytest.raises(ValidationError):
        remove_fact(by=marta, kind=PERIODS, row=may)
    assert Period.objects.filter(pk=may.pk).exists()


def test_a_period_that_nothing_covers_goes(marta: User, may: Period) -> None:
    remove_fact(by=marta, kind=PERIODS, row=may)
    values = Entry.objects.get(verb="reporting_period.removed").changes["values"]
    assert values["ends_on"] == ["2020-05-31", None]


@pytest.mark.parametrize("who", ["ilze", "karlis", "emma"])
def test_who_does_not_coordinate_the_programme_is_refused(who: str, programme: Programme, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        _add(request.getfixturevalue(who), programme)


def test_one_name_alone_is_asked_for_the_other(programme: Programme) -> None:
    days = {"starts_on": "01.05.2020", "ends_on": "31.05.2020"}
    assert PeriodForm(days, programme=programme).is_valid()
    assert PeriodForm({**days, "name_lv": "Maijs", "name_en": "May"}, programme=programme).is_valid()
    assert list(PeriodForm({**days, "name_lv": "Maijs"}, programme=programme).errors) == ["name_en"]
    assert list(PeriodForm({**days, "name_en": "May"}, programme=programme).errors) == ["name_lv"]


# -- proposed ------------------------------------------------------------------------------------------------
def test_proposed_periods_follow_one_another_to_the_last_day() -> None:
    proposed = proposed_periods(date(2019, 3, 15), date(2020, 3, 1), months=6, days_until_due=10)
    assert [(period.number, period.starts_on, period.ends_on, period.due_on) for period in proposed] == [
        (1, date(2019, 3, 15), date(2019, 8, 31), date(2019, 9, 10)),
        (2, date(2019, 9, 1), date(2020, 2, 29), date(2020, 3, 10)),
        (3, date(2020, 3, 1), date(2020, 3, 1), date(2020, 3, 11)),
    ]


def test_a_slip_that_would_make_very_many_is_said(marta: User, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(ends_on=date(2100, 12, 31))
    with pytest.raises(TooManyPeriods) as caught:
        add_proposed_periods(by=marta, programme=programme, months=1, days_until_due=30)
    assert list(caught.value.message_dict) == ["months"]
    assert not Period.objects.exists()
    assert list(ProposalForm({"months": "0", "days_until_due": "366"}).errors) == ["months", "days_until_due"]
