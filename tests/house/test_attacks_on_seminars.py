"""What hostile people tried on registering, attendance and papers, and what they must not get."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from seminars.models import Seminar
from tests.builders import TODAY, come, taking

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], Client]
TOO_LONG = f"{'a' * 250}@example.lv"  # an address by its form, longer than any may be
HUGE = 10**30


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    made = taking(ilze, in_daugavpils, components["1"], capacity=5)
    Seminar.objects.create(activity=made)
    return made


def calm(client: Client) -> Client:
    client.raise_request_exception = False
    return client


# -- what is drawn once is nobody's own ------------------------------------------------------------
def test_a_page_with_somebody_s_form_token_is_never_handed_to_another(activity: Activity) -> None:
    """Also where that browser had the cookie before."""
    address = reverse("seminars:seminar_detail", args=[activity.seminar.pk])
    first, second = Client(), Client()
    first.get(reverse("participation:register", args=[activity.pk]))
    assert "csrftoken" in first.cookies
    page = first.get(address)
    assert "csrfmiddlewaretoken" in page.content.decode()
    assert second.get(address).content != page.content


# -- numbers and words too large for any column ----------------------------------------------------
def test_numbers_that_no_row_has_are_refused_in_the_list(activity: Activity, as_: SignedIn, ilze: User) -> None:
    session = activity.sessions.get()
    come(activity, "a")
    ticks = reverse("participation:attendance_ticks", args=[activity.pk, session.pk])
    whole = reverse("participation:attendance_session", args=[activity.pk, session.pk])
    decide = reverse("participation:registration_decide", args=[activity.pk])
    client = calm(as_(ilze))
    assert client.post(ticks, {"registration": HUGE, "here": "on"}).status_code == 422
    assert client.post(whole, {"was": json.dumps({str(HUGE): ""}), "here": str(HUGE)}).status_code == 422
    assert client.post(decide, {"registration": HUGE, "deed": "approve"}).status_code == 422


@pytest.mark.parametrize("opening", ["[", '{"1":', "[{"])
def test_what_is_nested_without_an_end_is_refused_in_the_list(
    activity: Activity, as_: SignedIn, ilze: User, opening: str
) -> None:
    whole = reverse("participation:attendance_session", args=[activity.pk, activity.sessions.get().pk])
    assert calm(as_(ilze)).post(whole, {"was": opening * 20_000}).status_code == 422


def test_a_day_at_the_end_of_the_calendar_is_refused(activity: Activity, as_: SignedIn, ilze: User) -> None:
    again = reverse("seminars:seminar_duplicate", args=[activity.seminar.pk])
    answer = calm(as_(ilze)).post(again, {"first_day": "31.12.9999"})
    assert answer.status_code == 422
    assert "Ierakstiet datumu no 1900. līdz 2100.\u00a0gadam." in answer.content.decode()


def test_an_address_longer_than_any_may_be_is_refused_everywhere(activity: Activity, as_: SignedIn, ilze: User) -> None:
    session, seminar = activity.sessions.get(), activity.seminar
    given = {"name": "Anna", "email": TOO_LONG, "school": "Skola", "language": "lv", "text": f"Anna; {TOO_LONG}",
             "step": "send"}  # fmt: skip
    for address in (
        reverse("participation:register", args=[activity.pk]),
        reverse("participation:registration_add", args=[activity.pk]),
        reverse("participation:invitation_add", args=[activity.pk]),
        reverse("participation:walk_in", args=[activity.pk, session.pk]),
        reverse("seminars:engagement_add", args=[seminar.pk]),
    ):
        client = calm(as_(None if address == reverse("participation:register", args=[activity.pk]) else ilze))
        assert (address, client.post(address, given).status_code) == (address, 422)
    assert not Registration.objects.exists()


def test_words_with_line_breaks_make_no_headers_and_no_calendar_lines(
    activity: Activity, as_: SignedIn, ilze: User
) -> None:
    from darbigas_kopienas.participation.registration import links

    Activity.objects.update(title_lv="Talka\r\nATTENDEE:mailto:x@y.lv", place="Zāle\r\nBEGIN:VEVENT")
    (a,) = come(activity, "a")
    url = reverse("participation:place_calendar", args=[signed_tokens.token(links.PLACE, a.pk)])
    answer = calm(Client()).get(url)
    lines = answer.content.decode().split("\r\n")
    assert answer.status_code == 200
    assert [line for line in lines if line.startswith(("ATTENDEE", "BEGIN:VEVENT"))] == ["BEGIN:VEVENT"]


# -- rows of another, named in an address of one's own ---------------------------------------------
def test_rows_of_another_activity_are_not_found_under_one_s_own(
    activity: Activity, as_: SignedIn, ilze: User, marta: User, in_rezekne: Scope, components: dict[str, Component]
) -> None:
    from darbigas_kopienas.participation.models import Attendance, Question

    other = taking(marta, in_rezekne, components["1"], day=date(2020, 6, 19))
    Seminar.objects.create(activity=other)
    session = other.sessions.get()
    (theirs,) = come(other, "x")
    seen = Attendance.objects.create(
        registration=theirs, session=session, hours=1, oddity="outside_hours", at=session.starts_at
    )
    question = Question.objects.create(enrolment=other.enrolment, text_lv="Ko?")
    mine, my_session = activity.pk, activity.sessions.get().pk
    client = calm(as_(ilze))
    addresses: dict[str, list[Any]] = {
        "attendance_session": [mine, session.pk],
        "attendance_ticks": [mine, session.pk],
        "walk_in": [mine, session.pk],
        "sheet_print": [mine, session.pk],
        "wall_code": [mine, session.pk],
        "check_in_scan": [mine, session.pk],
        "let_in": [mine, my_session, theirs.pk],
        "pass_check_in": [mine, my_session, theirs.pk],
        "oddity_settle": [mine, my_session, seen.pk],
        "question_edit": [mine, question.pk],
        "question_move": [mine, question.pk],
        "question_remove": [mine, question.pk],
        "registration_edit": [mine, theirs.pk],
        "registration_act": [mine, theirs.pk, "cancel"],
    }
    for name, numbers in addresses.items():
        address = reverse(f"participation:{name}", args=numbers)
        ask = client.get if name == "sheet_print" else client.post
        assert (name, ask(address).status_code) == (name, 404)
    ticked = client.post(
        reverse("participation:attendance_ticks", args=[mine, my_session]), {"registration": theirs.pk, "here": "on"}
    )
    assert ticked.status_code == 422
    assert (theirs.attendances.count(), Registration.objects.get(pk=theirs.pk).state) == (1, "confirmed")


def test_one_kind_of_link_is_not_another(activity: Activity) -> None:
    from darbigas_kopienas.participation.registration import links

    (a,) = come(activity, "a")
    place, mailed = signed_tokens.token(links.PLACE, a.pk), signed_tokens.token(links.MAILED, a.pk)
    invitation = signed_tokens.token(links.INVITATION, a.pk)
    client = calm(Client())
    for name, tokens in {
        "place_detail": (mailed, invitation),
        "place_cancel": (mailed, invitation),
        "place_verify": (place, invitation),
        "invitation_answer": (place, mailed),
    }.items():
        for token in (*tokens, "1", f"{a.pk}.", "x" * 500):
            assert client.get(reverse(f"participation:{name}", args=[token])).status_code == 404
    a.refresh_from_db()
    assert (a.state, a.verified_at) == ("confirmed", None)
