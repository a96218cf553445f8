from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from resource_centre import services
from resource_centre.models import Centre, Purchase

TODAY = date(2020, 6, 10)


@pytest.fixture(autouse=True)
def today() -> Iterator[datetime]:
    with clock.frozen(TODAY) as moment, translation.override("lv"):
        yield moment


@pytest.fixture
def centre(ilze: User, in_daugavpils: Scope) -> Centre:
    return services.add_centre(
        by=ilze,
        scope=in_daugavpils,
        name_lv="Mezgls",
        name_en="The Knot",
        address="Smilšu iela 92",
        opened_on=date(2020, 1, 23),
        is_published=True,
    )


@pytest.fixture
def hidden(ilze: User, in_daugavpils: Scope) -> Centre:
    return services.add_centre(by=ilze, scope=in_daugavpils, name_lv="Slepenais centrs")


@pytest.fixture
def purchase(ilze: User, centre: Centre) -> Purchase:
    return services.record_purchase(
        by=ilze, centre=centre, description_lv="Izšujamā mašīna", amount=Decimal("640.00"), supplier="SIA Adata"
    )
