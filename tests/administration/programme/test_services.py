"""A programme is added by whoever coordinates one; its days never leave anything outside."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from budget.models import BudgetLine, Expense, FundingSource
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.administration.programme import services
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.models import Closing, Component, Membership, Period, Programme
from darbigas_kopienas.reports.models import Report
from darbigas_kopienas.values import clock, texts
from guidelines.models import Publicity
from resource_centre.models import Centre, Purchase
from tests.administration.programme.conftest import NEXT

pytestmark = pytest.mark.django_db


# -- added ---------------------------------------------------------------------------------------------------
def test_a_next_programme_has_a_code_a_coordinator_and_its_entries(marta: User, next_one: Programme) -> None:
    assert next_one.code == "darbigas-kopienas-2027"
    assert next_one.name_en_source == texts.source_hash(NEXT["name_lv"])
    role = Membership.objects.get(programme=next_one)
    assert (role.user, role.role, role.starts_on, role.ends_on) == (
        marta, "programme_coordinator", clock.today(), None,
    )  # fmt: skip
    assert may(marta, Permission.WRITE_PROGRAMME, next_one.scope)
    entries = Entry.objects.filter(programme_id=next_one.pk).order_by("pk")
    assert [entry.verb for entry in entries] == ["programme.added", "membership.granted"]
    assert entries[0].changes["values"]["ends_on"] == [None, "2028-12-31"]


def test_codes_differ(marta: User, next_one: Programme) -> None:
    assert services.add_programme(by=marta, **NEXT).code == "darbigas-kopienas-2027-2"
    assert services.add_programme(by=marta, **NEXT).code == "darbigas-kopienas-2027-3"
    assert services.add_programme(by=marta, **{**NEXT, "name_lv": "Ελλάς"}).code == "programma-2027"


@pytest.mark.parametrize("who", ["ilze", "karlis", "emma", "olga"])
def test_who_coordinates_no_programme_neither_adds_nor_edits(who: str, programme: Programme, request: Any) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        services.add_programme(by=user, **NEXT)
    with pytest.raises(PermissionDenied):
        services.edit_programme(by=user, programme=programme, number="7")
    with pytest.raises(PermissionDenied):
        services.add_proposed_periods(by=user, programme=programme, months=6, days_until_due=30)
    assert not Programme.objects.exclude(pk=programme.pk).exists()


@pytest.mark.parametrize(
    ("slip", "at"),
    [
        ({"ends_on": date(2026, 12, 31)}, "ends_on"),
        ({"name_en": ""}, "name_en"),
        ({"starts_known_to": "x"}, "starts_known_to"),
    ],
)
def test_what_a_programme_cannot_be_is_said_at_its_field(marta: User, slip: dict[str, Any], at: str) -> None:
    with pytest.raises(ValidationError) as caught:
        services.add_programme(by=marta, **{**NEXT, **slip})
    assert list(caught.value.message_dict) == [at]


# -- corrected -----------------------------------------------------------------------------------------------
def test_the_trail_keeps_what_a_programme_said_before(marta: User, programme: Programme) -> None:
    edited = services.edit_programme(by=marta, programme=programme, name_en="Busy Communities", number="DK-1")
    assert edited.name_en_source == texts.source_hash(programme.name_lv)
    entry = Entry.objects.get(verb="programme.edited")
    assert entry.changes["values"] == {
        "name_en": ["Active Communities", "Busy Communities"],
        "number": ["", "DK-1"],
    }


def test_nothing_changed_is_no_entry(marta: User, programme: Programme) -> None:
    services.edit_programme(by=marta, programme=programme, number="")
    assert not Entry.objects.filter(verb="programme.edited").exists()
    with pytest.raises(TypeError, match="code"):
        services.edit_programme(by=marta, programme=programme, code="other")


# -- its days ------------------------------------------------------------------------------------------------
DAY = date(2020, 5, 4)


def _period(programme: Programme, **_more: Any) -> object:
    return Period.objects.create(programme=programme, name_lv="1", name_en="1", starts_on=DAY, ends_on=DAY)


def _closing(programme: Programme, **_more: Any) -> object:
    return Closing.objects.create(programme=programme, kind="money", starts_on=DAY, ends_on=DAY)


def _activity(programme: Programme, component: Component, state: str = "planned", **_more: Any) -> Activity:
    return Activity.objects.create(
        programme=programme, component=component, kind="event", title_lv="Talka", starts_on=DAY, state=state,
        held_on=DAY if state == "held" else None,
    )  # fmt: skip


def _held(programme: Programme, component: Component, **_more: Any) -> object:
    return _activity(programme, component, "held")


def _expense(programme: Programme, ilze: User, component: Component, **_more: Any) -> object:
    line = BudgetLine.objects.create(programme=programme, component=component, code="1", name_lv="Talkas")
    source = FundingSource.objects.create(
        programme=programme, organisation=Organisation.objects.get(kind="funder"), kind="grant", name_lv="Grants",
        amount=100,
    )  # fmt: skip
    expense = Expense.objects.create(
        programme=programme, added_by=ilze, total=10, supplier_name="SIA Dārzs", document_number="1", document_on=DAY
    )
    return expense.shares.create(line=line, source=source, amount=10)


def _purchase(programme: Programme, daugavpils: Municipality, **_more: Any) -> object:
    centre = Centre.objects.create(programme=programme, municipality=daugavpils, name_lv="Mezgls")
    return Purchase.objects.create(
        centre=centre, description_lv="Galds", amount=Decimal(5), state="ordered", ordered_on=DAY
    )


def _publicity(programme: Programme, **_more: Any) -> object:
    return Publicity.objects.create(programme=programme, kind="press", on=DAY, title_lv="Raksts")


def _report(programme: Programme, **_more: Any) -> object:
    return Report.objects.create(
        programme=programme, starts_on=DAY, ends_on=DAY, snapshot={}, snapshot_sha256="0" * 64, state="submitted",
        submitted_at=clock.now(),
    )  # fmt: skip


USES: dict[str, Callable[..., object]] = {
    "reporting periods": _period,
    "closings of periods": _closing,
    "activities": _activity,
    "held": _held,
    "expenses": _expense,
    "purchases": _purchase,
    "publicity": _publicity,
    "submitted reports": _report,
}


@pytest.mark.parametrize("what", USES)
def test_days_do_not_shrink_away_from_what_lies_in_them(
    what: str, marta: User, ilze: User, programme: Programme, daugavpils: Municipality,
    components: dict[str, Component],
) -> None:  # fmt: skip
    USES[what](programme=programme, ilze=ilze, daugavpils=daugavpils, component=components["3"])
    said = "activities" if what == "held" else what
    sentence = f"Outside these days there would be: {said} (04.05.2020–04.05.2020)"
    with translation.override("en"):
        for field, outside in (("ends_on", date(2020, 5, 3)), ("starts_on", date(2020, 5, 5))):
            with pytest.raises(services.DaysOutside) as caught:
                services.edit_programme(by=marta, programme=programme, **{field: outside})
            assert caught.value.message_dict == {field: [sentence]}
    services.edit_programme(by=marta, programme=programme, starts_on=DAY, ends_on=DAY)


def test_sittings_count_and_what_was_cancelled_does_not(
    marta: User, programme: Programme, components: dict[str, Component]
) -> None:
    activity = _activity(programme, components["3"])
    hours = [datetime(2020, 6, 30, hour, tzinfo=clock.RIGA) for hour in (23, 22)]
    sitting = Session.objects.create(activity=activity, starts_at=hours[1], ends_at=hours[0])
    with translation.override("en"), pytest.raises(services.DaysOutside, match=r"sessions \(30\.06\.2020–30"):
        services.edit_programme(by=marta, programme=programme, ends_on=date(2020, 6, 29))
    sitting.state = "cancelled"
    sitting.save()
    services.edit_programme(by=marta, programme=programme, ends_on=date(2020, 6, 29))
    Activity.objects.filter(pk=activity.pk).update(state="cancelled")
    services.edit_programme(by=marta, programme=programme, ends_on=date(2020, 5, 3))


def test_what_lies_outside_already_hinders_only_the_end_at_which_it_lies(
    marta: User, programme: Programme, components: dict[str, Component]
) -> None:
    Activity.objects.filter(pk=_activity(programme, components["3"]).pk).update(starts_on=date(2022, 1, 1))
    services.edit_programme(by=marta, programme=programme, starts_on=date(2019, 4, 1), ends_on=date(2021, 12, 31))
    with pytest.raises(services.DaysOutside):
        services.edit_programme(by=marta, programme=programme, ends_on=date(2021, 12, 30))


# -- its periods at one stroke -------------------------------------------------------------------------------
def test_proposed_periods_are_added_where_there_are_none(marta: User, programme: Programme) -> None:
    Period.objects.create(
        programme=programme, name_lv="Vidus", name_en="Middle", starts_on=date(2020, 2, 1), ends_on=date(2020, 4, 1)
    )
    added = services.add_proposed_periods(by=marta, programme=programme, months=6, days_until_due=30)
    assert [(period.name_lv, period.starts_on, period.ends_on, period.due_on) for period in added] == [
        ("1.\u00a0periods", date(2019, 3, 1), date(2019, 8, 31), date(2019, 9, 30)),
        ("3.\u00a0periods", date(2020, 9, 1), date(2021, 2, 28), date(2021, 3, 30)),
    ]
    with pytest.raises(services.NothingToAdd):
        services.add_proposed_periods(by=marta, programme=programme, months=6, days_until_due=30)
    assert Entry.objects.filter(verb="reporting_period.added").count() == len(added)
