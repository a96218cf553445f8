"""One's own request to be erased on its page: asked, withdrawn, answered."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.people.models import Municipality, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.privacy.erasure.people_who_ask import answered, asked, person
from tests.builders import said, taking
from tests.people.identity import confirm

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture
def zane(daugavpils: Municipality) -> Person:
    return person("Zane Liepa", entered_for=daugavpils)


@pytest.fixture
def row(zane: Person) -> ErasureRequest:
    return asked(zane, is_own=False, note="Vēstule pa pastu.")


def post(client: Client, address: str, **typed: object) -> Any:
    return client.post(address, {"submission_key": str(uuid4()), **typed})


# -- one's own side ----------------------------------------------------------------------------------------
def ask() -> str:
    """In the language in which one says anew who one is (`tests.people.identity`)."""
    with translation.override("lv"):
        return reverse("administration:erasure_ask")


def in_english() -> str:
    with translation.override("en"):
        return reverse("administration:erasure_ask")


def in_latvian(sentence: str, **values: object) -> str:
    with translation.override("lv"):
        return translation.gettext(sentence) % values


def test_my_data_lead_to_the_page_that_explains_and_looking_writes_nothing(as_: As, janis: User) -> None:
    client = as_(janis)
    assert reverse("administration:erasure_ask") in client.get(reverse("home:my_data")).content.decode()
    words = said(client.get(in_english()))
    for sentence in ("What is deleted", "What stays, and why", "within a month", "nobody can bring the data back"):
        assert sentence in words
    assert not Person.objects.filter(user=janis).exists()
    assert "login" in as_(None).get(ask())["Location"]


def test_asking_wants_a_tick_and_then_who_one_is(as_: As, janis: User, marta: User) -> None:
    client = as_(janis)
    refused = post(client, ask())
    assert refused.status_code == 422
    assert "is_sure" in refused.context["form"].errors
    sent_on = post(client, ask(), is_sure="on")
    assert "/reauthenticate/" in sent_on["Location"]
    assert not ErasureRequest.objects.exists()
    assert confirm(client, janis, ask())["Location"] == ask()  # what was sent goes on
    row = ErasureRequest.objects.get()
    assert (row.person.user, row.is_own) == (janis, True)
    words = said(client.get(ask()))
    assert in_latvian("Your request waits for an answer") in words
    days = {"asked": f"{row.asked_at.astimezone(clock.RIGA):%d.%m.%Y}", "due": f"{row.due_on:%d.%m.%Y}"}
    assert in_latvian("You asked on %(asked)s. You have an answer by %(due)s.", **days) in words


def test_the_same_form_twice_is_one_request_and_it_is_withdrawn_once(as_: As, janis: User) -> None:
    client = as_(janis)
    key = str(uuid4())
    client.post(ask(), {"submission_key": key, "is_sure": "on"})
    confirm(client, janis, ask())
    for _time in range(2):
        assert client.post(ask(), {"submission_key": key, "is_sure": "on"}).status_code == 302
    row = ErasureRequest.objects.get()
    withdraw = reverse("administration:erasure_withdraw", args=[row.pk])
    assert client.get(withdraw).status_code == 405
    for _time in range(2):
        assert post(client, withdraw)["Location"] == ask()
    row.refresh_from_db()
    assert row.state == ErasureRequest.State.WITHDRAWN
    words = said(client.get(ask()))
    day = f"{row.asked_at.astimezone(clock.RIGA):%d.%m.%Y}"
    assert in_latvian("asked on %(asked)s, withdrawn on %(withdrawn)s", asked=day, withdrawn=day) in words
    assert in_latvian("Ask to delete my data") in words


def test_nobody_withdraws_another_s_request(as_: As, janis: User, ilze: User, marta: User, row: ErasureRequest) -> None:
    for user in (janis, ilze, marta):
        assert post(as_(user), reverse("administration:erasure_withdraw", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.is_open


def test_a_noted_request_and_a_refusal_stand_on_ones_page(as_: As, janis: User) -> None:
    own = person_of(janis)
    answered(own, reason="Tiesa vēl spriež.")
    asked(own, is_own=False, note="Zvans.")
    words = said(as_(janis).get(in_english()))
    assert "A colleague noted that you asked" in words
    assert "Tiesa vēl spriež." in words
    assert "www.dvi.gov.lv" in words


def test_who_has_a_role_reads_that_it_ends_first(as_: As, marta: User) -> None:
    person_of(marta)
    assert "Before the data can be deleted" in said(as_(marta).get(in_english()))


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
    assert [row["sql"] for row in asked_for if "translate(" in row["sql"]] == []
