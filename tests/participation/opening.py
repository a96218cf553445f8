"""An activity that takes registrations, and what somebody types to take a place."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.plan import services as plan

TODAY, DAY = date(2020, 6, 10), date(2020, 6, 18)
Opener = Callable[..., Activity]


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.RIGA)


def open_seminar(by: User, scope: Scope, *, day: date = DAY, hour: int = 10, **enrolment: Any) -> Activity:
    """A published seminar of four hours; the rest is how it takes registrations."""
    seminar = plan.plan_seminar(
        by=by, scope=scope, title_lv="Ģimenes un skola", title_en="Families and school", place="Smilšu iela 92",
        starts_at=at(day, hour), ends_at=at(day, hour + 4), is_published=True, contact_email="ilze@example.lv",
    )  # fmt: skip
    services.set_up(by=by, activity=seminar.activity, **enrolment)
    return seminar.activity


def typed(**changes: str) -> dict[str, str]:
    anna = {"name": "Anna Kalna", "email": "anna.kalna@example.lv", "school": "3. vidusskola"}
    return {**anna, "submission_key": str(uuid4()), **changes}


def send(client: Client, activity: Activity, **changes: str) -> Any:
    return client.post(register_path(activity), typed(**changes))


def register_path(activity: Activity) -> str:
    return reverse("participation:register", args=[activity.pk])


def path_of(registration: Registration, name: str = "place_detail", kind: str = links.PLACE) -> str:
    return reverse(f"participation:{name}", args=[links.token(kind, registration.pk)])


def said(page: Any) -> str:
    """The words of a page's main part, without its tags."""
    import re

    main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
