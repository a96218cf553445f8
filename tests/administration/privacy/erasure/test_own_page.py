"""One's own page of erasing costs nobody much, and tells nothing of others' work."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import said, taking

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def in_english() -> str:
    with translation.override("en"):
        return reverse("administration:erasure_ask")


def test_ones_own_page_looks_through_no_table_and_tells_nothing_of_others_work(
    as_: As, janis: User, marta: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    """Anybody may call themselves like a colleague, and open the page as often as they like."""
    person_of(janis)
    activity = taking(marta, in_daugavpils, components["1"])
    type(activity).objects.filter(pk=activity.pk).update(description_lv="Jānis Kalniņš ir slims.")
    with CaptureQueriesContext(connection) as asked_for:
        page = as_(janis).get(in_english())
    assert "Talka" not in said(page)
    looked_through = [row["sql"] for row in asked_for if "translate(" in row["sql"]]
    assert all('FROM "seminars_certificate"' in sql for sql in looked_through)
