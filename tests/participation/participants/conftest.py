"""A seminar of Daugavpils on 18 June 2020, looked at on the 10th, and the addresses of its staff side."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import VISITOR
from seminars.models import Seminar
from tests.builders import register
from tests.seminars.conftest import plan, seminar, today  # noqa: F401  (fixtures)

SEE = {"visitor": 302, "janis": 404, "ilze": 200, "anna": 200, "karlis": 404, "marta": 200, "emma": 404, "olga": 403,
       "admin": 404}  # fmt: skip
MANAGE = {**SEE, "anna": 403}
SECRET = "Slepenā Persona"


@pytest.fixture
def activity(seminar: Seminar) -> Activity:  # noqa: F811  (the fixture of that name)
    return seminar.activity


@pytest.fixture
def at(activity: Activity) -> Callable[..., str]:
    """The address of a page of this activity's staff side, by its name."""

    def address(name: str, *more: Any) -> str:
        return reverse(f"participation:{name}", args=[activity.pk, *more])

    return address


@pytest.fixture
def person(activity: Activity, ilze: User) -> Registration:
    return register(by=ilze, activity=activity, name=SECRET, email="slepena@example.lv", school="Slepenā skola")


def register_guests(activity: Activity, number: int) -> list[Registration]:
    return [
        register(by=VISITOR, activity=activity, name=f"Viesis {at}", email=f"viesis{at}@example.lv", via="guest")
        for at in range(number)
    ]


def people(*emails: str) -> list[Pasted]:
    return [Pasted(at, f"Persona {at}", email) for at, email in enumerate(emails, start=1)]
