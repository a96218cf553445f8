"""The pages of the register: found, looked at, entered, put right, taken along; never anybody known elsewhere alone."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.administration.people.duplicates.services import merge_people
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import said

from .register import As, enter, person, place, school_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(date(2020, 6, 10)):
        yield


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return school_in(daugavpils)


@pytest.fixture
def url(programme: Programme) -> Callable[..., str]:
    return lambda name, *pks: reverse(f"administration:person_{name}", args=[programme.pk, *pks])


Url = Callable[..., str]


def listed(page: Any) -> list[str]:
    return [row.name for row in page.context["page_obj"]]


# -- the list --------------------------------------------------------------------------------------
def test_the_menu_leads_to_the_register_of_the_screens_programme(as_: As, ilze: User, emma: User, url: Url) -> None:
    register = reverse("administration:person_register")
    answer = as_(ilze).get(register)
    assert (answer.status_code, answer["Location"]) == (302, url("list"))
    assert register in as_(ilze).get(url("list")).content.decode()
    assert as_(emma).get(register).status_code == 403
    assert register not in as_(emma).get(reverse("home:my_tasks")).content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kalna ANNA", ["Anna Kalna"]),
        ("saules", ["Anna Kalna"]),
        ("baiba@exam", ["Baiba Bīte"]),
        ("bite", ["Baiba Bīte"]),
        ("kalna bite", []),
        ("rezekne", []),
        ("slepena", []),
    ],
)
def test_people_are_found_by_every_word(
    words: str, found: list[str], as_: As, ilze: User, karlis: User, programme: Programme, school: Organisation,
    rezekne: Municipality, in_daugavpils: Scope, url: Url,
) -> None:  # fmt: skip
    enter(ilze, programme, "Anna Kalna", school)
    place(ilze, in_daugavpils, person("Baiba Bīte", "baiba@example.lv", verified=True))
    enter(karlis, programme, "Slepena Rēzekne", school_in(rezekne, "Slepenā iestāde"))
    page = as_(ilze).get(url("list"), {"q": words})
    assert (page.status_code, listed(page)) == (200, found)


def test_the_list_is_narrowed(
    as_: As, marta: User, janis: User, programme: Programme, school: Organisation, rezekne: Municipality, url: Url,
    in_daugavpils: Scope,
) -> None:  # fmt: skip
    enter(marta, programme, "Anna Kalna", school)
    enter(marta, programme, "Daina Dāle", school_in(rezekne, "Ezera iestāde"))
    place(marta, in_daugavpils, person("Baiba Bīte", "baiba@example.lv", verified=True))
    place(marta, in_daugavpils, person("Jānis Kalniņš", janis.email, verified=True, user=janis))
    client = as_(marta)
    asked = {
        "municipality=daugavpils": ["Anna Kalna"],
        "municipality=rezeknes-novads": ["Daina Dāle"],
        "municipality=none": ["Baiba Bīte", "Jānis Kalniņš"],
        "how=account": ["Jānis Kalniņš"],
        "how=guest": ["Baiba Bīte"],
        "how=entered&sort=-name": ["Daina Dāle", "Anna Kalna"],
        "sort=-activities": ["Baiba Bīte", "Jānis Kalniņš", "Anna Kalna", "Daina Dāle"],
    }
    assert {query: listed(client.get(f"{url('list')}?{query}")) for query in asked} == asked
    assert client.get(f"{url('list')}?how=other").status_code == 422


def test_in_whose_register_somebody_stands_elsewhere_is_not_told(
    as_: As, ilze: User, karlis: User, programme: Programme, rezekne: Municipality, in_daugavpils: Scope, url: Url
) -> None:
    both = enter(karlis, programme, "Daina Dāle", school_in(rezekne, "Ezera iestāde"), "d@example.lv")
    place(ilze, in_daugavpils, both)
    client = as_(ilze)
    assert listed(client.get(f"{url('list')}?how=guest")) == ["Daina Dāle"]
    words = said(client.get(url("detail", both.pk)))
    assert ("came as a guest" in words, "Kārlis" in words, "entered in the register" in words) == (True, False, False)


def test_the_list_asks_the_same_number_of_questions(
    as_: As, ilze: User, school: Organisation, in_daugavpils: Scope, url: Url
) -> None:
    client = as_(ilze)
    client.get(url("list"))
    place(ilze, in_daugavpils, person("Anna Kalna", "a@example.lv", verified=True, organisation=school))
    with CaptureQueriesContext(connection) as one:
        client.get(url("list"))
    for number in range(2):
        place(ilze, in_daugavpils, person(f"Zane {number}a", f"z{number}@example.lv", verified=True))
    with CaptureQueriesContext(connection) as three:
        assert len(listed(client.get(url("list")))) == 3
    assert len(one) == len(three)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_filtered_list_is_taken_along(
    kind: str, as_: As, ilze: User, karlis: User, programme: Programme, school: Organisation, rezekne: Municipality,
    url: Url,
) -> None:  # fmt: skip
    enter(ilze, programme, "Anna Kalna", school, "anna@example.lv")
    enter(ilze, programme, "Baiba Bīte", school)
    enter(karlis, programme, "Kalna Daina", school_in(rezekne, "Ezera iestāde"))
    answer: Any = as_(ilze).get(url("export"), {"format": kind, "q": "kalna"})
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if kind == "csv":
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") if len(row) > 3]
        assert rows[1][:5] == [
            "Anna Kalna",
            "anna@example.lv",
            "Saules iestāde",
            "Daugavpils",
            "entered by a colleague",
        ]
        assert ("Daina" in content.decode(), "Baiba" in content.decode()) == (False, False)


@pytest.mark.parametrize("name", ["emma", "olga", "janis"])
def test_who_sees_no_names_opens_no_page(
    name: str, request: pytest.FixtureRequest, as_: As, ilze: User, programme: Programme, school: Organisation, url: Url
) -> None:
    made = enter(ilze, programme, "Anna Kalna", school)
    client = as_(request.getfixturevalue(name))
    pages = [url("list"), url("export"), url("add"), url("detail", made.pk), url("edit", made.pk)]
    assert {client.get(page).status_code for page in pages} == {403}


def test_one_known_elsewhere_has_no_page(
    as_: As, ilze: User, anna: User, karlis: User, programme: Programme, rezekne: Municipality, school: Organisation,
    url: Url,
) -> None:  # fmt: skip
    theirs = enter(karlis, programme, "Daina Dāle", school_in(rezekne, "Ezera iestāde"))
    assert [as_(ilze).get(url(name, theirs.pk)).status_code for name in ("detail", "edit")] == [404, 404]
    ours = enter(ilze, programme, "Anna Kalna", school)
    client = as_(anna)
    assert [client.get(url(name, *pk)).status_code for name, *pk in (("detail", ours.pk), ("list",))] == [200, 200]
    assert [client.get(url(name, *pk)).status_code for name, *pk in (("edit", ours.pk), ("add",))] == [403, 403]
    assert url("add") not in client.get(url("list")).content.decode()


# -- one person ------------------------------------------------------------------------------------
def test_places_are_of_the_readers_scopes_with_sessions_seen(
    as_: As, ilze: User, karlis: User, marta: User, in_daugavpils: Scope, in_rezekne: Scope, url: Url
) -> None:
    who = person("Anna Kalna", "anna@example.lv", verified=True)
    here, there = place(ilze, in_daugavpils, who), place(karlis, in_rezekne, who)
    session = here.activity.sessions.get()
    Attendance.objects.create(registration=here, session=session, hours=session.academic_hours, at=session.starts_at)
    page = as_(ilze).get(url("detail", who.pk))
    ours, theirs = (reverse("participation:registration_list", args=[row.activity_id]) for row in (here, there))
    assert [row["url"] for row in page.context["places"]] == [ours]
    assert ("1 of 1" in said(page), theirs in page.content.decode()) == (True, False)
    assert as_(ilze).get(ours).status_code == 200
    assert {row["url"] for row in as_(marta).get(url("detail", who.pk)).context["places"]} == {ours, theirs}
    other = place(ilze, in_daugavpils, who)
    Registration.objects.filter(pk=other.pk).update(state="cancelled")
    words = said(as_(ilze).get(url("detail", who.pk)))
    assert ("registration cancelled" in words, "0 of 1" in words) == (True, True)


def test_what_a_colleague_may_correct_is_said(
    as_: As, ilze: User, karlis: User, janis: User, programme: Programme, school: Organisation, in_daugavpils: Scope,
    in_rezekne: Scope, url: Url,
) -> None:  # fmt: skip
    entered = enter(ilze, programme, "Anna Kalna", school)
    guest = person("Baiba Bīte", "b@example.lv", verified=True)
    account = person("Jānis Kalniņš", janis.email, verified=True, user=janis)
    both = person("Zane Zīle", "z@example.lv", verified=True)
    for who in (guest, account, both):
        place(ilze, in_daugavpils, who)
    place(karlis, in_rezekne, both)
    client = as_(ilze)
    sentences = {
        entered.pk: "You can correct the name, the address and the school.",
        guest.pk: "The address is verified, so it stays as it is.",
        account.pk: "The person has not said their school: you can write it.",
        both.pk: "are corrected by the programme coordinator.",
    }
    for pk, sentence in sentences.items():
        assert sentence in said(client.get(url("detail", pk)))
    assert "Entered in the register of Daugavpils Ilze Ozoliņa" in said(client.get(url("detail", entered.pk)))
    fields = {pk: list(client.get(url("edit", pk)).context["form"].fields) for pk in (entered.pk, guest.pk, account.pk)}
    assert fields == {entered.pk: ["name", "email", "school"], guest.pk: ["name", "school"], account.pk: ["school"]}
    assert client.get(url("edit", both.pk)).status_code == 403
    Person.objects.filter(pk=account.pk).update(organisation=school)
    assert "corrects their data by themselves" in said(client.get(url("detail", account.pk)))


def test_a_person_is_entered_and_one_much_alike_is_offered(
    as_: As, ilze: User, programme: Programme, school: Organisation, url: Url
) -> None:
    client = as_(ilze)
    typed = {"name": "Anna Kalna", "email": "anna@example.lv", "school": "saules IESTADE", "submission_key": "a" * 32}
    made = client.post(url("add"), typed)
    anna = Person.objects.get()
    assert (made.status_code, made["Location"]) == (302, url("detail", anna.pk))
    again = client.post(url("add"), {**typed, "name": "Kalna Anna", "email": "", "submission_key": "b" * 32})
    assert again.status_code == 422
    assert "This may be Anna Kalna (Saules iestāde)" in said(again)
    assert 'value="Kalna Anna"' in again.content.decode()
    ticked = {**typed, "name": "Kalna Anna", "email": "", "is_another": "on", "submission_key": "c" * 32}
    assert client.post(url("add"), ticked).status_code == 302
    assert Person.objects.count() == 2


def test_of_two_that_are_called_so_the_municipality_tells_which(
    as_: As, marta: User, school: Organisation, rezekne: Municipality, url: Url
) -> None:
    there = school_in(rezekne, "Saules Iestāde")
    page = as_(marta).get(url("add")).content.decode()
    assert 'value="Saules iestāde (Daugavpils)"' in page
    typed = {"name": "Anna Kalna", "school": f"saules iestade ({rezekne})", "submission_key": "a" * 32}
    assert as_(marta).post(url("add"), typed).status_code == 302
    assert Person.objects.get().organisation == there


def test_the_own_school_is_offered_once(
    as_: As, ilze: User, programme: Programme, school: Organisation, url: Url
) -> None:
    anna = enter(ilze, programme, "Anna Kalna", school)
    assert as_(ilze).get(url("edit", anna.pk)).content.decode().count('<option value="Saules iestāde"') == 1
    refused = as_(ilze).post(
        url("edit", anna.pk), {"name": "Anna Kalna", "school": "Saules", "submission_key": "a" * 32}
    )
    assert "Perhaps it is: Saules iestāde." in said(refused)


def test_the_address_of_one_who_was_merged_leads_on_where_the_other_is_seen(
    as_: As, ilze: User, karlis: User, programme: Programme, school: Organisation, url: Url
) -> None:
    anna, other = (enter(ilze, programme, name, school) for name in ("Anna Kalna", "Zane Zile"))
    merge_people(by=ilze, programme=programme, first=anna, second=other, note="Viena")
    led = as_(ilze).get(url("detail", other.pk))
    assert (led.status_code, led["Location"]) == (302, url("detail", anna.pk))
    assert as_(karlis).get(url("detail", other.pk)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"school": "Saules iestad"}, "Perhaps it is: Saules iestāde."),
        ({"school": "Ezera iestāde"}, "There is no institution “Ezera iestāde” here. Choose one from the list."),
        ({"school": "Divas"}, "Write the one that is meant as here: Divas (Daugavpils); DIVAS (Daugavpils)."),
        ({"school": ""}, "This field is required"),
        ({"name": "Anna 010180-12345"}, "This looks like a personal code"),
        ({"name": "12"}, "A name has at least one letter."),
        ({"name": "a" * 5000}, "at most 120"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    typed: dict[str, str], sentence: str, as_: As, ilze: User, school: Organisation, daugavpils: Municipality,
    rezekne: Municipality, url: Url,
) -> None:  # fmt: skip
    school_in(rezekne, "Ezera iestāde")
    for name in ("Divas", "DIVAS"):
        school_in(daugavpils, name)
    given = {"name": "Anna Kalna", "email": "", "school": "Saules iestāde", **typed}
    page = as_(ilze).post(url("add"), given)
    assert (page.status_code, Person.objects.count()) == (422, 0)
    assert sentence in said(page)


def test_a_person_is_corrected_where_the_school_is_of_others(
    as_: As, ilze: User, programme: Programme, rezekne: Municipality, school: Organisation, in_daugavpils: Scope,
    url: Url,
) -> None:  # fmt: skip
    """A guest who teaches elsewhere keeps their school, which this colleague could not name anew."""
    who = person("Anna Kalna", "a@x.lv", verified=True, organisation=school_in(rezekne, "Ezera iestāde"))
    place(ilze, in_daugavpils, who)
    typed = {"name": "Anna Kalniņa", "school": "Ezera iestāde", "submission_key": "a" * 32}
    assert as_(ilze).post(url("edit", who.pk), typed).status_code == 302
    who.refresh_from_db()
    assert (who.name, str(who.organisation)) == ("Anna Kalniņa", "Ezera iestāde")


def test_the_address_of_whoever_was_merged_leads_to_who_is_kept(
    as_: As, ilze: User, karlis: User, programme: Programme, daugavpils: Municipality
) -> None:
    target = person("Anna Kalna", entered_for=daugavpils)
    other = person("Anna Kalne", entered_for=daugavpils, merged_into=target)
    page, there = (reverse("administration:person_detail", args=[programme.pk, row.pk]) for row in (other, target))
    assert as_(ilze).get(page)["Location"] == there
    assert as_(karlis).get(page).status_code == 404
