"""Whoever cannot be written to is shown as such where they are listed and on their own page."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration.unreachable import mark_unreachable
from darbigas_kopienas.people.models import User
from tests.builders import register, said
from tests.mailing.came_back import FULL, ended

pytestmark = pytest.mark.django_db


def test_each_is_marked_by_their_address(person: Registration, activity: Activity, ilze: User) -> None:
    others = [register(by=ilze, activity=activity, name="A", email=email) for email in ("a@example.lv", "")]
    ended(person.email, error=FULL)
    registrations = [person, *others]
    mark_unreachable(registrations)
    assert [registration.why_unreachable for registration in registrations] == ["pastkaste ir pilna", "", ""]


@pytest.mark.parametrize("name", ["ilze", "anna", "marta"])
def test_list_and_page_say_why(
    name: str, as_: Any, at: Any, who: Any, person: Registration, activity: Activity, ilze: User
) -> None:
    other = register(by=ilze, activity=activity, name="Cita", email="cita@example.lv")
    browser = as_(who(name))
    for address in (at("registration_list"), at("registration_detail", person.pk)):
        assert "pastkaste ir pilna" not in said(browser.get(address))
    ended(person.email, error=FULL)
    page = browser.get(at("registration_list"))
    assert {row.name: row.why_unreachable for row in page.context["page_obj"]} == {
        person.name: "pastkaste ir pilna",
        other.name: "",
    }
    assert said(page).count("pastkaste ir pilna") == 1
    assert "pastkaste ir pilna" in said(browser.get(at("registration_detail", person.pk)))
    assert "pastkaste ir pilna" not in said(browser.get(at("registration_detail", other.pk)))


def test_as_many_statements_for_three_as_for_one(as_: Any, at: Any, activity: Activity, ilze: User) -> None:
    browser, counts = as_(ilze), []
    browser.get(at("registration_list"))
    for number in range(3):
        register(by=ilze, activity=activity, name=f"N{number}", email=f"n{number}@example.lv")
        ended(f"n{number}@example.lv")
        if number != 1:
            with CaptureQueriesContext(connection) as queries:
                browser.get(at("registration_list"))
            counts.append(len(queries))
    assert counts[0] == counts[1], counts
