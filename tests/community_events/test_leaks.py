"""Each role on each object with each verb. Own is Daugavpils; Kārlis belongs to Rēzeknes novads."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from community_events import services
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.models import Cost
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope

from .conftest import DAY, Maker

As = Callable[[User | None], Client]
CAST = (None, "janis", "ilze", "anna", "karlis", "marta", "emma", "olga", "admin")
pytestmark = pytest.mark.django_db

SIGN_IN = 302
READS = {
    # address: who gets what for an event that is not public, in CAST's order
    "event_detail": (404, 404, 200, 200, 404, 200, 404, 200, 404),
    "event_edit": (SIGN_IN, 404, 200, 403, 404, 200, 404, 403, 404),
    "event_mark_held": (SIGN_IN, 404, 200, 403, 404, 200, 404, 403, 404),
    "event_postpone": (SIGN_IN, 404, 200, 403, 404, 200, 404, 403, 404),
    "event_move_online": (SIGN_IN, 404, 200, 403, 404, 200, 404, 403, 404),
    "event_cancel": (SIGN_IN, 404, 200, 403, 404, 200, 404, 403, 404),
    "event_set_back": (SIGN_IN, 404, 200, 403, 404, 200, 404, 403, 404),
}
POSTS = {
    "event_edit": (SIGN_IN, 404, 422, 403, 404, 422, 404, 403, 404),
    "event_mark_held": (SIGN_IN, 404, 422, 403, 404, 422, 404, 403, 404),
    "event_postpone": (SIGN_IN, 404, 422, 403, 404, 422, 404, 403, 404),
    "event_move_online": (SIGN_IN, 404, 422, 403, 404, 422, 404, 403, 404),
    "event_cancel": (SIGN_IN, 404, 422, 403, 404, 422, 404, 403, 404),
    "event_set_back": (SIGN_IN, 404, 422, 403, 404, 422, 404, 403, 404),
    "event_publish": (SIGN_IN, 404, 403, 403, 404, 302, 404, 403, 404),
}


def person(who: str | None, request: pytest.FixtureRequest) -> User | None:
    return request.getfixturevalue(who) if who else None


def table(ids: Mapping[str, tuple[int, ...]]) -> list[Any]:
    return [
        pytest.param(name, who, status, id=f"{name}-{who}")
        for name, statuses in ids.items()
        for who, status in zip(CAST, statuses, strict=True)
    ]


@pytest.mark.parametrize(("name", "who", "status"), table(READS))
def test_reading(
    name: str, who: str | None, status: int, event: CommunityEvent, as_: As, request: pytest.FixtureRequest
) -> None:
    answer = as_(person(who, request)).get(reverse(f"community_events:{name}", args=[event.pk]))
    assert answer.status_code == status
    if status in (403, 404):
        assert "Puķu stādīšana" not in answer.content.decode()


@pytest.mark.parametrize(("name", "who", "status"), table(POSTS))
def test_sending(
    name: str, who: str | None, status: int, event: CommunityEvent, as_: As, request: pytest.FixtureRequest
) -> None:
    answer = as_(person(who, request)).post(reverse(f"community_events:{name}", args=[event.pk]), {"reason": ""})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("name", "who"), [(name, who) for name in READS | POSTS for who in ("ilze", "marta", "karlis")]
)
def test_missing_is_missing(name: str, who: str, as_: As, request: pytest.FixtureRequest) -> None:
    method = "post" if name == "event_publish" else "get"
    user = person(who, request)
    assert getattr(as_(user), method)(reverse(f"community_events:{name}", args=[10**9])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), list(zip(CAST, (SIGN_IN, 403, 200, 403, 200, 200, 403, 403, 403), strict=True))
)
def test_who_may_log(who: str | None, status: int, programme: Any, as_: As, request: pytest.FixtureRequest) -> None:
    assert as_(person(who, request)).get(reverse("community_events:event_add")).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), list(zip(CAST, (SIGN_IN, 403, 200, 200, 200, 200, 403, 403, 403), strict=True))
)
def test_who_may_export(who: str | None, status: int, log: Maker, as_: As, request: pytest.FixtureRequest) -> None:
    log(public=True)
    client = as_(person(who, request))
    answer = client.get(reverse("community_events:event_export"), {"format": "csv"})
    assert answer.status_code == status
    if status == 200:
        text = answer.getvalue().decode()
        assert ("Puķu stādīšana" in text) == (who != "karlis")


@pytest.fixture
def three(log: Maker, karlis: User, in_rezekne: Scope) -> None:
    log(title="Iekšējais Daugavpilī")
    log(title="Publiskais Daugavpilī", public=True)
    log(by=karlis, scope=in_rezekne, title="Iekšējais Rēzeknē")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (None, {"Publiskais Daugavpilī"}),
        ("janis", {"Publiskais Daugavpilī"}),
        ("emma", {"Publiskais Daugavpilī"}),
        ("admin", {"Publiskais Daugavpilī"}),
        ("ilze", {"Iekšējais Daugavpilī", "Publiskais Daugavpilī"}),
        ("anna", {"Iekšējais Daugavpilī", "Publiskais Daugavpilī"}),
        ("karlis", {"Iekšējais Rēzeknē"}),
        ("marta", {"Iekšējais Daugavpilī", "Publiskais Daugavpilī", "Iekšējais Rēzeknē"}),
        ("olga", {"Iekšējais Daugavpilī", "Publiskais Daugavpilī", "Iekšējais Rēzeknē"}),
    ],
)
def test_the_list_shows(who: str | None, sees: set[str], three: None, as_: As, request: pytest.FixtureRequest) -> None:
    client = as_(person(who, request))
    page = client.get(reverse("community_events:event_list")).content.decode()
    assert {
        name for name in ("Iekšējais Daugavpilī", "Publiskais Daugavpilī", "Iekšējais Rēzeknē") if name in page
    } == sees


@pytest.mark.parametrize(
    "query", ["?q=iekšējais", "?municipality=1&q=ieks", "?sort=-attendances", "?state=held", "?type=mobilisation"]
)
def test_no_filter_opens_the_neighbours_rows(query: str, three: None, karlis: User, as_: As) -> None:
    page = as_(karlis).get(reverse("community_events:event_list") + query).content.decode()
    assert "Daugavpilī" not in page


def test_the_neighbour_sees_a_public_event_as_a_visitor_does(log: Maker, karlis: User, as_: As) -> None:
    event = log(public=True, note="Tikai kolēģiem")
    page = as_(karlis).get(reverse("community_events:event_detail", args=[event.pk])).content.decode()
    assert "Puķu stādīšana" in page
    assert "Tikai kolēģiem" not in page
    main = page.split("<main", 1)[1].split("</main", 1)[0]
    assert "35" not in re.sub(r"<[^>]*>", " ", main).split()  # the number of people; a row's key may contain it


@pytest.mark.parametrize(("who", "status"), list(zip(CAST, (404, 404, 200, 200, 404, 200, 404, 200, 404), strict=True)))
def test_what_belongs_to_an_activity(
    who: str | None, status: int, event: CommunityEvent, as_: As, request: pytest.FixtureRequest
) -> None:
    answer = as_(person(who, request)).get(reverse("activities:activity_detail", args=[event.activity_id]))
    assert answer.status_code == status


@pytest.mark.parametrize("who", [None, "janis", "karlis", "emma"])
def test_a_public_activity_leads_others_to_its_page(
    who: str | None, log: Maker, as_: As, request: pytest.FixtureRequest
) -> None:
    event = log(public=True)
    answer = as_(person(who, request)).get(reverse("activities:activity_detail", args=[event.activity_id]))
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("community_events:event_detail", args=[event.pk]),
    )


def test_costs_stand_on_the_activitys_page(event: CommunityEvent, ilze: User, olga: User, as_: As) -> None:
    Cost.objects.create(
        programme=event.activity.programme,
        municipality=event.activity.municipality,
        activity=event.activity,
        origin="room.row:1",
        stage="ordered",
        amount="1234.50",
        description="Stādi",
        on=DAY,
    )
    address = reverse("activities:activity_detail", args=[event.activity_id])
    for user in (ilze, olga):
        assert "1\u00a0234,50\u00a0EUR" in as_(user).get(address).content.decode()


def test_the_auditor_sees_numbers_and_no_names_of_registered(
    ilze: User, olga: User, in_daugavpils: Scope, components: Any, as_: As
) -> None:
    from tests.builders import register

    event = services.plan_event(
        by=ilze, scope=in_daugavpils, title="Sarunas", starts_on=date(2020, 6, 20), type="mobilisation"
    )
    register(by=ilze, activity=event.activity, name="Anna Kalna")
    address = reverse("community_events:event_detail", args=[event.pk])
    assert as_(ilze).get(address).context["registered"] == 1
    assert as_(olga).get(address).context["registered"] is None
