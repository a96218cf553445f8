from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Sum

from budget.models import Allocation, BudgetLine, BudgetRule, Expense, ExpenseShare, FundingSource
from community_events import services as events
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation.models import Enrolment, Registration
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import (
    Closing,
    Component,
    Indicator,
    Partnership,
    Party,
    Period,
    Programme,
    Site,
)
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from guidelines.models import Guideline
from resource_centre.models import Centre
from tests.databases import EMPTY, FURNISHED

pytestmark = [pytest.mark.django_db, pytest.mark.database(EMPTY)]


def _counts() -> dict[str, int]:
    models = (Programme, Municipality, Activity, Session, Expense, ExpenseShare, Centre, Guideline, Entry, Closing,
              Site)  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def test_seed_loads_the_facts_without_people() -> None:
    call_command("seed")
    programme = Programme.objects.get()
    assert list(programme.components.values_list("label", flat=True)) == ["1", "2", "3", "4", "6"]
    grant, council = FundingSource.objects.order_by("order")
    assert (grant.amount, council.amount) == (Decimal("115029.00"), Decimal("1000.00"))
    assert grant.stated_amount == Decimal("111029.00")
    assert (grant.has_open_mismatch, council.has_open_mismatch) == (True, False)
    assert [str(day) for day in (council.documents_from, council.documents_to)] == ["2020-01-01", "2020-12-31"]
    given = dict(Allocation.objects.values_list("source").annotate(Sum("amount")))
    assert given == {grant.pk: Decimal("115029.00"), council.pk: Decimal("1000.00")}
    targets = dict(programme.indicators.values_list("code", "target"))
    assert targets == {
        "seminar-days": 64, "centres": 4, "mobilisation-events": 20, "partner-meetings": 8, "symposia": 1,
        "institutions": 40, "participants": 1400,
    }  # fmt: skip
    assert programme.starts_known_to == "month"
    assert list(programme.partnerships.values_list("municipality__code", "agreement_state")) == [
        ("daugavpils", "planned"), ("rezeknes-novads", "planned"), ("preili", "planned"), ("aglona", "planned"),
    ]  # fmt: skip
    aglona = Municipality.objects.get(code="aglona")
    assert set(aglona.successors.values_list("code", flat=True)) == {"preilu-novads", "kraslavas-novads"}
    assert not BudgetLine.objects.filter(code="5").exists()


def _ilze_logs_an_event() -> None:
    running = Programme.objects.exclude(code="dk-2019").get()
    events.log_event(
        by=User.objects.get(email="ilze@example.lv"),
        scope=Scope(running.pk, Municipality.objects.get(code="daugavpils").pk),
        title="Talka",
        held_on=clock.today(),
        type="mobilisation",
        place="Skolas pagalms",
        counts={"children": 9},
    )


@pytest.mark.database(FURNISHED)
def test_seed_twice_changes_nothing_and_adds_up() -> None:
    _ilze_logs_an_event()  # what people did after the first run is theirs: no invented receipt is added to it
    first = _counts()
    call_command("seed", "--demo")
    assert _counts() == first
    true = Programme.objects.get(code="dk-2019")
    assert (
        Session.objects.filter(activity__programme=true, activity__kind="seminar", held_on__isnull=False).count() == 64
    )
    spent = dict(
        ExpenseShare.objects.filter(expense__programme=true, expense__state="booked")
        .values_list("source__kind")
        .annotate(Sum("amount"))
    )
    assert spent["municipal"] == Decimal("1000.00")
    assert spent["grant"] <= Decimal("115029.00")
    assert Closing.objects.filter(programme=true, reopenings__isnull=True).count() == 2
    flowers = Activity.objects.filter(programme=true, title_lv__contains="puķu dobes")
    assert [str(value) for value in flowers.order_by("held_on").values_list("held_on", flat=True)] == [
        "2020-06-04", "2020-06-05",
    ]  # fmt: skip
    assert str(Centre.objects.get(programme=true, address__contains="Smilšu iela 92").opened_on) == "2020-01-23"


def test_seed_opens_registrations_of_every_kind() -> None:
    with clock.frozen(date(2026, 11, 25)):
        call_command("seed", "--demo")
        to_come = Enrolment.objects.filter(activity__programme__code="dk-demo", closes_on__gte=clock.today())
        runs = list(to_come.order_by("activity__starts_on", "activity"))
        states = [[run.activity.registrations.filter(state=state).count() for state in ("confirmed", "waiting")]
                  for run in runs[:4]]  # fmt: skip
        assert states == [[6, 0], [8, 3], [9, 0], [4, 0]]
        assert [run.capacity for run in runs[:4]] == [30, 8, 10, 20]
        assert runs[3].questions.count() == 3
        assert runs[3].reserves.get().seats == 4
        first = _counts() | {"Registration": Registration.objects.count()}
        call_command("seed", "--demo")
        assert _counts() | {"Registration": Registration.objects.count()} == first


def test_what_people_corrected_stays_when_the_facts_are_loaded_again() -> None:
    call_command("seed")
    programme = Programme.objects.get()
    BudgetLine.objects.filter(component__label="6").update(component=programme.components.get(label="4"))
    programme.indicators.filter(component__label="6").delete()
    programme.components.filter(label="6").delete()
    programme.components.filter(label="1").update(name_lv="Semināri")
    programme.indicators.filter(code="centres").update(target=5)
    Municipality.objects.filter(code="aglona").update(name_lv="Aglona")
    Organisation.objects.filter(registration_number="90000077325").update(name_lv="Daugavpils dome")
    FundingSource.objects.filter(kind="municipal").update(amount=Decimal(1500))
    Allocation.objects.filter(source__kind="municipal").delete()
    Programme.objects.update(name_lv="Darbīgas kopienas", goal_lv="Cits")
    before = _facts()
    call_command("seed")
    assert _facts() == before


def _facts() -> dict[str, list[tuple[object, ...]]]:
    models = (Programme, Party, Partnership, Component, Indicator, Period, Municipality, Organisation, FundingSource,
              BudgetLine, Allocation, BudgetRule)  # fmt: skip
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


@pytest.mark.database(FURNISHED)
@pytest.mark.parametrize("changed", ["component", "partner", "line", "amount", "source", "day"])
def test_the_demonstration_starts_also_where_somebody_changed_its_facts(changed: str) -> None:
    """Its story goes no further there: it is told on facts that are no longer so."""
    running = Programme.objects.get(code="dk-demo")
    Activity.objects.filter(programme=running).update(title_lv="Cits nosaukums")  # as though they were still to come
    _change(running, changed)
    first = _counts()
    call_command("seed", "--demo")
    assert _counts() == first


def _change(running: Programme, what: str) -> None:
    changes: dict[str, Callable[[], object]] = {
        "component": lambda: running.components.filter(label="4").update(label="4a"),
        "partner": lambda: running.partnerships.filter(municipality__code="kraslavas-novads").delete(),
        "line": lambda: BudgetLine.objects.filter(programme=running, code="1.1").update(code="1.9"),
        "amount": lambda: Allocation.objects.filter(line__programme=running, line__code="2.1").update(amount=1),
        "source": lambda: FundingSource.objects.filter(programme=running, kind="grant").update(order=9),
        "day": lambda: Programme.objects.filter(pk=running.pk).update(ends_on=clock.today()),
    }
    changes[what]()
