"""A personal link that was copied without its end says how to get another, and stays a 404."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.people.models import User
from tests.builders import said

As = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db

OF_PLACES = ["place_detail", "place_change", "place_cancel", "place_verify", "place_calendar", "invitation_answer"]


def page_at(client: Client, name: str) -> str:
    page = client.get(reverse(name, args=["12.broken"]))
    assert page.status_code == 404
    return said(page) + page.content.decode()


@pytest.mark.parametrize(
    "name",
    [f"participation:{name}" for name in OF_PLACES] + ["seminars:certificate_place", "seminars:evaluation_give"],
)
def test_link_of_a_place_offers_a_new_one(name: str, as_: As) -> None:
    page = page_at(as_(None), name)
    assert "Saite ir nepilnīga" in page
    assert f'action="{reverse("participation:place_find")}"' in page
    assert 'name="email"' in page
    assert "vispirms piesakieties" not in page


def test_accepting_by_a_broken_link(as_: As) -> None:
    page = as_(None).post(reverse("participation:place_accept", args=["12.broken"]))
    assert (page.status_code, "Saite ir nepilnīga" in said(page)) == (404, True)


def test_broken_certificate_file(as_: As) -> None:
    page = as_(None).get(reverse("seminars:certificate_place_download", args=["12.broken", 1, "lv"]))
    assert (page.status_code, "Saite ir nepilnīga" in said(page)) == (404, True)


def test_calendar_leads_to_ones_own_page(as_: As) -> None:
    page = page_at(as_(None), "participation:calendar_feed")
    assert f'href="{reverse("participation:calendar_own")}"' in page
    assert 'name="email"' not in page


def test_trainer_is_sent_to_the_organiser(as_: As) -> None:
    page = page_at(as_(None), "seminars:engagement_answer")
    assert "palūdziet rīkotājam" in page
    assert 'name="email"' not in page


def test_form_on_the_page_is_protected_and_works(as_: As) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("participation:place_detail", args=["12.broken"]))
    find = reverse("participation:place_find")
    assert client.post(find, {"email": "anna@example.lv"}).status_code == 403
    token = page.context["csrf_token"]
    assert client.post(find, {"email": "anna@example.lv", "csrfmiddlewaretoken": str(token)}).status_code == 200
