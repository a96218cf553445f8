from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.utils import translation

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from guidelines import services
from guidelines.models import Guideline

TODAY = date(2020, 6, 10)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.frozen(TODAY) as moment, translation.override("lv"):
        yield moment


@pytest.fixture
def draft(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Guideline:
    return services.write(
        by=ilze,
        scope=in_daugavpils,
        component=components["4"],
        title_lv="Kā sākt",
        title_en="How to begin",
        body_lv="# Sākums\n\nPirmais **solis**.",
    )


@pytest.fixture
def published(marta: User, draft: Guideline) -> Guideline:
    return services.publish(by=marta, guideline=draft)
