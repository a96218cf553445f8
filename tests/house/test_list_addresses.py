"""Every list says what it does not know of its address and shows nothing; each link to a list says what the list knows.

New lists are walked by themselves: whatever cuts rows into pages, and whatever is called a list, an export or a feed.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import settings as django_settings
from django.core.paginator import Paginator
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.pages import page_cache
from tests.databases import FURNISHED
from tests.house.access_table import TABLE
from tests.house.test_architecture import ROOT
from tests.house.world import OWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED)]
READERS = ("marta", "ilze", "anna", "janis", "visitor")  # the first who is let in looks
ENDINGS = ("_list", "_export", "_feed", "_register")
# A person's own feed has nothing to filter, and its address is typed into programs that may add to it;
# a colleague is registered on a form.
NO_LISTS = {"participation:calendar_feed", "participation:colleague_register"}
PAGES = {name: names for (name, verb), (names, _own, _foreign) in TABLE.items() if verb == "GET"}
UNKNOWN = "nekad-nebijis"


@pytest.fixture(autouse=True)
def _nobody_is_sent_to_enrol(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


class Reader:
    """Asks for an address as the first who is let in; says whether rows were cut into pages meanwhile."""

    lists: ClassVar[dict[str, bool]] = {}  # what was found out; the world is the same for every test of the process

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.pages = World.load(), 0
        make = Paginator.__init__

        def counted(paginator: Any, *args: Any, **kwargs: Any) -> None:
            self.pages += 1
            make(paginator, *args, **kwargs)

        monkeypatch.setattr(Paginator, "__init__", counted)

    def get(self, name: str, query: str = "") -> tuple[Any, str]:
        """The answer, and what it says; the address without a query is asked as whoever is let in first."""
        with translation.override("lv"):
            address = reverse(name, kwargs=self.world.kwargs(PAGES[name], OWN))
        for person in READERS:
            client = Client()
            if person in self.world.sessions:
                client.cookies[django_settings.SESSION_COOKIE_NAME] = self.world.sessions[person]
            page_cache.forget()
            with transaction.atomic():
                answer = client.get(address + (f"?{query}" if query else ""))
                transaction.set_rollback(True)
            if answer.status_code not in {302, 403, 404, 405}:
                break
        return answer, b"".join(answer).decode("utf-8", "replace")

    def is_list(self, name: str) -> bool:
        if name not in self.lists:
            before = self.pages
            answer, _text = self.get(name)
            self.lists[name] = answer.status_code == 200 and (self.pages > before or name.endswith(ENDINGS))
        return self.lists[name]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(monkeypatch)


@pytest.mark.parametrize("name", sorted(PAGES.keys() - NO_LISTS))
def test_a_list_says_what_it_does_not_know(name: str, reader: Reader) -> None:
    if not reader.is_list(name):
        return
    answer, text = reader.get(name, f"{UNKNOWN}=1")
    assert (answer.status_code, UNKNOWN in text) == (422, True)
    assert reader.get(name, "utm_source=zinas&fbclid=IwAR0&gclid=1")[0].status_code == 200


def test_there_are_lists_to_walk(reader: Reader) -> None:
    walked = ("budget:expense_list", "community_events:event_list", "seminars:seminar_feed", "seminars:seminar_export")
    assert [reader.is_list(name) for name in walked] == [True] * len(walked)
    assert not reader.is_list("home:privacy")


# -- links -----------------------------------------------------------------------------------------------
URL = r"""\{%\s*url\s+['"](?P<name>[\w:]+)['"][^%]*%\}"""
AS = re.compile(r"""\{%\s*url\s+['"](?P<name>[\w:]+)['"][^%]*?\bas\s+(?P<variable>\w+)\s*%\}""")
LINK = re.compile(rf"""(?:{URL}|\{{\{{\s*(?P<variable>\w+)\s*\}}\}}|["'])\?(?P<query>[^"'\s>]*)""")
WORD = re.compile(r"(?:^|&amp;|&)(\w+=\w*)")
VALUE = re.compile(r"=\{\{[^}]*\}\}")
# A part of a page, whose links lead to the page itself.
PARTS = {
    "seminars/plan/_time_tabs.html": "seminars:seminar_list",
    "seminars/plan/seminar_month.html": "seminars:seminar_list",
}


def _links() -> Iterator[tuple[str, str, str]]:
    """(template, name of the address, word=value as written) of every link with a query; else the page's own."""
    for path in sorted(Path(ROOT, "templates").rglob("*.html")):
        text, template = VALUE.sub("=", path.read_text()), str(path.relative_to(ROOT / "templates"))
        variables = {found["variable"]: found["name"] for found in AS.finditer(text)}
        own = PARTS.get(template, f"{template.split('/', maxsplit=1)[0]}:{path.stem}")
        for found in LINK.finditer(text):
            name = found["name"] or (variables.get(found["variable"], "") if found["variable"] else own)
            yield from ((template, name, word) for word in WORD.findall(found["query"]))


LINKS = sorted({(name, word, template) for template, name, word in _links() if name in PAGES})


@pytest.mark.parametrize(("name", "word", "template"), LINKS)
def test_a_link_to_a_list_says_what_the_list_knows(name: str, word: str, template: str, reader: Reader) -> None:
    if not reader.is_list(name):
        return
    _answer, text = reader.get(name, word if word[-1] != "=" else f"{word}1")
    assert f"nav filtra „{word.partition('=')[0]}”" not in text, template


def test_links_are_found() -> None:
    found = {(name, word.partition("=")[0]) for name, word, _template in LINKS}
    assert {
        ("budget:expense_list", "activity"), ("budget:expense_list", "state"), ("seminars:seminar_list", "when"),
        ("community_events:event_list", "view"), ("resource_centre:item_list", "category"),
    } <= found  # fmt: skip


def test_rows_are_cut_into_pages_in_one_place() -> None:
    """So that no list can forget to ask what its address says."""
    sources = [path for path in Path(ROOT).rglob("*.py") if not {"tests", ".venv"} & set(path.parts)]
    assert [path.name for path in sources if re.search(r"\bPaginator\(", path.read_text())] == ["list_query.py"]
