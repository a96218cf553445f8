"""Requests to be erased on their pages: one's own, and those that a programme's coordinator answers."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.erasure import ERASED
from darbigas_kopienas.people.models import Municipality, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from tests.administration.privacy.erasure.people_who_ask import answered, asked, letters_of, other_programme, person
from tests.builders import said
from tests.cast import join, make_user
from tests.counted import statements
from tests.people.identity import confirm

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
STAFF_PAGES = ("erasure_list", "erasure_detail", "erasure_carry_out", "erasure_refuse", "erasure_note")


@pytest.fixture
def zane(daugavpils: Municipality) -> Person:
    return person("Zane Liepa", entered_for=daugavpils)


@pytest.fixture
def row(zane: Person) -> ErasureRequest:
    return asked(zane, is_own=False, note="Vēstule pa pastu.")


def url(name: str, programme: Programme, *pks: int) -> str:
    return reverse(f"administration:{name}", args=[programme.pk, *pks])


def pages(programme: Programme, row: ErasureRequest) -> list[str]:
    middle = [url(name, programme, row.pk) for name in STAFF_PAGES[1:4]]
    return [url("erasure_list", programme), *middle, url("erasure_note", programme, row.person_id)]


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
    words = said(client.get(in_english()))
    assert "Your request waits for an answer" in words
    assert f"by {row.due_on:%d.%m.%Y}" in words


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
    words = said(client.get(in_english()))
    assert "withdrawn" in words
    assert "Ask to delete my data" in words


def test_nobody_withdraws_another_s_request(as_: As, janis: User, ilze: User, marta: User, row: ErasureRequest) -> None:
    for user in (janis, ilze, marta):
        assert post(as_(user), reverse("administration:erasure_withdraw", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.is_open


# -- who opens the coordinator's side ----------------------------------------------------------------------
@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "emma", "olga"])
def test_colleagues_are_refused_with_the_reason(
    as_: As, request: pytest.FixtureRequest, name: str, programme: Programme, row: ErasureRequest
) -> None:
    client = as_(request.getfixturevalue(name))
    for page in pages(programme, row):
        refused = client.get(page)
        assert refused.status_code == 403
        assert "Only the programme coordinator decides" in refused.content.decode()
    assert post(client, url("erasure_refuse", programme, row.pk), reason="Nē.").status_code == 403
    row.refresh_from_db()
    assert row.is_open


def test_strangers_see_that_nothing_is_there(as_: As, marta: User, programme: Programme, row: ErasureRequest) -> None:
    other, velta = other_programme()
    stranger, theirs = as_(velta), as_(marta)
    for page in pages(other, row)[1:]:
        assert stranger.get(page).status_code == 404
    assert [stranger.get(page).status_code for page in pages(programme, row)] == [403] * 5
    assert "Zane" not in said(stranger.get(url("erasure_list", other)))
    assert [theirs.get(page).status_code for page in pages(other, row)] == [403] * 5
    assert post(stranger, url("erasure_refuse", other, row.pk), reason="Nē.").status_code == 404
    assert "login" in as_(None).get(url("erasure_list", programme))["Location"]


def test_the_coordinator_opens_each_page_and_nothing_is_written(
    as_: As, marta: User, programme: Programme, row: ErasureRequest
) -> None:
    for page in pages(programme, row):
        assert as_(marta).get(page).status_code == 200
    row.refresh_from_db()
    assert row.is_open
    menu = as_(marta).get(reverse("administration:privacy"))
    assert menu["Location"] == url("erasure_list", programme)


# -- the list ----------------------------------------------------------------------------------------------
def test_those_that_wait_stand_first_by_their_day(
    as_: As, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    people = [person(f"Zane {at}", entered_for=daugavpils) for at in "abcd"]
    now = clock.now()
    asked(people[0], asked_at=now)
    asked(people[1], asked_at=now.replace(year=now.year - 1))
    answered(people[2], answered_at=now.replace(year=now.year - 1))
    answered(people[3])
    page = as_(marta).get(url("erasure_list", programme))
    assert [row.who for row in page.context["page_obj"]] == ["Zane b", "Zane a", "Zane d", "Zane c"]
    words = said(page)
    assert "days late" in words
    assert "days left" in words
    shown = as_(marta).get(url("erasure_list", programme), {"state": "refused_erasure", "how": "own"})
    assert [row.who for row in shown.context["page_obj"]] == ["Zane d", "Zane c"]
    empty = said(as_(marta).get(url("erasure_list", programme), {"how": "noted"}))
    assert "Nothing matches these filters" in empty
    assert as_(marta).get(url("erasure_list", programme), {"state": "x"}).status_code == 422


def test_an_empty_list_says_so(as_: As, marta: User, programme: Programme) -> None:
    assert "Nobody has asked" in said(as_(marta).get(url("erasure_list", programme)))


def test_the_list_asks_no_more_of_three(as_: As, marta: User, programme: Programme, daugavpils: Municipality) -> None:
    client, page = as_(marta), url("erasure_list", programme)
    asked(person("Zane", entered_for=daugavpils))
    statements(client, page)
    before = statements(client, page)
    asked(person("Anna", entered_for=daugavpils), is_own=False, note="Zvans.", asked_by=marta)
    answered(person("Ruta", merged_into=person("Ruta Ozola", entered_for=daugavpils)), answered_by=marta)
    assert statements(client, page) == before


# -- answering ---------------------------------------------------------------------------------------------
def test_a_refusal_wants_its_reason_and_counts_once(
    as_: As, marta: User, programme: Programme, row: ErasureRequest
) -> None:
    client, page = as_(marta), url("erasure_refuse", programme, row.pk)
    for reason in ("", " ", "x" * 501):
        assert post(client, page, reason=reason).status_code == 422
    key = str(uuid4())
    for _time in range(2):
        done = client.post(page, {"submission_key": key, "reason": "Likums liek glabāt."})
        assert done["Location"] == url("erasure_detail", programme, row.pk)
    words = said(client.get(done["Location"]))
    assert "Likums liek glabāt." in words
    assert "Marta Vītola" in words
    assert "Refuse the request" not in words
    late = post(client, page, reason="Vēlreiz.")
    assert late.status_code == 422
    assert "answered already" in said(late)
    assert "Vēlreiz." in late.content.decode()
    assert "answered already" in said(client.get(page))
    assert "answered already" in said(client.get(url("erasure_carry_out", programme, row.pk)))


def test_erasing_asks_first_and_then_shows_no_name(
    as_: As, marta: User, programme: Programme, row: ErasureRequest
) -> None:
    client, page = as_(marta), url("erasure_carry_out", programme, row.pk)
    words = said(client.get(page))
    assert "This cannot be undone" in words
    assert "Zane Liepa" in words
    assert post(client, page).status_code == 422
    key = str(uuid4())
    for _time in range(2):
        done = client.post(page, {"submission_key": key, "is_sure": "on"})
        assert done["Location"] == url("erasure_detail", programme, row.pk)
    assert row.person.name == "Zane Liepa"
    assert Person.objects.get(pk=row.person_id).name == ERASED
    shown = client.get(done["Location"])
    words = said(shown)
    assert "What was erased" in words
    assert "Rows of the person emptied: 1" in words
    assert "Where the name stays" in words
    for address in (url("erasure_list", programme), done["Location"]):
        answer = client.get(address).content.decode()
        assert "Zane" not in answer
        assert "data erased" in answer
    again = post(client, page, is_sure="on")
    assert again.status_code == 422
    assert "answered already" in said(again)


def test_whoever_has_a_role_is_not_erased_before_it_ends(
    as_: As, marta: User, ilze: User, programme: Programme
) -> None:
    row = asked(person_of(ilze))
    words = said(as_(marta).get(url("erasure_detail", programme, row.pk)))
    assert "This has to be done first" in words
    assert url("erasure_carry_out", programme, row.pk) not in words
    refused = post(as_(marta), url("erasure_carry_out", programme, row.pk), is_sure="on")
    assert refused.status_code == 422
    assert "end it first" in said(refused)


def test_the_last_coordinator_is_not_erased_and_nobody_answers_themselves(
    as_: As, marta: User, programme: Programme
) -> None:
    row = asked(person_of(marta))
    detail = as_(marta).get(url("erasure_detail", programme, row.pk))
    assert "Another coordinator answers your own request" in said(detail)
    for name in ("erasure_carry_out", "erasure_refuse"):
        assert url(name, programme, row.pk) not in detail.content.decode()
        assert post(as_(marta), url(name, programme, row.pk), is_sure="on", reason="x").status_code == 403
    second = join(make_user("otra@example.lv", "Otra"), programme, Role.PROGRAMME)
    assert "end it first" in said(as_(second).get(url("erasure_detail", programme, row.pk)))
    row.refresh_from_db()
    assert row.is_open


def test_whom_another_grant_knows_too_is_said_on_the_page(
    as_: As, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    other, _velta = other_programme()
    user = join(make_user("zane@example.lv", "Zane"), other, Role.TEACHER)
    Person.objects.filter(pk=person_of(user).pk).update(entered_for=daugavpils)
    row = asked(person_of(user), is_own=False, note="Zvans.")
    refused = post(as_(marta), url("erasure_carry_out", programme, row.pk), is_sure="on")
    assert refused.status_code == 422
    assert "agree with its coordinator" in said(refused)


def test_whose_role_alone_tied_them_here_leads_back_to_the_list(as_: As, marta: User, programme: Programme) -> None:
    other_programme()
    user = join(make_user("zane@example.lv", "Zane"), programme, Role.TEACHER)
    row = asked(person_of(user), asked_by=user)
    done = post(as_(marta), url("erasure_carry_out", programme, row.pk), is_sure="on")
    assert as_(marta).get(done["Location"]).status_code == 200
    assert letters_of("erasure_done") == [("zane@example.lv", "lv")]
    send_due()
    assert not OutgoingMail.objects.filter(to_email="zane@example.lv").exists()


# -- noting ------------------------------------------------------------------------------------------------
def test_a_request_is_noted_from_the_person_s_page(
    as_: As, marta: User, ilze: User, programme: Programme, zane: Person
) -> None:
    client, page = as_(marta), url("erasure_note", programme, zane.pk)
    detail = url("person_detail", programme, zane.pk)
    assert page in client.get(detail).content.decode()
    assert page not in as_(ilze).get(detail).content.decode()
    wrong = post(client, page, note="Vēstule no mājām.", asked_on="31.12.2099")
    assert wrong.status_code == 422
    assert "The day is today or earlier" in said(wrong)
    assert "Vēstule no mājām." in wrong.content.decode()
    assert post(client, page, note="", asked_on="x").status_code == 422
    key = str(uuid4())
    typed = {"submission_key": key, "note": "Vēstule.", "asked_on": f"{clock.today():%d.%m.%Y}"}
    addresses = {client.post(page, typed)["Location"] for _time in range(2)}
    row = ErasureRequest.objects.get()
    assert addresses == {url("erasure_detail", programme, row.pk)}
    assert "noted by Marta Vītola" in said(client.get(addresses.pop()))
    assert url("erasure_detail", programme, row.pk) in client.get(page).content.decode()
    again = post(client, page, note="Otrreiz.", asked_on=f"{clock.today():%d.%m.%Y}")
    assert again.status_code == 422
    assert "waits for an answer already" in said(again)


def test_of_the_erased_and_of_strangers_to_the_register_nothing_is_noted(
    as_: As, marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    erased = person(ERASED, entered_for=daugavpils)
    for who in (person("Nekur Nav"), erased):
        assert as_(marta).get(url("erasure_note", programme, who.pk)).status_code == 404
    assert "Note a request" not in said(as_(marta).get(url("person_detail", programme, erased.pk)))
