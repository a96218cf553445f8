from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest

from darbigas_kopienas.administration.programme import first_start, services
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Programme

NEXT: dict[str, Any] = {
    "name_lv": "Darbīgās kopienas",
    "name_en": "Active Communities",
    "goal_lv": "Attīstīt vietējās kopienas.",
    "goal_en": "Develop local communities.",
    "starts_on": date(2027, 1, 1),
    "ends_on": date(2028, 12, 31),
}


@pytest.fixture
def next_one(marta: User) -> Programme:
    return services.add_programme(by=marta, **NEXT)


@pytest.fixture
def link() -> str:
    printed = first_start.first_link()
    assert printed is not None
    return urlsplit(printed).path
