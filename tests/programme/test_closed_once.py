"""A span is closed once, when it is over, by choosing its reporting period, and after a look at what waits in it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from budget.models import BudgetLine, Expense, FundingSource
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme import services
from darbigas_kopienas.programme.models import Closing, ClosingKind, Component, Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.by_hand import refused

As = Callable[[User | None], Client]
MAY = {"starts_on": date(2020, 5, 1), "ends_on": date(2020, 5, 31)}
pytestmark = pytest.mark.django_db


def _close(marta: User, scope: Scope, **days: date) -> Closing:
    return services.close_period(by=marta, scope=scope, kind=ClosingKind.MONEY, **{**MAY, **days})


@pytest.mark.parametrize(
    "days", [MAY, {"ends_on": date(2020, 5, 1)}, {"starts_on": date(2019, 1, 1), "ends_on": date(2020, 6, 1)}]
)
def test_closed_days_are_not_closed_again(marta: User, in_daugavpils: Scope, days: dict[str, date]) -> None:
    _close(marta, in_daugavpils)
    with pytest.raises(ValidationError, match=r"01\.05\.2020") as caught:
        _close(marta, in_daugavpils, **days)
    assert caught.value.code == "overlap"


def test_days_beside_and_other_places_and_kinds_may_be_closed(
    marta: User, in_daugavpils: Scope, in_rezekne: Scope, programme: Programme
) -> None:
    _close(marta, in_daugavpils)
    _close(marta, in_daugavpils, starts_on=date(2020, 6, 1), ends_on=date(2020, 6, 2))
    _close(marta, in_rezekne)
    services.close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, **MAY)
    _close(marta, Scope(programme.pk))  # for the others, after some have closed for themselves
    with pytest.raises(ValidationError, match=r"01\.05\.2020"):
        _close(marta, in_rezekne, ends_on=date(2020, 5, 2))


def test_span_that_is_not_over_is_not_closed(marta: User, in_daugavpils: Scope) -> None:
    with pytest.raises(ValidationError) as caught:
        _close(marta, in_daugavpils, ends_on=clock.today() + timedelta(days=1))
    assert caught.value.code == "future"
    assert _close(marta, in_daugavpils, ends_on=clock.today()).ends_on == clock.today()


def test_database_refuses_the_same(
    marta: User, in_daugavpils: Scope, programme: Programme, daugavpils: Municipality
) -> None:
    closing = _close(marta, in_daugavpils)
    row = {"programme": programme, "municipality": daugavpils, "kind": "money"}
    with refused("programme_closing_once"):
        Closing.objects.create(**row, starts_on=closing.ends_on, ends_on=closing.ends_on)
    with refused("programme_closing_over"):
        day = clock.today() + timedelta(days=2)
        Closing.objects.create(**row, starts_on=day, ends_on=day)


# -- the page ------------------------------------------------------------------------------------------------
@pytest.fixture
def period(programme: Programme) -> Period:
    Period.objects.create(
        programme=programme, name_lv="Vēl nav beidzies", name_en="Not over", starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=9),
    )  # fmt: skip
    return Period.objects.create(programme=programme, name_lv="1. periods", name_en="Period 1", **MAY)


def _post(client: Client, **sent: Any) -> Any:
    return client.post(reverse("programme:closing_list"), {"submission_key": str(uuid4()), "kind": "money", **sent})


def test_reporting_period_is_chosen_instead_of_days(as_: As, marta: User, period: Period) -> None:
    client = as_(marta)
    page = client.get(reverse("programme:closing_list")).content.decode()
    assert "1. periods (01.05.2020.–31.05.2020.)" in page or "1. periods (01.05.2020–31.05.2020)" in page
    assert "Vēl nav beidzies" not in page
    assert _post(client, period=period.pk, starts_on="nonsense").status_code == 302
    closing = Closing.objects.get()
    assert (closing.starts_on, closing.ends_on) == (period.starts_on, period.ends_on)
    again = _post(client, period=period.pk)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["starts_on"]
    assert set(_post(client).context["form"].errors) == {"starts_on", "ends_on"}
    future = (clock.today() + timedelta(days=1)).strftime("%d.%m.%Y")
    assert set(_post(client, starts_on=future, ends_on=future).context["form"].errors) == {"ends_on"}


def test_what_would_be_cut_off_is_listed_before_closing(
    as_: As, marta: User, ilze: User, programme: Programme, daugavpils: Municipality, components: dict[str, Component]
) -> None:
    line = BudgetLine.objects.create(
        programme=programme, component=components["1"], code="1", name_lv="Semināri", name_en="Seminars"
    )
    source = FundingSource.objects.create(
        programme=programme, organisation=Organisation.objects.get(kind="funder"), kind="grant", name_lv="Grants",
        name_en="Grant", amount=100,
    )  # fmt: skip
    for number, (day, state) in enumerate([(10, "draft"), (11, "submitted")]):
        expense = Expense.objects.create(
            programme=programme, municipality=daugavpils, added_by=ilze, total=10, supplier_name="SIA Dārzs",
            document_number=f"A-{number}", state=state, document_on=date(2020, 5, day),
        )  # fmt: skip
        expense.shares.create(line=line, source=source, amount=10)
    Activity.objects.create(
        programme=programme, municipality=daugavpils, component=components["3"], kind="event", title_lv="Talka",
        starts_on=date(2020, 5, 4), created_by=ilze,
    )  # fmt: skip
    client, days = as_(marta), {"starts_on": "01.05.2020", "ends_on": "31.05.2020"}
    page = _post(client, **days)
    assert page.status_code == 422
    assert [(cut.text.split(" · ")[1], cut.state) for cut in page.context["cut_off"]] == [
        ("SIA Dārzs A-0", "melnraksts"),
        ("SIA Dārzs A-1", "iesniegti"),
    ]
    assert not Closing.objects.exists()
    activities = _post(client, **days, kind="activities")
    assert [cut.text for cut in activities.context["cut_off"]] == ["04.05.2020 · Talka · Daugavpils"]
    assert _post(client, **days, confirm="on").status_code == 302
    assert Closing.objects.get().kind == "money"
