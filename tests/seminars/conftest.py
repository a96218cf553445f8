from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.materials import services as materials
from seminars.models import Seminar
from seminars.plan import services
from tests.builders import at
from tests.page_text import tight

TODAY = date(2020, 6, 10)
LINK = "https://example.lv/slepena-saite"
STAFF = {"ilze", "anna", "marta", "olga"}
Maker = Callable[..., Seminar]


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.frozen(TODAY) as moment, translation.override("lv"):
        yield moment


@pytest.fixture
def plan(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Maker:
    """Plans a published seminar of six academic hours in Daugavpils, by Ilze, unless told otherwise."""

    def make(*, day: date = date(2020, 6, 18), **changes: Any) -> Seminar:
        wanted: dict[str, Any] = {
            "by": ilze,
            "scope": in_daugavpils,
            "title_lv": "Ģimenes un skolas sadarbība",
            "starts_at": at(day, 10),
            "ends_at": at(day, 14),
            "place": "Smilšu iela 92",
            "contact_email": "ilze@example.lv",
            "is_published": True,
        }
        return services.plan_seminar(**{**wanted, **changes})

    return make


@pytest.fixture
def seminar(plan: Maker) -> Seminar:
    return plan()


@pytest.fixture
def online(ilze: User, plan: Maker) -> Seminar:
    """One seat, online, with a secret link and materials of each kind."""
    seminar = plan(mode="hybrid", online_url=LINK, capacity=1)
    materials.hand_out(by=ilze, seminar=seminar, title_lv="Visiem", url="https://example.lv/1", audience="public")
    materials.hand_out(by=ilze, seminar=seminar, title_lv="Dalībniekiem", url="https://example.lv/2")
    materials.hand_out(by=ilze, seminar=seminar, title_lv="Pēc tam", url="https://example.lv/3", when="after")
    return seminar


def page(browser: Client, seminar: Seminar, query: str = "") -> str:
    return tight(browser.get(f"/lv/seminari/{seminar.pk}/{query}").content.decode())
