"""The log on a phone: what is filled in, what is refused and kept, what counts once."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from community_events import services
from community_events.models import CommunityEvent
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import ClosingKind, Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import close_period
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.submissions.services.drafts import save_draft
from tests.databases import EMPTY

from .conftest import DAY, Maker
from .pictures import jpeg

As = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    return reverse(f"community_events:{name}", args=args)


def typed(**changes: Any) -> dict[str, Any]:
    wanted = {
        "submission_key": str(uuid4()),
        "title": "Puķu stādīšana",
        "held_on": "04.06.2020",
        "place": "Smilšu iela 92",
        "type": "mobilisation",
        "count_children": "20",
        "count_parents": "15",
        "consent": "unknown",
        "note": "",
    }
    return {**wanted, **changes}


def photo(name: str = "talka.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or jpeg(), "image/jpeg")


# -- logging ---------------------------------------------------------------------------------------
def test_the_form_knows_the_day_the_place_and_the_type(as_: As, ilze: User, log: Maker) -> None:
    log(place="Mezgls", type="symposium")
    form = as_(ilze).get(url("event_add")).context["form"]
    assert (form["held_on"].value(), form["place"].value(), form["type"].value()) == (
        date(2020, 6, 10),
        "Mezgls",
        "symposium",
    )
    assert "municipality" not in form.fields


def test_logging_with_a_photo(as_: As, ilze: User, programme: Programme) -> None:
    answer = as_(ilze).post(url("event_add"), typed(new_documents=photo(), consent="cleared", note="Saulains"))
    event = CommunityEvent.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("event_detail", event.pk))
    assert (event.note, event.activity.held_on, event.activity.created_by) == ("Saulains", DAY, ilze)
    assert dict(event.activity.head_counts.values_list("group", "count")) == {"children": 20, "parents": 15}
    assert [document.is_publishable for document in event.activity.documents.all()] == [True]


def test_sent_twice_counts_once(as_: As, ilze: User, programme: Programme) -> None:
    data, client = typed(), as_(ilze)
    first, second = client.post(url("event_add"), data), client.post(url("event_add"), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert CommunityEvent.objects.count() == 1


def test_a_day_to_come_is_a_plan(as_: As, ilze: User, programme: Programme) -> None:
    data = typed(held_on="20.06.2020", count_children="", count_parents="", new_documents=photo("plakats.jpg"))
    as_(ilze).post(url("event_add"), data)
    activity = CommunityEvent.objects.get().activity
    assert (activity.state, activity.starts_on, activity.documents.count()) == ("planned", date(2020, 6, 20), 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": "31.06.2020"}, "held_on"),
        ({"held_on": ""}, "held_on"),
        ({"held_on": "20.06.2020"}, "held_on"),  # to come, and yet people were counted
        ({"held_on": "28.02.2019"}, "held_on"),  # before the programme
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"place": ""}, "place"),
        ({"type": "party"}, "type"),
        ({"count_children": "-1"}, "count_children"),
        ({"count_children": "1e3"}, "count_children"),
        ({"count_children": "1.000"}, "count_children"),  # one, or a thousand?
        ({"count_children": "1_000"}, "count_children"),
        ({"count_children": "１０"}, "count_children"),
        ({"unique_people": "1,000"}, "unique_people"),
        ({"count_media": "daudz"}, "count_media"),
        ({"count_media": "100000"}, "count_media"),
        ({"unique_people": "36"}, "unique_people"),
        ({"consent": "maybe"}, "consent"),
        ({"component": "0"}, "component"),
        ({"new_documents": SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg")}, "new_documents"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(
    as_: As, ilze: User, programme: Programme, changes: dict[str, Any], field: str
) -> None:
    answer = as_(ilze).post(url("event_add"), typed(note="Garš apraksts", **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert "error-summary" in page
    assert "Garš apraksts" in page
    assert CommunityEvent.objects.count() == 0


def test_a_thousand_is_typed_as_the_portal_shows_it(as_: As, ilze: User, programme: Programme) -> None:
    as_(ilze).post(url("event_add"), typed(count_children="1\u00a0000", count_parents="2 500"))
    event = CommunityEvent.objects.get()
    assert sorted(event.activity.head_counts.values_list("count", flat=True)) == [1000, 2500]


def test_a_photo_survives_a_refused_form(as_: As, ilze: User, programme: Programme) -> None:
    client = as_(ilze)
    refused = client.post(url("event_add"), typed(title="", new_documents=photo()))
    staged = Document.objects.get()
    assert (refused.status_code, staged.state) == (422, "staged")
    assert f'name="documents" value="{staged.pk}"' in refused.content.decode()
    client.post(url("event_add"), typed(documents=[staged.pk]))
    staged.refresh_from_db()
    assert (staged.state, list(staged.activities.all())) == ("stored", [CommunityEvent.objects.get().activity])


def test_a_photo_of_somebody_else_is_not_taken(as_: As, ilze: User, anna: User, in_daugavpils: Scope) -> None:
    from darbigas_kopienas.evidence import services as evidence

    foreign = evidence.stage(by=anna, upload=photo(), scope=in_daugavpils, kind="photo")
    answer = as_(ilze).post(url("event_add"), typed(documents=[foreign.pk]))
    foreign.refresh_from_db()
    assert (answer.status_code, foreign.state) == (422, "staged")


def test_a_closed_period_is_said_with_its_days(as_: As, ilze: User, marta: User, in_daugavpils: Scope) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    answer = as_(ilze).post(url("event_add"), typed())
    assert answer.status_code == 422
    assert "04.06.2020–04.06.2020" in str(answer.context["form"].errors["held_on"])
    assert CommunityEvent.objects.count() == 0


def test_a_draft_comes_back_and_goes_with_the_event(as_: As, ilze: User, programme: Programme) -> None:
    save_draft(by=ilze, form_key="event", data={"title": ["Melnraksts"], "count_children": ["7"]})
    client = as_(ilze)
    form = client.get(url("event_add")).context["form"]
    assert (form["title"].value(), form["count_children"].value()) == ("Melnraksts", "7")
    client.post(url("event_add"), typed())
    assert Draft.objects.count() == 0


def test_the_programme_coordinator_chooses_the_municipality(
    as_: As, marta: User, rezekne: Municipality, programme: Programme
) -> None:
    client = as_(marta)
    choices = [value for value, _name in client.get(url("event_add")).context["form"].fields["municipality"].choices]
    assert len(choices) == 5
    client.post(url("event_add"), typed(municipality=str(rezekne.pk)))
    client.post(url("event_add"), typed(municipality="programme", type="symposium"))
    assert [event.activity.municipality for event in CommunityEvent.objects.order_by("pk")] == [rezekne, None]
    assert client.get(url("event_add")).context["form"]["municipality"].value() == "programme"


def test_a_foreign_municipality_cannot_be_typed_in(
    as_: As, ilze: User, rezekne: Municipality, programme: Programme, daugavpils: Municipality
) -> None:
    as_(ilze).post(url("event_add"), typed(municipality=str(rezekne.pk)))
    assert CommunityEvent.objects.get().activity.municipality == daugavpils


@pytest.mark.database(EMPTY)
def test_without_a_programme_there_is_no_page(as_: As, db: None) -> None:
    from tests.cast import make_user

    client = as_(make_user("pirmais@example.lv", "Pirmais"))
    assert client.get(url("event_list")).status_code == 404
    assert client.get(url("event_add")).status_code == 404
    assert client.get(url("event_export")).status_code == 404


# -- correcting and turning ------------------------------------------------------------------------
def test_editing_keeps_what_was_not_touched(as_: As, ilze: User, event: CommunityEvent) -> None:
    client = as_(ilze)
    form = client.get(url("event_edit", event.pk)).context["form"]
    assert {name: form[name].value() for name in ("title", "held_on", "count_children", "count_media")} == {
        "title": "Puķu stādīšana",
        "held_on": DAY,
        "count_children": 20,
        "count_media": None,
    }
    answer = client.post(url("event_edit", event.pk), typed(title="Puķu talka", new_documents=photo()))
    event.activity.refresh_from_db()
    assert (answer.status_code, event.activity.title_lv, event.activity.documents.count()) == (302, "Puķu talka", 1)


def test_editing_in_a_closed_period_keeps_the_words(
    as_: As, ilze: User, marta: User, in_daugavpils: Scope, event: CommunityEvent
) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    answer = as_(ilze).post(url("event_edit", event.pk), typed(note="Jauns vārds"))
    assert answer.status_code == 422
    assert "Jauns vārds" in answer.content.decode()


def plan(by: User, scope: Scope, **changes: Any) -> CommunityEvent:
    wanted: dict[str, Any] = {"title": "Sarunas", "starts_on": date(2020, 6, 9), "type": "mobilisation"}
    return services.plan_event(by=by, scope=scope, **{**wanted, **changes})


def test_marking_as_held(as_: As, ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> None:
    event, client = plan(ilze, in_daugavpils), as_(ilze)
    assert client.get(url("event_mark_held", event.pk)).context["form"]["held_on"].value() == date(2020, 6, 9)
    refused = client.post(url("event_mark_held", event.pk), {"held_on": "11.06.2020", "count_ngo": "4"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["held_on"])
    client.post(url("event_mark_held", event.pk), {"held_on": "09.06.2020", "count_ngo": "4", "unique_people": "3"})
    event.activity.refresh_from_db()
    assert (event.activity.state, event.activity.unique_people) == ("held", 3)


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("event_postpone", {"reason": "Lietus", "until": "20.06.2020"}, "postponed"),
        ("event_postpone", {"reason": "Lietus"}, "postponed"),
        ("event_move_online", {"reason": "Covid-19"}, "moved_online"),
        ("event_cancel", {"reason": "Nav pieteikušies"}, "cancelled"),
    ],
)
def test_turns_ask_for_their_reason(
    as_: As, ilze: User, in_daugavpils: Scope, components: Any, name: str, data: dict[str, str], state: str
) -> None:
    event, client = plan(ilze, in_daugavpils), as_(ilze)
    assert client.get(url(name, event.pk)).status_code == 200
    refused = client.post(url(name, event.pk), {"reason": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert client.post(url(name, event.pk), data).status_code == 302
    event.activity.refresh_from_db()
    assert event.activity.state == state
    again = client.post(url("event_cancel" if state != "cancelled" else name, event.pk), {"reason": "Vēl"})
    assert again.status_code == (302 if state != "cancelled" else 422)


def test_postponing_a_held_event_is_refused_in_words(as_: As, ilze: User, event: CommunityEvent) -> None:
    answer = as_(ilze).post(url("event_postpone", event.pk), {"reason": "Lietus"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_publishing_is_the_programme_coordinators(as_: As, ilze: User, marta: User, event: CommunityEvent) -> None:
    assert as_(ilze).post(url("event_publish", event.pk)).status_code == 403
    as_(marta).post(url("event_publish", event.pk), {"is_public": "yes"})
    assert as_(None).get(url("event_detail", event.pk)).status_code == 200
    as_(marta).post(url("event_publish", event.pk), {"is_public": "no"})
    assert as_(None).get(url("event_detail", event.pk)).status_code == 404


def test_a_turn_sent_twice_is_one_turn(
    as_: As, ilze: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    event, client = plan(ilze, in_daugavpils), as_(ilze)
    data = {"held_on": "09.06.2020", "count_ngo": "4", "submission_key": str(uuid4())}
    answers = [client.post(url("event_mark_held", event.pk), data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] == url("event_detail", event.pk)
    assert event.activity.turns.count() == 1
