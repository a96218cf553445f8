from decimal import Decimal
from typing import Any

import pytest

from budget import services
from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.activities.spending import booked_on
from darbigas_kopienas.people.models import User
from tests.budget.conftest import Adder


def test_only_booked_money_of_the_activity_counts(
    add: Adder, submitted: Adder, booked: Adder, planting: Activity
) -> None:
    add(activity=planting, total="1.00")
    submitted(activity=planting, total="2.00")
    booked(activity=planting, total="4.10")
    booked(activity=planting, total="8.20")
    booked(total="16.00")
    assert booked_on([planting.pk]) == {planting.pk: Decimal("12.30")}


def test_reversed_money_is_taken_off(booked: Adder, planting: Activity, marta: User) -> None:
    expense = booked(activity=planting, total="4.10")
    services.reverse_expense(by=marta, expense=expense, reason="Kļūda")
    assert booked_on([planting.pk]) == {planting.pk: Decimal("0.00")}


def test_one_statement_for_any_number(booked: Adder, planting: Activity, django_assert_num_queries: Any) -> None:
    booked(activity=planting)
    with django_assert_num_queries(1):
        assert booked_on([planting.pk, planting.pk + 1]) == {planting.pk: Decimal("10.00"), planting.pk + 1: Decimal(0)}


def test_event_with_booked_money_is_not_set_back(booked: Adder, planting: Activity, ilze: User, marta: User) -> None:
    activities.mark_held(by=ilze, activity=planting, held_on=planting.starts_on)
    expense = booked(activity=planting, total="4.10")
    with pytest.raises(activities.StillReliedOn, match="stornējiet"):
        activities.set_back(by=ilze, activity=planting, reason="Kļūda")
    services.reverse_expense(by=marta, expense=expense, reason="Kļūda")
    activities.set_back(by=ilze, activity=planting, reason="Kļūda")


def test_event_with_booked_money_may_still_be_cancelled(booked: Adder, planting: Activity, ilze: User) -> None:
    """Money is spent before the day, on what then does not happen."""
    booked(activity=planting, total="4.10")
    activities.cancel(by=ilze, activity=planting, reason="Slimība")
