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
from tests.administration.privacy.erasure.people_who_ask import answered, asked
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


def test_a_noted_request_and_a_refusal_stand_on_ones_page(as_: As, janis: User) -> None:
    own = person_of(janis)
    answered(own, reason="Tiesa vēl spriež.")
    asked(own, is_own=False, note="Zvans.")
    words = said(as_(janis).get(in_english()))
    assert "A colleague noted that you asked" in words
    assert "Tiesa vēl spriež." in words
    assert "Datu valsts inspekcija" in words


def test_who_has_a_role_reads_that_it_ends_first(as_: As, marta: User) -> None:
    person_of(marta)
    assert "Before the data can be deleted" in said(as_(marta).get(in_english()))
