"""Vēsture: who, to what, old and new; in the reader's language and no more than the reader may see."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from budget.models import BudgetLine, Expense
from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.activities.services import lifecycle
from darbigas_kopienas.audit.changes import compared, put
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.head_counts.services import count_heads
from darbigas_kopienas.people.models import Municipality, Person, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.history import HistoryLine, history_about, history_of, thing_named
from darbigas_kopienas.programme.history_words import said
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from guidelines.models import Guideline
from seminars.models import Certificate
from tests.builders import register, taking

As = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db
PAGE = "programme:history_list"


@pytest.fixture(autouse=True)
def latvian() -> Any:
    with translation.override("lv"):
        yield


@pytest.fixture
def workshop(in_daugavpils: Scope, ilze: User, components: dict[str, Component]) -> Activity:
    activity = taking(ilze, in_daugavpils, components["3"])
    activity.title_lv = "Adventes darbnīca"
    activity.save()
    return activity


def _last(reader: User, thing: Any) -> HistoryLine:
    return history_about(reader, thing)[0]


def test_what_was_counted_is_told_with_who_what_old_and_new(workshop: Activity, ilze: User, anna: User) -> None:
    count_heads(by=ilze, activity=workshop, counts={"children": 18, "parents": 2})
    count_heads(by=ilze, activity=workshop, counts={"children": 21, "parents": 2})
    line = _last(anna, workshop)
    assert (line.actor_name, line.thing, line.changes) == (ilze.name, "Adventes darbnīca", ("bērni 18 → 21",))
    assert line.url == reverse("activities:activity_detail", args=[workshop.pk])


def test_things_of_many_kinds_with_and_without_an_activity_are_named_together(
    workshop: Activity, programme: Programme, ilze: User, anna: User
) -> None:
    line = BudgetLine.objects.create(programme=programme, code="1", name_lv="Lekcijas", is_publicity=True)
    # The union takes kinds by their labels: the first two have no activity, the last has one.
    registration = register(by=ilze, activity=workshop, name="Zane", email="zane@example.lv")
    for thing in (workshop, line, registration):
        record(by=SYSTEM, verb="event.edited", obj=thing, scope=Scope(programme.pk))
    told = [one.thing for one in history_of(anna, Entry.objects.filter(verb="event.edited").order_by("pk"))]
    assert (told[0], told[2]) == ("Adventes darbnīca", "Adventes darbnīca · Zane")


@pytest.mark.parametrize(("language", "name"), [("lv", "Adventes darbnīca"), ("en", "Advent"), ("en-gb", "Advent")])
def test_thing_is_named_in_the_language_of_the_reader(
    workshop: Activity, programme: Programme, ilze: User, anna: User, language: str, name: str
) -> None:
    Activity.objects.filter(pk=workshop.pk).update(title_en="Advent")
    line = BudgetLine.objects.create(programme=programme, code="1", name_lv="Lekcijas", is_publicity=True)
    for thing in (line, workshop):
        record(by=SYSTEM, verb="event.edited", obj=thing, scope=Scope(programme.pk))
    with translation.override(language):
        told = [one.thing for one in history_of(anna, Entry.objects.filter(verb="event.edited").order_by("pk"))]
    assert told == ["Lekcijas", name]


def test_fields_are_told_by_their_names_and_formats(
    workshop: Activity, ilze: User, anna: User, components: dict[str, Component]
) -> None:
    lifecycle.edit(
        by=ilze, activity=workshop, day=date(2020, 6, 19), place="Bibliotēka", component=components["1"],
        description_lv="Cits apraksts",
    )  # fmt: skip
    changes = "; ".join(_last(anna, workshop).changes)
    assert "18.06.2020 → 19.06.2020" in changes
    assert "→ Bibliotēka" in changes
    assert f"{components['3'].name} → {components['1'].name}" in changes
    assert "Cits apraksts" not in changes
    assert "labots: " in changes
    with translation.override("en"):
        assert "18.06.2020 → 19.06.2020" in "; ".join(_last(anna, workshop).changes)


def test_state_is_told_in_words(workshop: Activity, ilze: User, anna: User) -> None:
    lifecycle.cancel(by=ilze, activity=workshop, reason="Slimība")
    assert _last(anna, workshop).changes == ("plānots → atcelts",)


def test_kept_are_harmless_values_only(workshop: Activity, ilze: User) -> None:
    changed = put(workshop, {"title_lv": "Cita", "description_lv": "Par Annu", "component": workshop.component})
    assert changed.stored == {
        "fields": ["description_lv", "title_lv"],
        "values": {"title_lv": ["Adventes darbnīca", "Cita"]},
    }
    assert compared(workshop, {"no_such": 1, "created_by": None}, {"no_such": 2, "created_by": ilze}).stored == {
        "fields": ["created_by", "no_such"]
    }
    assert put(Person(), {"name": "Anna"}).stored == {"fields": ["name"]}


@pytest.mark.parametrize(
    ("model", "values", "shown"),
    [
        (Expense, {"is_publicity": [False, True]}, "jā"),
        (Expense, {"net": ["10.00", None]}, "10,00\u00a0EUR → —"),
        (Expense, {"document_type": ["invoice", "gone"]}, "→ gone"),
        (Expense, {"cost": [1, None]}, "— → —"),
        (Session, {"starts_at": ["2020-06-18T07:00:00+00:00", None]}, "18.06.2020"),
        (Session, {"hours": ["1.5", "2.0"]}, "1,5 → 2,0"),
        (Expense, {"number": [1, 2]}, "1 → 2"),
        (Session, {"online_url": ["a", "b"]}, "a → b"),
    ],
)
def test_each_kind_of_value_is_written_as_everywhere(model: Any, values: dict[str, Any], shown: str) -> None:
    (text,) = said(model, {"values": values}, {})
    assert shown in text


def test_facts_beside_the_fields_are_told_and_what_is_for_machines_is_not() -> None:
    changes = {"total": ["10.00", "7.50"], "on": "2020-06-18", "number": 3, "sha256": "ab", "seats": None, "hours": "x"}
    assert list(said(Expense, changes, {})) == [
        "kopā 10,00\u00a0EUR → 7,50\u00a0EUR", "diena: 18.06.2020", "numurs: 3", "stundas: x",
    ]  # fmt: skip
    assert list(said(None, {"fields": ["x"], "values": {"x": [1, 2]}, "before": {"?": 1}, "after": {}}, {})) == []
    assert list(said(Expense, {"fields": ["shares", "nothing"], "before": "unknown"}, {})) == ["labots: izdevumu daļas"]


def test_number_of_a_document_is_no_count() -> None:
    assert list(said(Certificate, {"number": "DK-2026-0003", "version": 2}, {})) == [
        "numurs: DK-2026-0003",
        "versija: 2",
    ]
    assert list(said(Expense, {"number": 1044}, {})) == ["numurs: 1044"]
    assert list(said(Guideline, {"version": "1.0"}, {})) == ["versija: 1.0"]
    assert list(said(Activity, {"number": 1044}, {})) == ["skaits: 1\u00a0044"]


def test_participant_is_named_to_those_only_who_see_registrations(
    workshop: Activity, janis: User, ilze: User, olga: User, karlis: User
) -> None:
    with clock.frozen(date(2020, 6, 10)):
        registration = register(by=janis, activity=workshop, via="self", name="Jānis Bērziņš", email=janis.email)
    for reader in (olga, karlis):
        (line,) = history_of(reader, Entry.objects.filter(verb="registration.made"))
        assert (line.actor_name, line.thing, line.url) == ("dalībnieks", "pieteikums", "")
    (line,) = history_of(ilze, Entry.objects.filter(verb="registration.made"))
    assert line.actor_name == janis.name
    assert line.thing == f"Adventes darbnīca · {registration.name}"
    (own,) = history_of(janis, Entry.objects.filter(verb="registration.made"))
    assert own.actor_name == janis.name


def test_thing_that_is_gone_or_foreign_is_called_by_its_kind(
    ilze: User, daugavpils: Municipality, in_daugavpils: Scope
) -> None:
    record(by=SYSTEM, verb="thing.done", obj=Expense(pk=10**6), scope=in_daugavpils)
    record(by=ilze, verb="thing.done", obj=daugavpils, scope=in_daugavpils)
    record(by=ilze, verb="thing.done", obj=Person(pk=10**6), scope=in_daugavpils)
    gone = Entry.objects.get(object_label="budget.expense")
    Entry(object_label="no.such", object_id="1", verb="x", changes={"values": {"x": [1, 2]}}).save()
    Entry(object_label="nosuch", object_id="1", verb="x", actor_id=10**9).save()
    Entry(object_label="jobs.job", object_id="7f0c6a52-0000-4000-8000-000000000000", verb="job.done").save()
    told = [(line.actor_name, line.thing, line.url) for line in history_of(ilze, Entry.objects.order_by("pk"))]
    assert told == [
        ("", "izdevumi", ""),
        (ilze.name, str(daugavpils), ""),
        (ilze.name, "persona", ""),
        ("", "", ""),
        ("", "", ""),
        ("", "darbs", ""),
    ]
    assert history_of(ilze, Entry.objects.filter(pk=gone.pk))[0].at == gone.at


def test_value_of_a_field_that_is_gone_leaves_the_others_to_be_read(workshop: Activity, anna: User) -> None:
    values = {"gone": [1, 2], "starts_on": ["2020-06-18", "2020-06-19"]}
    record(by=SYSTEM, verb="activity.edited", obj=workshop, changes={"fields": [*values], "values": values})
    (change,) = _last(anna, workshop).changes
    assert "18.06.2020 → 19.06.2020" in change


def test_without_values_only_the_kind_is_told(workshop: Activity, ilze: User, admin: User) -> None:
    count_heads(by=ilze, activity=workshop, counts={"children": 18})
    (line,) = history_of(admin, Entry.objects.filter(verb="activity.counted"), with_values=False)
    assert (line.actor_name, line.thing, line.url, line.changes) == (ilze.name, "pasākums vai seminārs", "", ())


def test_session_leads_to_its_activity(workshop: Activity, ilze: User, karlis: User) -> None:
    session = workshop.sessions.first() or Session.objects.create(
        activity=workshop, starts_at="2020-06-18T10:00+03:00", ends_at="2020-06-18T12:00+03:00"
    )
    record(by=ilze, verb="session.added", obj=session, scope=workshop.scope)
    entries = Entry.objects.filter(object_label="activities.session", object_id=str(session.pk))
    line = history_of(ilze, entries)[0]
    assert (line.thing, line.url) == ("Adventes darbnīca", reverse("activities:activity_detail", args=[workshop.pk]))
    Activity.objects.update(is_public=False)
    assert history_of(karlis, entries)[0].thing == "nodarbība"


# -- the page ------------------------------------------------------------------------------------------------
def test_page_is_filtered_by_person_and_thing(as_: As, workshop: Activity, ilze: User, anna: User, marta: User) -> None:
    count_heads(by=ilze, activity=workshop, counts={"children": 18})
    count_heads(by=marta, activity=workshop, counts={"children": 21})
    client, address = as_(anna), reverse(PAGE)

    def told(query: str) -> list[str]:
        page = client.get(f"{address}?{query}")
        assert page.status_code == 200
        return [line.sentence for line in page.context["lines"] if line.changes and "bērni" in line.changes[0]]

    assert len(told("")) == 2
    assert len(told(f"who={ilze.pk}")) == 1
    assert len(told(f"what=activities.activity&thing=activities.activity:{workshop.pk}")) == 2
    assert told(f"who={ilze.pk}&thing=activities.activity:{workshop.pk}") != []
    page = client.get(f"{address}?thing=activities.activity:{workshop.pk}").content.decode()
    assert "Adventes darbnīca" in page
    assert "bērni 18 → 21" in page
    for wrong in (
        "who=0", "what=x", "thing=x", "thing=activities.activity:999999", f"thing=people.person:{anna.pk}",
        "thing=jobs.job:1", "thing=seminars.evaluation:1",
    ):  # fmt: skip
        assert client.get(f"{address}?{wrong}").status_code == 422


def test_name_of_a_thing_in_the_address_is_told_to_those_who_see_it(
    workshop: Activity, ilze: User, karlis: User
) -> None:
    Activity.objects.update(is_public=False)
    value = f"activities.activity:{workshop.pk}"
    assert (thing_named(ilze, value), thing_named(karlis, value), thing_named(ilze, "x:1")) == (
        "Adventes darbnīca",
        "",
        "",
    )


@pytest.mark.parametrize("label", ["jobs.job", "seminars.evaluation", "jobs.lastrun"])
def test_thing_whose_ids_are_no_numbers_has_no_name(label: str, anna: User) -> None:
    assert thing_named(anna, f"{label}:1") == ""


def test_programme_page_leads_to_the_history_for_those_who_may(
    as_: As, programme: Programme, anna: User, emma: User
) -> None:
    address = reverse("programme:programme_detail", args=[programme.code])
    link = f'href="{reverse(PAGE)}"'
    main = [page[page.index("<main") : page.index("</main")] for page in
            (as_(user).get(address).content.decode() for user in (anna, emma))]  # fmt: skip
    assert [link in part for part in main] == [True, False]


def test_as_many_statements_for_one_deed_as_for_many(
    as_: As, workshop: Activity, ilze: User, anna: User, django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    client = as_(anna)
    lifecycle.edit(by=ilze, activity=workshop, place="Bibliotēka")
    client.get(reverse(PAGE))
    with django_assert_max_num_queries(25) as few:
        client.get(reverse(PAGE))
    for number in range(5):
        count_heads(by=ilze, activity=workshop, counts={"children": 18 + number})
        lifecycle.edit(by=ilze, activity=workshop, place=f"Skola {number}")
    with django_assert_num_queries(len(few)):
        client.get(reverse(PAGE))
