from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from community_events import services
from community_events.models import CommunityEvent
from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.errors import NotYours
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.participation.participants.unique_people import attendances
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import ClosingKind, Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, close_period

from .conftest import DAY, Maker
from .pictures import jpeg

pytestmark = pytest.mark.django_db


def staged(by: User, scope: Scope) -> Document:
    upload = SimpleUploadedFile("talka.jpg", jpeg(), "image/jpeg")
    return evidence.stage(by=by, upload=upload, scope=scope, kind="photo")


def counts(event: CommunityEvent) -> dict[str, int]:
    return dict(event.activity.head_counts.values_list("group", "count"))


def test_log_event_is_held_counted_and_told(event: CommunityEvent, in_daugavpils: Scope) -> None:
    activity = event.activity
    assert (activity.state, activity.held_on, activity.kind, activity.place) == ("held", DAY, "event", "Smilšu iela 92")
    assert (event.scope, str(event), counts(event)) == (
        in_daugavpils,
        "Puķu stādīšana",
        {"children": 20, "parents": 15},
    )
    assert [entry.verb for entry in Entry.objects.of(activity)] == [
        "activity.counted",
        "activity.held",
        "activity.planned",
    ]
    assert [entry.verb for entry in Entry.objects.of(event)] == ["event.logged"]


@pytest.mark.parametrize(
    ("type_", "label", "kind"),
    [
        ("mobilisation", "3", "event"),
        ("partner_meeting", "3", "partner_meeting"),
        ("social_entrepreneurship", "6", "event"),
        ("symposium", "6", "symposium"),
    ],
)
def test_component_follows_the_type(log: Maker, type_: str, label: str, kind: str) -> None:
    activity = log(type=type_).activity
    assert (activity.component.label, activity.kind) == (label, kind)


def test_component_can_be_chosen(log: Maker, components: dict[str, Component]) -> None:
    assert log(component=components["4"]).activity.component == components["4"]


def test_programme_without_the_component_asks_for_it(log: Maker, components: dict[str, Component]) -> None:
    components["6"].delete()
    with pytest.raises(services.NoComponent):
        log(type="symposium")
    assert CommunityEvent.objects.count() == Activity.objects.count() == 0


def test_log_event_in_a_closed_period_leaves_nothing(log: Maker, marta: User, in_daugavpils: Scope) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        log()
    assert CommunityEvent.objects.count() == Activity.objects.count() == 0


def test_log_event_tomorrow_is_refused(log: Maker) -> None:
    with pytest.raises(activities.DayInFuture):
        log(held_on=date(2020, 6, 11))


def test_plan_then_hold_with_an_estimate(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> None:
    planned = services.plan_event(
        by=ilze, scope=in_daugavpils, title="Sarunas", starts_on=date(2020, 6, 9), type="mobilisation"
    )
    assert (planned.activity.state, counts(planned)) == ("planned", {})
    services.mark_event_held(by=ilze, event=planned, held_on=date(2020, 6, 9), counts={"parents": 12}, unique_people=8)
    planned.activity.refresh_from_db()
    assert (planned.activity.state, planned.activity.unique_people, counts(planned)) == ("held", 8, {"parents": 12})


@pytest.mark.parametrize(("consent", "publishable"), [("unknown", False), ("cleared", True), ("refused", False)])
def test_photos_carry_the_answer_on_publishing(
    event: CommunityEvent, ilze: User, in_daugavpils: Scope, consent: str, publishable: bool
) -> None:
    photo = staged(ilze, in_daugavpils)
    services.add_photos(by=ilze, event=event, photos=[photo], consent=consent)
    photo.refresh_from_db()
    assert (photo.state, photo.consent, photo.is_publishable) == ("stored", consent, publishable)
    assert list(event.activity.documents.all()) == [photo]
    assert bool(photo.alt_lv) == publishable


def test_somebody_elses_upload_is_not_taken(log: Maker, anna: User, in_daugavpils: Scope) -> None:
    with pytest.raises(NotYours):
        log(photos=[staged(anna, in_daugavpils)])
    assert CommunityEvent.objects.count() == 0


def test_edit_changes_type_note_counts_and_day(
    event: CommunityEvent, ilze: User, components: dict[str, Component]
) -> None:
    services.edit_event(
        by=ilze,
        event=event,
        day=date(2020, 6, 5),
        type="symposium",
        note="Lietus",
        counts={"children": 21},
        component=components["6"],
        title_lv="Simpozijs",
    )
    event = CommunityEvent.objects.get()
    activity = event.activity
    assert (event.type, event.note, activity.kind, activity.title_lv) == (
        "symposium",
        "Lietus",
        "symposium",
        "Simpozijs",
    )
    assert (activity.held_on, activity.component, counts(event)) == (
        date(2020, 6, 5),
        components["6"],
        {"children": 21},
    )
    assert Entry.objects.of(event)[0].changes["fields"] == ["note", "type"]


def test_edit_that_changes_nothing_tells_nothing(event: CommunityEvent, ilze: User) -> None:
    before = Entry.objects.count()
    services.edit_event(by=ilze, event=event, type="mobilisation", note="", counts=counts(event))
    services.edit_event(by=ilze, event=event)
    assert Entry.objects.count() == before


def test_a_planned_event_is_not_counted_by_an_edit(ilze: User, in_daugavpils: Scope, programme: Any) -> None:
    planned = services.plan_event(
        by=ilze, scope=in_daugavpils, title="Sarunas", starts_on=date(2020, 7, 9), type="mobilisation"
    )
    services.edit_event(by=ilze, event=planned, counts={"children": 3})
    assert counts(planned) == {}


def test_edit_in_a_closed_period_is_refused_even_for_a_note(
    event: CommunityEvent, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    close_period(by=marta, scope=in_daugavpils, kind=ClosingKind.ACTIVITIES, starts_on=DAY, ends_on=DAY)
    with pytest.raises(PeriodClosed):
        services.edit_event(by=ilze, event=event, note="Vēl")
    event.refresh_from_db()
    assert event.note == ""


def test_turns(ilze: User, in_daugavpils: Scope, programme: Any) -> None:
    event = services.plan_event(
        by=ilze, scope=in_daugavpils, title="Sarunas", starts_on=date(2020, 6, 20), type="mobilisation"
    )
    services.postpone_event(by=ilze, event=event, reason="Covid-19", until=date(2020, 6, 25))
    assert (event.activity.state, event.activity.starts_on) == ("postponed", date(2020, 6, 25))
    services.move_event_online(by=ilze, event=event, reason="Covid-19")
    assert event.activity.state == "moved_online"
    services.cancel_event(by=ilze, event=event, reason="Nav pieteikušies")
    assert event.activity.state == "cancelled"


def test_a_cancelled_record_counts_no_more(event: CommunityEvent, ilze: User) -> None:
    assert attendances(event.activity) == 35
    services.set_event_back(by=ilze, event=event, reason="Ierakstīts divreiz")
    assert CommunityEvent.objects.held().count() == 0
    services.cancel_event(by=ilze, event=event, reason="Ierakstīts divreiz")
    assert event.activity.state == "cancelled"


def test_the_database_knows_the_types(event: CommunityEvent) -> None:
    event.type = "party"
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


def test_usual_component_is_a_property_too(event: CommunityEvent) -> None:
    assert event.component_label == "3"
