"""Lists, pages and the table to take along: filters in the address, few statements whatever the rows."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from community_events import services
from community_events.models import CommunityEvent
from darbigas_kopienas.activities.services import add_session
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Period, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import at
from tests.counted import statements

from .conftest import TODAY, Maker
from .pictures import jpeg

As = Callable[[User | None], Client]
LIST = "community_events:event_list"
MOST = 10
pytestmark = pytest.mark.django_db


def staged(by: User, scope: Scope) -> Any:
    return evidence.stage(by=by, upload=SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg"), scope=scope, kind="photo")


def titles(client: Client, query: str) -> list[str]:
    page = client.get(reverse(LIST) + query).context["page_obj"]
    return [event.activity.title_lv for event in page]


# -- statements ------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["ilze", "anna", "marta", "olga", "karlis", None])
@pytest.mark.parametrize("query", ["", "?view=public"])
def test_the_list_asks_the_same_for_one_row_and_for_three(
    who: str | None, query: str, log: Maker, programme: Programme, as_: As, request: pytest.FixtureRequest
) -> None:
    Period.objects.create(
        programme=programme, name_lv="2020", name_en="2020", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)
    )
    client = as_(request.getfixturevalue(who) if who else None)
    log(public=True)
    for_one = statements(client, reverse(LIST) + query)
    log(public=True)
    log(public=True)
    assert statements(client, reverse(LIST) + query) == for_one <= MOST


@pytest.mark.parametrize("who", ["ilze", "anna", "marta", "olga", None])
def test_the_page_asks_the_same_for_one_photo_and_for_three(
    who: str | None, log: Maker, ilze: User, in_daugavpils: Scope, as_: As, request: pytest.FixtureRequest
) -> None:
    client = as_(request.getfixturevalue(who) if who else None)
    few = log(public=True, photos=[staged(ilze, in_daugavpils)], consent="cleared", counts={"children": 1})
    many = log(
        public=True,
        photos=[staged(ilze, in_daugavpils) for _number in range(3)],
        consent="cleared",
        counts={"children": 1, "media": 2, "ngo": 3},
    )
    numbers = {statements(client, reverse("community_events:event_detail", args=[count.pk])) for count in (few, many)}
    assert len(numbers) == 1
    assert max(numbers) <= MOST


@pytest.mark.parametrize("who", ["ilze", "marta"])
def test_the_form_and_the_activitys_page_ask_little(
    who: str, event: CommunityEvent, as_: As, request: pytest.FixtureRequest
) -> None:
    client = as_(request.getfixturevalue(who))
    for address in (
        reverse("community_events:event_add"),
        reverse("community_events:event_edit", args=[event.pk]),
        reverse("community_events:event_cancel", args=[event.pk]),
        reverse("activities:activity_detail", args=[event.activity_id]),
    ):
        assert statements(client, address) <= MOST


# -- filters, sort, pages --------------------------------------------------------------------------
@pytest.fixture
def several(log: Maker, marta: User, programme: Programme, rezekne: Municipality) -> None:
    log(title="Ābeļu talka", held_on=date(2020, 5, 2), counts={"parents": 3})
    log(title="Simpozijs", type="symposium", held_on=date(2020, 6, 4), counts={"teachers": 50})
    log(by=marta, scope=Scope(programme.pk, rezekne.pk), title="Rēzeknes talka", held_on=date(2020, 6, 5), counts={})
    log(by=marta, scope=Scope(programme.pk), title="Visu sapulce", type="partner_meeting", held_on=date(2020, 6, 6))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Visu sapulce", "Rēzeknes talka", "Simpozijs", "Ābeļu talka"]),
        ("?sort=day", ["Ābeļu talka", "Simpozijs", "Rēzeknes talka", "Visu sapulce"]),
        ("?sort=title", ["Ābeļu talka", "Rēzeknes talka", "Simpozijs", "Visu sapulce"]),
        ("?sort=-attendances", ["Simpozijs", "Visu sapulce", "Ābeļu talka", "Rēzeknes talka"]),
        ("?q=abelu+TALKA", ["Ābeļu talka"]),
        ("?type=symposium", ["Simpozijs"]),
        ("?state=planned", []),
        ("?municipality=programme", ["Visu sapulce"]),
        ("?page=99", ["Visu sapulce", "Rēzeknes talka", "Simpozijs", "Ābeļu talka"]),
    ],
)
def test_filters_live_in_the_address(query: str, expected: list[str], several: None, marta: User, as_: As) -> None:
    assert titles(as_(marta), query) == expected


@pytest.mark.parametrize(
    "query", ["?sort=password", "?type=nonsense", "?municipality=99999", "?activity=1", "?view=all"]
)
def test_what_the_list_does_not_know_shows_nothing(query: str, several: None, marta: User, as_: As) -> None:
    for address in (LIST, "community_events:event_export"):
        answer = as_(marta).get(reverse(address) + query)
        assert (answer.status_code, "talka" in answer.content.decode()) == (422, False)


def test_a_colleagues_link_shows_a_visitor_nothing_rather_than_everything(several: None, as_: As) -> None:
    assert as_(None).get(reverse(LIST) + "?type=symposium").status_code == 422
    assert as_(None).get(reverse(LIST) + "?utm_source=fb&fbclid=1").status_code == 200


def test_filter_by_municipality_and_period(
    several: None, marta: User, as_: As, rezekne: Municipality, programme: Programme
) -> None:
    may = Period.objects.create(
        programme=programme, name_lv="Maijs", name_en="May", starts_on=date(2020, 5, 1), ends_on=date(2020, 5, 31)
    )
    client = as_(marta)
    assert titles(client, f"?municipality={rezekne.pk}") == ["Rēzeknes talka"]
    assert titles(client, f"?period={may.pk}") == ["Ābeļu talka"]


def test_between_two_days_by_the_day_held(several: None) -> None:
    events = CommunityEvent.objects.day_between(date(2020, 5, 1), date(2020, 5, 31))
    assert [event.activity.title_lv for event in events] == ["Ābeļu talka"]


def test_an_empty_list_says_what_comes_next(ilze: User, anna: User, as_: As) -> None:
    add = reverse("community_events:event_add")
    assert f'href="{add}"' in as_(ilze).get(reverse(LIST)).content.decode()
    assert f'href="{add}"' not in as_(anna).get(reverse(LIST)).content.decode()
    assert as_(anna).get(reverse(LIST) + "?q=nekas").context["is_filtered"]


# -- the public side -------------------------------------------------------------------------------
def test_visitors_see_what_is_coming_and_what_has_been(log: Maker, ilze: User, in_daugavpils: Scope, as_: As) -> None:
    log(title="Bijusī", public=True)
    coming = services.plan_event(
        by=ilze, scope=in_daugavpils, title="Nākamā", starts_on=date(2020, 6, 20), type="mobilisation"
    )
    services.publish_event(by=SYSTEM, event=coming)
    answer = as_(None).get(reverse(LIST))
    assert [event.activity.title_lv for event in answer.context["upcoming"]] == ["Nākamā"]
    assert [event.activity.title_lv for event in answer.context["page_obj"]] == ["Bijusī"]


@pytest.mark.parametrize("is_public", [True, False])
def test_event_that_goes_on_is_upcoming_until_its_last_day(
    ilze: User, in_daugavpils: Scope, as_: As, *, is_public: bool
) -> None:
    first, last = TODAY - timedelta(days=1), TODAY
    event = services.plan_event(by=ilze, scope=in_daugavpils, title="Nometne", starts_on=first, type="mobilisation")
    for day in (first, last):
        starts_at = at(day, 10)
        add_session(by=ilze, activity=event.activity, starts_at=starts_at, ends_at=starts_at + timedelta(hours=4))
    if is_public:
        services.publish_event(by=SYSTEM, event=event)
    waiting = [] if is_public else [event]
    assert list(CommunityEvent.objects.upcoming(last)) == [event]
    assert list(CommunityEvent.objects.waiting_to_be_published()) == waiting
    assert [shown.pk for shown in as_(None).get(reverse(LIST)).context["upcoming"]] == [event.pk] * is_public
    with clock.frozen(last + timedelta(days=1)) as after:
        assert not CommunityEvent.objects.upcoming(after.date()).exists()
        assert not CommunityEvent.objects.waiting_to_be_published().exists()


def test_the_public_page_shows_only_cleared_photos_and_the_notice(
    log: Maker, ilze: User, in_daugavpils: Scope, as_: As
) -> None:
    event = log(public=True, description="Stādām kopā")
    stored = {}
    for consent in ("unknown", "cleared", "refused"):
        [stored[consent]] = services.add_photos(
            by=ilze, event=event, photos=[staged(ilze, in_daugavpils)], consent=consent
        )
    answer = as_(None).get(reverse("community_events:event_detail", args=[event.pk]))
    assert list(answer.context["photos"]) == [stored["cleared"]]
    page = answer.content.decode()
    assert 'itemtype="https://schema.org/Event"' in page
    assert 'property="og:title"' in page
    assert "Stādām kopā" in page
    staff = as_(ilze).get(reverse("community_events:event_detail", args=[event.pk]))
    assert len(staff.context["photos"]) == 3


def test_a_withdrawn_photo_is_found_where_it_stood(log: Maker, ilze: User, in_daugavpils: Scope) -> None:
    event = log(public=True, photos=[staged(ilze, in_daugavpils)], consent="cleared")
    [use] = [use for use in event.activity.documents.get().uses() if "aktivit" in use.url or "activit" in use.url]
    assert (use.text, use.was_public) == ("Puķu stādīšana", True)


# -- the table to take along -----------------------------------------------------------------------
def test_csv_as_excel_here_reads_it(log: Maker, anna: User, as_: As) -> None:
    log(title="=1+1", unique_people=30)
    answer = as_(anna).get(reverse("community_events:event_export"), {"format": "csv"})
    lines = answer.getvalue().decode("utf-8-sig").split("\r\n")
    assert answer["Content-Disposition"].endswith('.csv"')
    assert lines[1].split(";")[:2] == ["04.06.2020", "'=1+1"]
    assert lines[1].split(";")[-2:] == ["35", "30"]


def test_workbook_with_the_filter_of_the_list(several: None, marta: User, as_: As) -> None:
    answer = as_(marta).get(reverse("community_events:event_export"), {"format": "xlsx", "type": "symposium"})
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    values = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "Simpozijs" in values
    assert "Ābeļu talka" not in values


def test_an_unknown_format_is_not_there(log: Maker, anna: User, as_: As) -> None:
    assert as_(anna).get(reverse("community_events:event_export"), {"format": "exe"}).status_code == 422


def test_a_planned_event_has_no_attendances_in_the_table(
    ilze: User, in_daugavpils: Scope, components: Any, as_: As
) -> None:
    services.plan_event(by=ilze, scope=in_daugavpils, title="A", starts_on=date(2020, 6, 20), type="mobilisation")
    services.plan_event(
        by=SYSTEM, scope=Scope(in_daugavpils.programme_id), title="B", starts_on=date(2020, 6, 20), type="mobilisation"
    )
    answer = as_(ilze).get(reverse("community_events:event_export"), {"format": "csv"})
    lines = answer.getvalue().decode("utf-8-sig").split("\r\n")
    assert [line.split(";")[-2] for line in lines[1:] if line] == [""]


def test_half_past_midnight_is_the_new_day_here(log: Maker) -> None:
    with clock.frozen(datetime(2020, 6, 9, 21, 30, tzinfo=UTC)):
        assert log(held_on=date(2020, 6, 10)).activity.held_on == date(2020, 6, 10)


def test_an_unpublished_event_has_no_public_page_even_for_colleagues(
    event: CommunityEvent, ilze: User, as_: As
) -> None:
    address = reverse("community_events:event_detail", args=[event.pk])
    assert as_(ilze).get(address, {"view": "public"}).status_code == 404
