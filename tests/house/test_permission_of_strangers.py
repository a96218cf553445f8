"""Each service that asks refuses a colleague of another municipality, and whoever only holds a link."""

import importlib
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model

from community_events.models import CommunityEvent
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import AUDIT_LINK, PLACE_LINK, VISITOR, Actor
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.house.callgraph import Code
from tests.house.given_to_services import ACTIVITIES, FACTS, FLOORS, GIVEN, PARTICIPATION, ROOMS, SEMINARS, Given
from tests.house.rows_of_daugavpils import Rows
from tests.house.test_permission import FOLDERS, services_of, short

pytestmark = pytest.mark.django_db
Via = Registration.Via

# One's own, so not even the programme's coordinator may: who does.
OWNERS = {
    "administration.privacy.erasure.services.requests.withdraw_request": "janis",
    "budget.services.drafts.withdraw_expense": "ilze",
    "reports.services.delete_draft": "ilze",
    "reports.shared.services.note_visit": "view link",
    "jobs.services.retry": "ilze",
    "participation.colleagues.services.register_colleagues": "janis",
    "seminars.certificates.services.lifecycle.show_name": "janis",
}
OF_NO_ROW = {"administration.programme.services.programmes.add_programme"}  # what it makes is nobody's yet
BY_LINK = {"seminars.certificates.services.lifecycle.show_name"}  # whoever holds the place's link is the holder too


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


@pytest.fixture
def rows(programme: Programme, in_daugavpils: Scope, ilze: User, janis: User) -> Rows:
    return Rows(programme, in_daugavpils, ilze, janis)


def _service(name: str) -> Callable[..., Any]:
    """By the name of the table, which leaves out the project's."""
    module, _dot, function = name.rpartition(".")
    is_room = module.split(".")[0] in FOLDERS
    home = importlib.import_module(module if is_room else f"darbigas_kopienas.{module}")
    service: Callable[..., Any] = getattr(home, function)
    return service


def _require_theirs(given: dict[str, Any], scope: Scope) -> None:
    """There is something to leak: the rows are stored, and in Daugavpils."""
    things = [thing for value in given.values() for thing in (value if isinstance(value, list) else [value])]
    stored = [thing for thing in things if isinstance(thing, Model)]
    for row in stored:
        assert type(row)._base_manager.filter(pk=row.pk).exists()
        assert getattr(row, "scope", scope) in {scope, Scope(scope.programme_id)}
    wish = given.get("wish")
    assert stored or given.get("scope", wish and wish.scope) == scope


def _answer(name: str, by: Actor, given: dict[str, Any]) -> str:
    """Nothing of what was done stays, neither stored nor in memory, so the next service finds the same rows."""
    given = {key: copy(value) if isinstance(value, Model) else value for key, value in given.items()}
    try:
        with transaction.atomic():
            _service(name)(by=by, **given)
            transaction.set_rollback(True)
    except PermissionDenied:
        return "refused"
    except ValidationError:  # a rule of the room, which is asked after the permission
        return "let through"
    return "let through"


@pytest.mark.parametrize(
    "family",
    [ACTIVITIES, PARTICIPATION, SEMINARS, ROOMS, FLOORS, FACTS],
    ids=["activities", "participation", "seminars", "rooms", "floors", "facts"],
)
def test_a_stranger_is_refused_and_whoever_may_is_not(
    family: dict[str, Given], rows: Rows, karlis: User, marta: User
) -> None:
    users: dict[str, Actor] = {"ilze": rows.ilze, "janis": rows.janis, "view link": AUDIT_LINK}
    answers: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = {}
    for name, given_of in family.items():
        given = given_of(rows)
        if name not in OF_NO_ROW:
            _require_theirs(given, rows.scope)
        before = Entry.objects.count()
        answers[name] = [_answer(name, by, given) for by in (karlis, PLACE_LINK)]
        assert Entry.objects.count() == before, name
        answers[name].append(_answer(name, users.get(OWNERS.get(name, ""), marta), given))
        wanted[name] = ["refused", "let through" if name in BY_LINK else "refused", "let through"]
    assert answers == wanted


@pytest.mark.parametrize("via", [Via.ORGANISER, Via.WALK_IN, Via.COLLEAGUE])
def test_registering_others_needs_a_right(via: str, rows: Rows, karlis: User) -> None:
    who = participation.Participant("Anna", "anna.kalna@example.lv", organisation=rows.contact.organisation)
    given = {"activity": rows.activity, "participant": who, "via": via}
    answers = [_answer("participation.registration.services.seats.register", by, given) for by in (karlis, VISITOR)]
    assert answers == ["refused", "refused"]


def test_every_service_that_asks_is_tried() -> None:
    code = Code.in_folders(settings.BASE_DIR, FOLDERS)
    asking = {short(name) for name in services_of(code) if code.asks(name)}
    assert asking == set(GIVEN), "add what a new service is given to given_to_services.py"


def test_a_row_that_does_not_exist_would_leak_nothing(rows: Rows, in_rezekne: Scope) -> None:
    with pytest.raises(AssertionError):
        _require_theirs({"event": CommunityEvent(pk=2_000_000_000)}, rows.scope)
    with pytest.raises(AssertionError):
        _require_theirs({"event": rows.event}, in_rezekne)
