"""The accounts' spans by the law, and an act that waits for approval: once."""

import pytest

from budget.retention import PAY, SUPPORTING
from darbigas_kopienas.administration.models import DestructionAct
from darbigas_kopienas.demo import retention
from darbigas_kopienas.people.models import RetentionPeriod, User
from tests.databases import DEMONSTRATION

pytestmark = [pytest.mark.django_db, pytest.mark.database(DEMONSTRATION)]


def test_spans_and_an_act_are_loaded_once() -> None:
    act = DestructionAct.objects.get()
    assert act.is_drafted
    assert act.rows
    retention.load_facts()
    retention.load_act(act.programme, User.objects.get(email="marta@example.lv"))
    assert DestructionAct.objects.count() == 1
    assert dict(RetentionPeriod.objects.values_list("kind", "days")) == {PAY.key: 3653, SUPPORTING.key: 1826}
