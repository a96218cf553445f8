"""What people typed and the portal did not know: near names, and the organiser who says once what is meant."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration, SchoolSpelling
from darbigas_kopienas.participation.participants.errors import SchoolUnknown
from darbigas_kopienas.participation.participants.school_names import typed_schools
from darbigas_kopienas.participation.registration.school_names import near_names
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import open_seminar, path_of, register, said, taking, typed
from tests.counted import statements

As = Callable[[User | None], Client]
pytestmark = [pytest.mark.usefixtures("summer"), pytest.mark.django_db]
SCHOOL = "Daugavpils 3. vidusskola"
NAMES = [SCHOOL, "Daugavpils 13. vidusskola", "Rēzeknes 3. vidusskola", "Aglonas vidusskola"]


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv=SCHOOL, municipality=daugavpils)


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope) -> Activity:
    return open_seminar(ilze, in_daugavpils, capacity=20)


def guest(activity: Activity, name: str, school: str) -> Registration:
    email = f"{name.lower()}@example.lv"
    return register(by=VISITOR, activity=activity, via="guest", name=name, email=email, school=school)


def school_of(registration: Registration) -> tuple[str, str]:
    row = Registration.objects.select_related("organisation", "municipality").get(pk=registration.pk)
    return str(row.organisation or ""), str(row.municipality or "")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("3. vidusskola", [SCHOOL, "Rēzeknes 3. vidusskola"]),
        ("DAUGAVPILS 3 VIDUSSKOLA", [SCHOOL, "Daugavpils 13. vidusskola"]),
        ("Daugavpils 3. vidusskla", [SCHOOL, "Daugavpils 13. vidusskola"]),
        ("Rīga", []),
        ("…", []),
    ],
)
def test_near_names(text: str, near: list[str]) -> None:
    assert near_names(text, NAMES)[: len(near) or 1] == near


def test_one_answer_holds_for_all_who_typed_so(
    activity: Activity, ilze: User, karlis: User, in_daugavpils: Scope, in_rezekne: Scope, school: Organisation,
    components: dict[str, Component],
) -> None:  # fmt: skip
    first, other = guest(activity, "Anna", "3. vidusskola"), guest(activity, "Juris", "Mājas")
    again = guest(open_seminar(ilze, in_daugavpils, hour=15), "Zane", "3. VIDUSSKOLA")
    theirs = guest(taking(karlis, in_rezekne, components["1"]), "Ieva", "3. vidusskola")
    rows = typed_schools(ilze, activity, [school])
    assert [(row.text, row.people, row.near) for row in rows] == [("3. vidusskola", 2, [SCHOOL]), ("Mājas", 1, [])]
    assert services.map_school(by=ilze, activity=activity, typed="3. vidusskola", school=SCHOOL) == 2
    assert [school_of(row) for row in (first, again)] == [(SCHOOL, "Daugavpils")] * 2
    assert [school_of(row) for row in (other, theirs)] == [("", "")] * 2
    assert [row.text for row in typed_schools(ilze, activity, [school])] == ["Mājas"]
    (entry,) = Entry.objects.filter(verb="school.mapped")
    assert entry.changes == {"organisation": school.pk, "municipality": None, "registrations": 2}


def test_whoever_typed_it_is_asked_on_the_own_page_while_it_may_be_changed(
    activity: Activity, school: Organisation, client: Client
) -> None:
    unknown, known, other = (
        guest(activity, name, typed) for name, typed in (("A", "3. vidusskola"), ("B", SCHOOL), ("C", "Mājas"))
    )
    asked = "Vai tā ir kāda no šīm? Tad nospiediet „Mainīt” un rakstiet to šādi:"
    assert f"{asked} {SCHOOL}" in said(client.get(path_of(unknown)))
    for nothing_to_ask in (known, other):
        assert asked not in said(client.get(path_of(nothing_to_ask)))
    services.cancel_registration(by=SYSTEM, registration=unknown)
    assert asked not in said(client.get(path_of(unknown)))


def test_registrations_are_read_once(activity: Activity, ilze: User, school: Organisation) -> None:
    guest(activity, "Anna", "3. vidusskola")
    with CaptureQueriesContext(connection) as queries:
        assert len(typed_schools(ilze, activity, [school])) == 1
    assert [query["sql"].count('FROM "participation_registration"') for query in queries].count(1) == 1


def test_whoever_represents_none_gets_the_municipality(
    activity: Activity, ilze: User, rezekne: Municipality, school: Organisation
) -> None:
    registration = guest(activity, "Anna", "Malta")
    assert services.map_school(by=ilze, activity=activity, typed="malta", municipality=rezekne) == 1
    assert school_of(registration) == ("", "Rēzeknes novads")
    assert typed_schools(ilze, activity, [school]) == []


def test_what_is_not_known_and_who_may_not(activity: Activity, ilze: User, anna: User, rezekne: Municipality) -> None:
    guest(activity, "Anna", "Malta")
    refused: list[dict[str, Any]] = [{}, {"school": "Nav tādas"}, {"school": "Nav tādas", "municipality": rezekne}]
    for given in refused:
        with pytest.raises(SchoolUnknown):
            services.map_school(by=ilze, activity=activity, typed="Malta", **given)
    with pytest.raises(PermissionDenied):
        services.map_school(by=anna, activity=activity, typed="Malta", municipality=rezekne)


def test_page_of_typed_institutions(activity: Activity, ilze: User, school: Organisation, as_: As) -> None:
    client, page = as_(ilze), reverse("participation:school_map", args=[activity.pk])
    assert page in client.get(reverse("participation:registration_list", args=[activity.pk])).content.decode()
    assert "Visas iestādes ir zināmas" in said(client.get(page))
    registration = guest(activity, "Anna", "3. vidusskola")
    shown = client.get(page).content.decode()
    assert f'value="{SCHOOL}"' in shown
    refused = client.post(page, typed(typed="3. vidusskola", school="Nav tādas", municipality=""))
    assert (refused.status_code, 'value="Nav tādas"' in refused.content.decode()) == (422, True)
    assert client.post(page, typed(typed="3. vidusskola", school=SCHOOL, municipality="")).status_code == 302
    assert school_of(registration) == (SCHOOL, "Daugavpils")


def test_refused_answer_keeps_its_choice_and_its_field_is_found(
    activity: Activity, ilze: User, rezekne: Municipality, school: Organisation, as_: As
) -> None:
    guest(activity, "Anna", "3. vidusskola")
    guest(activity, "Juris", "Malta")
    client, page = as_(ilze), reverse("participation:school_map", args=[activity.pk])
    given = typed(typed="Malta", school="Nav tādas", municipality=str(rezekne.pk))
    refused = client.post(page, given).content.decode()
    assert re.findall(r'<option value="(\d+)"\s+selected', refused) == [str(rezekne.pk)]
    (link,) = re.findall(r'href="#(school-\d)"', refused)
    assert re.search(rf'<input[^>]* value="Nav tādas"[^>]* id="{link}"', refused)
    assert 'aria-invalid="true"' in refused


def test_as_many_statements_for_three_typed_texts_as_for_one(
    activity: Activity, ilze: User, school: Organisation, as_: As
) -> None:
    client, page = as_(ilze), reverse("participation:school_map", args=[activity.pk])
    guest(activity, "Anna", "3. vidusskola")
    statements(client, page)
    for_one = statements(client, page)
    guest(activity, "Juris", "Malta")
    guest(activity, "Zane", "Mājas")
    assert statements(client, page) == for_one


def test_school_is_asked_alike_in_both_forms(activity: Activity, school: Organisation, as_: As) -> None:
    client, registration = as_(None), guest(activity, "Anna", "3. vidusskola")
    page = client.get(path_of(registration, "place_change"))
    assert f"Rakstiet to tā, kā šeit: {SCHOOL}" in said(page)
    wanted: dict[str, Any] = {"name": "Anna", "school": ""}
    assert client.post(path_of(registration, "place_change"), typed(**wanted)).status_code == 422
    assert client.post(path_of(registration, "place_change"), typed(name="Anna", school=SCHOOL)).status_code == 302
    assert school_of(registration) == (SCHOOL, "Daugavpils")
    assert "Rakstiet to tā" not in said(client.get(path_of(registration, "place_change")))
    without = register(by=VISITOR, activity=activity, via="guest", name="Juris", email="juris@example.lv")
    assert client.post(path_of(without, "place_change"), typed(name="Juris", school="")).status_code == 302


def test_what_was_said_once_holds_for_who_comes_later(
    activity: Activity, ilze: User, karlis: User, in_daugavpils: Scope, in_rezekne: Scope, rezekne: Municipality,
    components: dict[str, Component], school: Organisation,
) -> None:  # fmt: skip
    services.map_school(by=ilze, activity=activity, typed="3. vidusskola", school=SCHOOL)
    services.map_school(by=ilze, activity=activity, typed="Malta", municipality=rezekne)
    later = open_seminar(ilze, in_daugavpils, hour=15)
    theirs = taking(karlis, in_rezekne, components["1"])
    known, placed, changed = (guest(later, name, text) for name, text in
                              (("A", "3.  VIDUSSKOLA"), ("B", "malta"), ("C", "Mājas")))  # fmt: skip
    assert [school_of(row) for row in (known, placed, changed)] == [
        (SCHOOL, "Daugavpils"), ("", "Rēzeknes novads"), ("", "")
    ]  # fmt: skip
    for text, meant in (("Malta", ("", "Rēzeknes novads")), ("3. vidusskola", (SCHOOL, "Daugavpils")), ("", ("", ""))):
        services.change(by=ilze, registration=changed, school=text)
        assert school_of(changed) == meant
    assert school_of(guest(theirs, "Ieva", "3. vidusskola")) == ("", "")  # another town's school of that number


def test_last_said_holds_and_own_municipality_before_the_programme(
    activity: Activity, ilze: User, marta: User, in_daugavpils: Scope, rezekne: Municipality, school: Organisation
) -> None:
    later = open_seminar(ilze, in_daugavpils, hour=15)
    services.map_school(by=marta, activity=activity, typed="Trešā", municipality=rezekne)
    assert school_of(guest(later, "A", "Trešā")) == ("", "Rēzeknes novads")
    services.map_school(by=ilze, activity=activity, typed="Trešā", municipality=rezekne)
    services.map_school(by=ilze, activity=activity, typed="trešā", school=SCHOOL)
    assert school_of(guest(later, "B", "Trešā")) == (SCHOOL, "Daugavpils")


def test_what_was_said_is_shown_and_taken_back(
    activity: Activity, ilze: User, karlis: User, school: Organisation, as_: As
) -> None:
    known = guest(activity, "A", "3. Vidusskola")
    services.map_school(by=ilze, activity=activity, typed="3. Vidusskola", school=SCHOOL)
    page = reverse("participation:school_map", args=[activity.pk])
    assert f"3. Vidusskola nozīmē: {SCHOOL}" in said(as_(ilze).get(page))
    (spelling,) = SchoolSpelling.objects.all()
    assert list(SchoolSpelling.objects.visible_to(karlis)) == []
    forget = reverse("participation:school_forget", args=[activity.pk, spelling.pk])
    assert as_(karlis).post(forget, typed()).status_code == 404
    assert as_(ilze).post(forget, typed()).status_code == 302
    assert not SchoolSpelling.objects.exists()
    assert school_of(known) == (SCHOOL, "Daugavpils")
    assert school_of(guest(activity, "B", "3. vidusskola")) == ("", "")


def test_what_was_said_stands_in_the_order_of_the_alphabet(
    activity: Activity, ilze: User, school: Organisation, as_: As
) -> None:
    for text in ("Čornaja", "Cēsis", "Dagda"):
        services.map_school(by=ilze, activity=activity, typed=text, school=SCHOOL)
    page = as_(ilze).get(reverse("participation:school_map", args=[activity.pk]))
    assert [row.text for row in page.context["spellings"]] == ["Cēsis", "Čornaja", "Dagda"]


def test_a_text_means_one_thing_in_one_place(activity: Activity, school: Organisation, rezekne: Municipality) -> None:
    scope = {"programme": activity.programme, "municipality": activity.municipality, "text": "T", "folded": "t"}
    for wrong in ({}, {"organisation": school, "place": rezekne}, {"organisation": school, "folded": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SchoolSpelling.objects.create(**{**scope, **wrong})
    SchoolSpelling.objects.create(**scope, organisation=school)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolSpelling.objects.create(**scope, place=rezekne)


def test_what_was_taken_back_means_nothing_to_who_comes_later(
    activity: Activity, ilze: User, anna: User, school: Organisation
) -> None:
    services.map_school(by=ilze, activity=activity, typed="3. vidusskola", school=SCHOOL)
    spelling = SchoolSpelling.objects.get()
    with pytest.raises(PermissionDenied):
        services.forget_spelling(by=anna, spelling=spelling)
    services.forget_spelling(by=ilze, spelling=spelling)
    assert [entry.verb for entry in Entry.objects.filter(verb__startswith="school_spelling")] == [
        "school_spelling.forgotten"
    ]
    assert school_of(guest(activity, "A", "3. vidusskola")) == ("", "")
