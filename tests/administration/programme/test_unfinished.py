"""What a programme still lacks stands in „Mani darbi” of whoever sets it up, and of nobody else."""

from typing import Any

import pytest
from django.utils.translation import override

from darbigas_kopienas.home.my_tasks import due_of
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Period, Programme

pytestmark = pytest.mark.django_db


def told(user: User, programme: Programme) -> list[str]:
    with override("lv"):
        return [task.text for task in due_of(user, programme).waiting if task.url.endswith("/programmas/")]


def test_what_is_missing_is_counted_for_whoever_sets_it_up(programme: Programme, marta: User, ilze: User) -> None:
    assert told(marta, programme) == ["Programmas iestatīšanā trūkst 3\u00a0daļu"]
    days: dict[str, Any] = {"starts_on": programme.starts_on, "ends_on": programme.ends_on}
    Period.objects.create(programme=programme, name_lv="1", name_en="1", **days)
    assert told(marta, programme) == ["Programmas iestatīšanā trūkst 2\u00a0daļu"]
    assert told(ilze, programme) == []
