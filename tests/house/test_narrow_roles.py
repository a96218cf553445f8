"""Every address for the two narrow roles: let in to what is everybody's, to one's own, and to what is listed here.

Beside the table of all roles: whoever ticks at the door, and whoever works in one centre, in the furnished portal,
with a session that goes on now. What is not listed is refused or not found, in the own municipality too.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from resource_centre.models import Centre
from tests.cast import join, make_user
from tests.databases import FURNISHED
from tests.house.access_table import ROLES, TABLE
from tests.house.test_access_matrix import MOST_STATEMENTS, _address, _ask, _letter
from tests.house.world import FOREIGN, OWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED)]

LIST = {"attendance_grid", "attendance_session", "attendance_ticks", "walk_in", "wall_code", "check_in_scan"}
BUTTONS = {"attendance_session", "attendance_ticks", "walk_in", "let_in", "oddity_settle", "pass_check_in",
           "wall_code", "check_in_scan"}  # fmt: skip
CENTRE = {"centre_detail", "centre_edit", "item_list", "item_add", "purchase_add", "purchase_detail", "purchase_move"}
WRITTEN = {"centre_edit", "item_add", "purchase_add", "purchase_move"}
ALLOWED: dict[str, set[tuple[str, str]]] = {
    "rudite": {("participation:attendance_today", "GET")}
    | {(f"participation:{name}", "GET") for name in LIST}
    | {(f"participation:{name}", "POST") for name in BUTTONS},
    "normunds": {("resource_centre:purchase_list", "GET")}
    | {(f"resource_centre:{name}", "GET") for name in CENTRE}
    | {(f"resource_centre:{name}", "POST") for name in WRITTEN},
}


def _is_everybodys(letters: str) -> bool:
    """A visitor gets it, or whoever has signed in whatever the role: a form of one's own, or the key is in the link."""
    signed_in = dict(zip(ROLES, letters, strict=True))
    return signed_in["visitor"] == "." or all(signed_in[role] == "." for role in ("janis", "karlis", "emma", "admin"))


@pytest.fixture
def world(settings: Settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    world = World.load()
    now = clock.now()
    going_on = {"starts_at": now - timedelta(minutes=30), "ends_at": now + timedelta(minutes=30)}
    for municipality in (OWN, FOREIGN):
        Session.objects.filter(pk=world.rows[municipality]["session"]).update(**going_on)
    assert Centre.objects.get(pk=world.rows[OWN]["centre"]).site is not None
    return world


@pytest.mark.usefixtures("papers_undrawn")
@pytest.mark.parametrize("who", ALLOWED)
def test_nothing_is_let_in_that_is_not_listed(who: str, world: World) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(email=f"{who}@example.lv"))
    found: list[tuple[Any, ...]] = []
    for (name, verb), (names, own, foreign) in TABLE.items():
        cases = [(OWN, own)] + ([(FOREIGN, foreign)] if names and "5" not in own else [])
        for where, letters in cases:
            asked = _ask(browser, verb, _address(name, world.kwargs(names, where)))
            letter = _letter(asked.answer)
            if letter == "5" or _is_everybodys(letters):
                expected = letter != "!"
            else:
                expected = (letter == ".") == (where == OWN and (name, verb) in ALLOWED[who]) and letter != "!"
            if not expected:
                found.append((name, verb, where, letter))
            if asked.is_page and len(asked.statements) > MOST_STATEMENTS:  # once more, as every later visit has it
                again = _ask(browser, verb, _address(name, world.kwargs(names, where)))
                found += [(name, verb, where, len(again.statements))] * (len(again.statements) > MOST_STATEMENTS)
    assert found == []


@pytest.mark.usefixtures("papers_undrawn")
def test_an_accountant_of_rezekne_gets_there_what_staff_do_and_nothing_of_daugavpils(world: World) -> None:
    """As the table says of Anna, with the two municipalities changed about."""
    programme, rezekne = Programme.objects.get(code="dk-demo"), Municipality.objects.get(code=FOREIGN)
    who = join(make_user("skaidrite@example.lv", "Skaidrīte Purviņa"), programme, Role.ACCOUNTANT, rezekne)
    browser, anna = Client(raise_request_exception=False), ROLES.index("anna")
    browser.force_login(who)
    found = []
    for (name, verb), (names, own, foreign) in TABLE.items():
        if not names or "5" in own:
            continue
        for where, letters in ((OWN, foreign), (FOREIGN, own)):
            letter = _letter(_ask(browser, verb, _address(name, world.kwargs(names, where))).answer)
            if (letter == ".") != (letters[anna] == ".") or letter == "!":
                found.append((name, verb, where, letter))
    assert found == []
