"""The rooms' lists by statements that many readers share: the same rows, each time read anew, for each their own."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.pages import page_cache
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme import shared_statements
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.shared_statements import SharedRows
from darbigas_kopienas.values import clock
from tests.builders import TODAY
from tests.cast import make_user
from tests.home.test_shared_statements import colleague_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[User | None], Client]
LISTS = {
    "/lv/seminari/": "seminars_seminar",
    "/lv/seminari/?when=past": "seminars_seminar",
    "/lv/seminari/?when=all&page=2": "seminars_seminar",
    "/lv/pasakumi/": "community_events_communityevent",
    "/lv/pasakumi/?sort=title": "community_events_communityevent",
    "/lv/resursu-centrs/": "resource_centre_centre",
    "/lv/faili/fotoatteli/": "evidence_document",
}


def asked_by(client: Client, address: str) -> list[str]:
    """What the page asks of the table of its list."""
    page_cache.forget()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [row["sql"] for row in captured if f'FROM "{LISTS[address]}"' in row["sql"]]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("name", ["ilze", "marta"])
def test_a_list_after_a_colleague_asks_what_it_asks_alone(
    name: str, address: str, as_: SignIn, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(name)
    with clock.frozen(TODAY):
        asked_by(as_(colleague_of(user)), address)
        after_a_colleague = asked_by(as_(user), address)
        shared_statements.forget()
        assert asked_by(as_(user), address) == after_a_colleague != []
    assert not any(str(shared_statements.ANYBODY) in sql for sql in after_a_colleague)


@pytest.mark.parametrize("address", LISTS)
def test_a_statement_of_the_day_holds_no_moment(address: str, as_: SignIn, ilze: User) -> None:
    asked = []
    for hour in (time(0, 5), time(23, 55)):
        shared_statements.forget()
        with clock.frozen(datetime.combine(TODAY, hour)):
            asked.append(asked_by(as_(ilze), address))
    assert asked[0] == asked[1] != []


def test_a_visitor_and_somebody_without_a_role_ask_each_their_own(programme: Programme, as_: SignIn) -> None:
    somebody = make_user("kaste@example.lv", "Kāda")
    User.objects.filter(pk=somebody.pk).update(id=900_003)
    with clock.frozen(TODAY):
        visitors = asked_by(as_(None), "/lv/seminari/")
        own = asked_by(as_(User.objects.get(pk=900_003)), "/lv/seminari/")
        assert asked_by(as_(None), "/lv/seminari/") == visitors
    assert ["900003" in " ".join(asked) for asked in (visitors, own)] == [False, True]


@pytest.mark.parametrize(
    "narrowed", ["/lv/seminari/?topic=soli", "/lv/seminari/?month=2020-06", "/lv/pasakumi/?q=soli"]
)
def test_what_somebody_looks_for_is_not_kept(narrowed: str, as_: SignIn, ilze: User) -> None:
    with clock.frozen(TODAY):
        as_(ilze).get("/lv/seminari/")
        as_(ilze).get(narrowed)
        kept = set(shared_statements._compiled)
        as_(ilze).get(narrowed.replace("soli", "cits").replace("06", "07"))
    assert set(shared_statements._compiled) == kept


def test_rows_are_the_querysets_and_never_kept(programme: Programme, ilze: User) -> None:
    def listed(_user: User) -> "QuerySet[Municipality]":
        return Municipality.objects.prefetch_related("organisations")

    rows = SharedRows("municipalities", ilze, programme.pk, listed)
    every = [*Municipality.objects.all()]
    assert (rows.count(), rows[:], rows[:2], rows[2:4], rows[99:]) == (len(every), every, every[:2], every[2:4], [])
    with CaptureQueriesContext(connection) as captured:
        assert [len(row.organisations.all()) for row in rows[:3]] == [row.organisations.count() for row in every[:3]]
    assert len(captured) == 2 + 3
    new = Municipality.objects.create(code="jauna", name_lv="Āā", name_en="A", locative_lv="Āā")
    assert (rows.count(), new in rows[:]) == (len(every) + 1, True)


def test_a_list_of_nothing_is_empty(programme: Programme, ilze: User) -> None:
    rows = SharedRows("nothing", ilze, programme.pk, lambda _user: Municipality.objects.none())
    assert (rows.count(), rows[:20]) == (0, [])


def test_a_statement_is_put_together_anew_the_next_day(programme: Programme, ilze: User) -> None:
    built = []

    def listed(_user: User) -> "QuerySet[Municipality]":
        built.append(clock.today())
        return Municipality.objects.all()

    rows = SharedRows("municipalities", ilze, programme.pk, listed)
    for moment in (
        datetime.combine(TODAY, time(8)),
        datetime.combine(TODAY, time(20)),
        datetime.combine(TODAY + timedelta(days=1), time(8)),
    ):
        with clock.frozen(moment):
            rows[:1]
    assert len(built) == 2
    assert len(shared_statements._compiled) == 1
