"""The menu of whoever has signed in: each line once, each group under its heading."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Programme
from tests.cast import join

As = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


class PhoneMenu(HTMLParser):
    """Addresses and words of what the phone's menu shows."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.links, self.words = 0, list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details" and (self.depth or "phone" in (given.get("class") or "")):
            self.depth += 1
        if self.depth and tag == "a":
            self.links.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth and data.strip():
            self.words.append(data.strip())


def menu_of(client: Client) -> PhoneMenu:
    menu = PhoneMenu()
    menu.feed(client.get(reverse("seminars:seminar_list")).content.decode())
    return menu


@pytest.mark.parametrize("name", ["janis", "ilze", "marta", "emma"])
def test_each_line_stands_once(request: pytest.FixtureRequest, name: str, as_: As) -> None:
    menu = menu_of(as_(request.getfixturevalue(name)))
    assert sorted(menu.links) == sorted(set(menu.links))
    assert menu.links.count(reverse("seminars:own_list")) == 1
    assert "Mana sadaļa" in menu.words


def test_programmes_stand_under_their_heading(as_: As, janis: User, programme: Programme) -> None:
    assert "Programma" not in menu_of(as_(janis)).words
    other = Programme.objects.create(code="dk-other", name_lv="Cita programma", name_en="Another",
                                     starts_on=programme.starts_on, ends_on=programme.ends_on)  # fmt: skip
    join(janis, other, Role.TEACHER)
    words = menu_of(as_(janis)).words
    assert words.index("Programma") < words.index("Cita programma") < words.index("Mana sadaļa")
