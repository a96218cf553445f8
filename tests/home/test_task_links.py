"""Every button of My tasks leads to a page that its person may open."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from darbigas_kopienas.home.my_tasks import due_of, main_buttons
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme
from tests.databases import FURNISHED
from tests.house.access_table import TABLE
from tests.house.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED)]
PEOPLE = ("janis", "ilze", "anna", "karlis", "marta", "emma", "olga")


@pytest.fixture(autouse=True)
def _nobody_is_sent_to_enrol(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def links_of(person: User, programme: Programme) -> set[str]:
    due = due_of(person, programme)
    tasks = [*due.returned, *due.waiting, *due.due]
    return {task.url for task in tasks} | {button.url for button in main_buttons(person, programme)}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("code", ["dk-demo", "dk-2019"])
def test_every_task_opens_for_its_person(who: str, code: str) -> None:
    client, programme = Client(), Programme.objects.get(code=code)
    client.cookies[django_settings.SESSION_COOKIE_NAME] = World.load().sessions[who]
    client.post(reverse("home:programme_choose"), {"programme": programme.pk})
    links = links_of(User.objects.get(email=f"{who}@example.lv"), programme)
    pages = {link: client.get(link.partition("#")[0], follow=True) for link in links}
    assert {link: page.status_code for link, page in pages.items() if page.status_code != 200} == {}
    for link, page in pages.items():
        place = link.partition("#")[2]
        assert not place or f'id="{place}"' in page.content.decode(), link


def test_every_address_that_a_room_names_is_one_to_open() -> None:
    """Whatever a room gives a task, a button or a place in the menu: somebody gets a page there by a link."""
    rooms = [path for path in Path(django_settings.BASE_DIR).rglob("room.py") if ".venv" not in path.parts]
    named = {name for path in rooms for name in re.findall(r'"([a-z_]+:[a-z_]+)"', path.read_text())}
    assert len(named) > 30
    assert [name for name in sorted(named) if "5" in TABLE.get((name, "GET"), ((), "5", ""))[1]] == []
