"""The organiser's list: who gets it, what it shows, what is done from it."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Question, Registration, SeatReserve
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.values import clock
from tests.builders import register
from tests.cast import WHO
from tests.participation.participants.conftest import MANAGE, SECRET, SEE

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def names(response: Any) -> list[str]:
    return [row.name for row in response.context["page_obj"]]


# -- who gets it -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHO)
def test_each_role_and_page(as_: As, who: Any, at: Any, person: Registration, name: str) -> None:
    browser = as_(who(name))
    for address, table in (
        (at("registration_list"), SEE),
        (at("registration_detail", person.pk), SEE),
        (at("registration_export"), SEE),
        (at("registration_add"), MANAGE),
        (at("registration_edit", person.pk), MANAGE),
    ):
        answer = browser.get(address)
        assert (address, answer.status_code) == (address, table[name])
        content = b"".join(answer) if answer.streaming else answer.content
        assert (SECRET.encode() in content) == (answer.status_code == 200 and "pievienot" not in address and
                                                "lejup" not in address)  # fmt: skip


@pytest.mark.parametrize("name", [who for who in WHO if MANAGE[who] != 200])
def test_nobody_else_decides(as_: As, who: Any, at: Any, person: Registration, name: str) -> None:
    browser = as_(who(name))
    for address, data in (
        (at("registration_decide"), {"registration": [person.pk], "deed": "cancel"}),
        (at("registration_act", person.pk, "cancel"), {}),
        (at("registration_add"), {"name": "X", "language": "lv"}),
        (at("registration_edit", person.pk), {"name": "X"}),
    ):
        assert browser.post(address, data).status_code == MANAGE[name]
    assert [(registration.name, registration.state) for registration in Registration.objects.all()] == [
        (SECRET, "confirmed")
    ]


def test_an_own_registration_opens_no_list(as_: As, at: Any, activity: Activity, janis: User) -> None:
    who = services.Participant.signed_in(janis)
    mine = services.register(by=janis, activity=activity, participant=who, via="self")
    assert as_(janis).get(at("registration_detail", mine.pk)).status_code == 404


def test_a_registration_of_another_activity_is_not_found(
    as_: As, at: Any, plan: Any, ilze: User, person: Registration
) -> None:
    other = register(by=ilze, activity=plan(title_lv="Cits").activity, name="Cits")
    browser = as_(ilze)
    assert browser.get(at("registration_detail", other.pk)).status_code == 404
    answer = browser.post(at("registration_decide"), {"registration": [other.pk], "deed": "cancel"})
    assert (answer.status_code, Registration.objects.active().count()) == (422, 2)


# -- what it shows -----------------------------------------------------------------------------------
def test_filters_sort_and_search(as_: As, at: Any, activity: Activity, ilze: User, daugavpils: Municipality) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Špoģu skola", municipality=daugavpils)
    register(by=ilze, activity=activity, name="Žanete Āre", email="z@example.lv", school="Cita vieta")
    gone = register(by=ilze, activity=activity, name="Čakste", organisation=school)
    services.cancel_registration(by=ilze, registration=gone)
    register(by=ilze, activity=activity, name="Cīrulis", organisation=school)
    browser = as_(ilze)

    def seen(**query: Any) -> list[str]:
        return names(browser.get(at("registration_list"), query))

    assert seen() == ["Cīrulis", "Čakste", "Žanete Āre"]
    assert seen(sort="-name") == ["Žanete Āre", "Čakste", "Cīrulis"]
    assert seen(state="standing") == ["Cīrulis", "Žanete Āre"]
    assert seen(state="cancelled") == ["Čakste"]
    assert seen(q="ZANETE are") == ["Žanete Āre"]
    assert seen(q="spogu", state="confirmed") == ["Cīrulis"]
    assert seen(municipality=daugavpils.pk) == ["Cīrulis", "Čakste"]
    assert seen(municipality="none") == ["Žanete Āre"]
    for query in ({"state": "nav"}, {"sort": "nav"}, {"municipality": "x"}, {"mark": "nav"}, {"skola": "1"}):
        refused = browser.get(at("registration_list"), query)
        assert (refused.status_code, "Cīrulis" in refused.content.decode()) == (422, False), query
        assert browser.get(at("registration_export"), query).status_code == 422, query
    assert seen(sort="at") == ["Žanete Āre", "Čakste", "Cīrulis"]
    page = browser.get(at("registration_list"), {"sort": "-name"}).content.decode()
    assert page.count('name="sort" value="-name"') == 2, "once for the filter, once for the table to take along"


def test_place_in_line_is_counted_anew(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1)
    made = [register(by=ilze, activity=activity, name=name) for name in ("A", "B", "C", "D")]
    services.cancel_registration(by=ilze, registration=made[1])
    page = as_(ilze).get(at("registration_list"), {"sort": "name"})
    assert [row.rank for row in page.context["page_obj"]] == [None, None, 1, 2]
    assert page.context["seats"]["left"] == 0


def test_free_seats_are_the_same_for_the_organiser_the_public_and_the_service(
    as_: As, at: Any, activity: Activity, ilze: User, daugavpils: Municipality
) -> None:
    """Seats kept for some are free for nobody else, whoever looks."""
    reserves = [SeatReserve(municipality=daugavpils, seats=2)]
    services.set_up(by=ilze, activity=activity, capacity=3, has_waiting_list=False, reserves=reserves)
    public = as_(None).get(reverse("participation:register", args=[activity.pk])).context["take_part"]
    staff = as_(ilze).get(at("registration_list")).context["seats"]
    assert (public.left, staff["left"]) == (1, 1)
    register(by=ilze, activity=activity, name="Anna")
    with pytest.raises(services.NoSeatLeft):
        register(by=ilze, activity=activity, name="Zane")
    assert as_(ilze).get(at("registration_list")).context["seats"]["left"] == 0


def test_statements_do_not_grow(as_: As, at: Any, activity: Activity, ilze: User, daugavpils: Municipality) -> None:
    school = Organisation.objects.create(kind="school", name_lv="Skola", municipality=daugavpils)
    browser, counts = as_(ilze), []
    browser.get(at("registration_list"))
    for number in range(3):
        register(by=ilze, activity=activity, name=f"N{number}", email=f"n{number}@example.lv", organisation=school)
        if number != 1:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser.get(at("registration_list"))
            counts.append(len(queries))
    assert counts[0] == counts[1] <= 11, counts


def test_detail_tells_letters_and_history_in_few_statements(as_: As, at: Any, person: Registration, ilze: User) -> None:
    browser = as_(ilze)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(at("registration_detail", person.pk))
    assert len(queries) <= 10, [query["sql"][:120] for query in queries]
    assert [(letter.kind, letter.state) for letter in page.context["letters"]] == [("vieta apstiprināta", "waiting")]
    assert [line.thing for line in page.context["history"]] == [person.name]


# -- the same hours elsewhere --------------------------------------------------------------------------
Elsewhere = Callable[..., Registration]


@pytest.fixture
def twice(activity: Activity, plan: Any, ilze: User, janis: User) -> Elsewhere:
    """Janis here and at another seminar, in the same hours unless told otherwise; gives the other place."""

    def make(here: str = "Jānis Lapsa", person: User = janis, **other: Any) -> Registration:
        who = services.Participant.signed_in(person, name=here)
        services.register(by=ilze, activity=activity, participant=who)
        elsewhere = plan(**{"title_lv": "Otrs seminārs", "title_en": "Second seminar", **other}).activity
        return services.register(by=other.get("by", ilze), activity=elsewhere, participant=who)

    return make


def clashes(page: Any) -> list[tuple[bool, str]]:
    return [(row.has_clash, row.clash.activity.title if row.clash else "") for row in page.context["page_obj"]]


def test_whoever_is_elsewhere_in_the_same_hours_is_marked_and_found(
    as_: As, at: Any, activity: Activity, ilze: User, twice: Elsewhere
) -> None:
    other = twice()
    register(by=ilze, activity=activity, name="Zane", email="zane@example.lv")
    browser = as_(ilze)
    page = browser.get(at("registration_list"))
    assert clashes(page) == [(True, "Otrs seminārs"), (False, "")]
    assert "Tajā pašā laikā arī pasākumā „Otrs seminārs”" in page.content.decode()
    address = reverse("participation:registration_detail", args=[other.activity_id, other.pk])
    assert address in page.content.decode()
    assert names(browser.get(at("registration_list"), {"mark": "clash"})) == ["Jānis Lapsa"]
    assert browser.get(address).context["registration"].clash.activity == activity
    with override("en"):
        english = browser.get(at("registration_list"))
        assert clashes(english)[0] == (True, "Second seminar")


@pytest.mark.parametrize("why", ["other_day", "cancelled_there", "cancelled_here", "called_off", "nobody_s"])
def test_what_is_no_clash(as_: As, at: Any, activity: Activity, ilze: User, twice: Elsewhere, why: str) -> None:
    other = twice(**({"day": date(2020, 6, 19)} if why == "other_day" else {}))
    if why == "cancelled_there":
        services.cancel_registration(by=ilze, registration=other)
    elif why == "cancelled_here":
        services.cancel_registration(by=ilze, registration=activity.registrations.get())
    elif why == "called_off":
        Activity.objects.filter(pk=other.activity_id).update(state="cancelled")
    elif why == "nobody_s":
        Registration.objects.update(person=None)
    browser = as_(ilze)
    assert clashes(browser.get(at("registration_list"))) == [(False, "")]
    assert names(browser.get(at("registration_list"), {"mark": "clash"})) == []


def test_nothing_is_told_of_a_place_that_is_not_one_s_own_to_read(
    as_: As, at: Any, ilze: User, marta: User, karlis: User, in_rezekne: Any, twice: Elsewhere
) -> None:
    other = twice(by=karlis, scope=in_rezekne, title_lv="Rēzeknes noslēpums")
    page = as_(ilze).get(at("registration_list"))
    assert clashes(page) == [(True, "")]
    assert "Tajā pašā laikā arī citur" in page.content.decode()
    assert "noslēpums" not in page.content.decode()
    assert f"/{other.activity_id}/{other.pk}/" not in page.content.decode()
    assert clashes(as_(marta).get(at("registration_list"))) == [(True, "Rēzeknes noslēpums")]


def test_clashes_take_no_more_statements(
    as_: As, at: Any, ilze: User, anna: User, janis: User, marta: User, twice: Elsewhere
) -> None:
    browser, counts = as_(ilze), []
    browser.get(at("registration_list"))
    for number, person in enumerate((janis, anna, marta)):
        twice(here=f"N{number}", person=person, title_lv=f"Cits {number}")
        if number != 1:
            with CaptureQueriesContext(connection) as queries:
                page = browser.get(at("registration_list"))
            counts.append(len(queries))
    assert [is_one for is_one, _title in clashes(page)] == [True, True, True]
    assert counts[0] == counts[1] <= 11, counts


# -- by attendance -----------------------------------------------------------------------------------
def test_the_absent_are_found_once_it_has_begun_and_written_to(
    as_: As, at: Any, activity: Activity, ilze: User
) -> None:
    came, odd, absent, gone = (
        register(by=ilze, activity=activity, name=name, email=f"{name}@example.lv") for name in ("a", "b", "c", "d")
    )
    services.cancel_registration(by=ilze, registration=gone)
    browser, query = as_(ilze), {"mark": "absent"}
    # before the day it is no filter: nobody is shown, and nobody is written to
    assert browser.get(at("registration_list"), query).status_code == 422
    letter = {"subject": "Jūs nebijāt", "text": "Kāpēc?", "step": "send"}
    assert browser.post(at("registration_letter") + "?mark=absent", letter).status_code == 422
    assert not OutgoingMail.objects.filter(template="registration_message").exists()
    assert "absent" not in browser.get(at("registration_list")).content.decode()
    with clock.frozen(date(2020, 6, 19)):
        session = activity.sessions.get()
        services.record_attendance(by=ilze, registration=came, session=session)
        services.record_attendance(by=SYSTEM, registration=odd, session=session, oddity="same_device")
        page = browser.get(at("registration_list"), query)
        assert names(page) == ["c"]
        assert at("registration_letter") + "?mark=absent" in page.content.decode()
        browser.post(at("registration_letter") + "?mark=absent", letter)
    assert [
        outgoing_mail.to_email for outgoing_mail in OutgoingMail.objects.filter(template="registration_message")
    ] == [absent.email]


# -- taken along -------------------------------------------------------------------------------------
def test_the_file_holds_exactly_the_filtered_rows_and_chosen_columns(
    as_: As, at: Any, activity: Activity, ilze: User
) -> None:
    enrolment = services.set_up(by=ilze, activity=activity, capacity=5)
    kind = Question.objects.create(enrolment=enrolment, kind="yes_no", text_lv="Pusdienas?")
    register(by=ilze, activity=activity, name="=CMD()", email="a@example.lv", answers={kind.pk: "yes"})
    services.cancel_registration(by=ilze, registration=register(by=ilze, activity=activity, name="Prom"))
    query = {"state": "standing", "format": "csv", "columns": ["name", "state", "answers"]}
    answer = as_(ilze).get(at("registration_export"), query)
    text = b"".join(answer).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
        ["Vārds, uzvārds", "Statuss", "Pusdienas?"],
        ["'=CMD()", "apstiprināts", "Jā"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(as_(ilze).get(at("registration_export")))))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert {"=CMD()", "Prom", "a@example.lv"} <= set(cells)
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    for unknown in ({"format": "exe"}, {"columns": ["name", "nav"]}):
        assert as_(ilze).get(at("registration_export"), unknown).status_code == 422
