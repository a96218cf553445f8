"""Registering on the seminar's page and on its own: what each person is offered, and every way of being refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from community_events import services as events
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Answer, Invitation, Question, Registration, SeatReserve
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from tests.builders import Opener, register, register_path, said, send, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
As = Callable[[User | None], Client]


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=2)


@pytest.fixture
def school(daugavpils: Municipality) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv="Daugavpils 3. vidusskola", municipality=daugavpils)


def page_of(activity: Activity) -> str:
    return reverse("seminars:seminar_detail", args=[activity.seminar.pk])


# -- what is offered -------------------------------------------------------------------------------
def test_guest_sees_three_fields_and_the_seats(activity: Activity, school: Organisation, as_: As) -> None:
    page = as_(None).get(page_of(activity))
    form = page.context["take_part"].form
    assert list(form.fields) == ["name", "email", "school"]
    assert "2 brīvas vietas" in said(page)
    assert "Daugavpils 3. vidusskola" in page.content.decode()
    assert "mailto:ilze@example.lv" in page.content.decode()


def test_an_activity_of_no_possible_number_is_not_there(as_: As) -> None:
    assert as_(None).get(reverse("participation:register", args=[10**30])).status_code == 404


def test_signed_in_sees_one_button(activity: Activity, janis: User, as_: As) -> None:
    page = as_(janis).get(page_of(activity))
    assert list(page.context["take_part"].form.fields) == []
    assert page.context["take_part"].form.asks_nothing


def test_account_without_a_name_is_asked_for_it_once(activity: Activity, janis: User, as_: As) -> None:
    User.objects.filter(pk=janis.pk).update(name="")
    client = as_(janis)
    assert list(client.get(page_of(activity)).context["take_part"].form.fields) == ["name"]
    assert send(client, activity, name="").status_code == 422
    assert send(client, activity, name=" Jānis  Kalniņš ").status_code == 302
    janis.refresh_from_db()
    made = Registration.objects.get()
    assert (made.name, janis.name, person_of(janis).name, made.person) == (
        "Jānis Kalniņš", "Jānis Kalniņš", "Jānis Kalniņš", person_of(janis),
    )  # fmt: skip
    assert Entry.objects.filter(verb="account.named").count() == 1


def test_full_seminar_offers_the_waiting_list(opened: Opener, ilze: User, as_: As) -> None:
    activity = opened(capacity=1)
    for number in range(3):
        register(by=ilze, activity=activity, name=f"Dalībnieks {number}")
    words = said(as_(None).get(page_of(activity)))
    assert "Gaidīšanas sarakstā ir 2 cilvēki." in words
    assert "Pieteikties gaidīšanas sarakstā" in words
    services.set_up(by=ilze, activity=activity, has_waiting_list=False)
    words = said(as_(None).get(page_of(activity)))
    assert "Visas vietas ir aizņemtas, un gaidīšanas saraksta nav." in words
    assert "<form" not in words


def test_reserved_seats_are_told(
    opened: Opener, ilze: User, janis: User, daugavpils: Municipality, school: Organisation, as_: As
) -> None:
    activity = opened(capacity=3)
    services.reserve_seats(by=ilze, activity=activity, reserves=[SeatReserve(municipality=daugavpils, seats=2)])
    words = said(as_(None).get(page_of(activity)))
    assert "1 brīva vieta" in words
    assert "Rezervētās vietas: Daugavpils – 2." in words
    person = person_of(janis)
    person.organisation = school
    person.save()
    words = said(as_(janis).get(page_of(activity)))
    assert "3 brīvas vietas , no tām 2 rezervētas Jūsu pašvaldībai vai iestādei" in words
    assert "Rezervētās vietas:" not in words


def test_own_place_stands_instead_of_the_form(activity: Activity, janis: User, as_: As) -> None:
    client = as_(janis)
    first = send(client, activity)
    page = client.get(page_of(activity))
    assert page.context["take_part"].form is None
    assert page.context["take_part"].place_path == first["Location"]
    assert send(client, activity)["Location"] == first["Location"]
    assert Registration.objects.count() == 1


def test_clash_is_told_to_oneself_only(activity: Activity, opened: Opener, ilze: User, janis: User, as_: As) -> None:
    other = opened(hour=12)
    apart = opened(hour=18)
    for registration in (other, apart):
        send(as_(janis), registration)
    clashes = as_(janis).get(page_of(activity)).context["take_part"].clashes
    assert [clash.activity for clash in clashes] == [other]
    assert as_(None).get(page_of(activity)).context["take_part"].clashes == []
    services.cancel_registration(by=ilze, registration=clashes[0])
    assert as_(janis).get(page_of(activity)).context["take_part"].clashes == []


@pytest.mark.parametrize("who", [None, "janis"])
def test_statements_of_the_page(
    who: str | None, opened: Opener, ilze: User, as_: As, request: pytest.FixtureRequest,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    activity = opened(capacity=9)
    client = as_(request.getfixturevalue(who) if who else None)
    client.get(page_of(activity))
    counts = []
    for number in (1, 3):
        for index in range(number):
            register(
                by=ilze, activity=activity, name=f"Dalībnieks {number}-{index}", email=f"d{number}{index}@example.lv"
            )
        with django_assert_max_num_queries(10) as counted:
            client.get(page_of(activity))
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]


def test_page_without_an_open_registration_is_drawn_once(
    opened: Opener, as_: As, django_assert_num_queries: Any
) -> None:
    closed, client = opened(closes_on=date(2020, 6, 9)), as_(None)
    client.get(page_of(closed))
    with django_assert_num_queries(1):  # which was the last deed
        assert "Pieteikšanās beidzās 09.06.2020" in client.get(page_of(closed)).content.decode()
    still_open = opened()
    pages = [as_(None).get(page_of(still_open)).content for _row in range(2)]
    assert pages[0] != pages[1]  # each visitor has a token of their own


def test_event_takes_registrations_when_it_is_set_up(
    ilze: User, in_daugavpils: Scope, components: Any, as_: As
) -> None:
    event = events.plan_event(
        by=ilze, scope=in_daugavpils, title="Talka", starts_on=date(2020, 6, 20), type="mobilisation", place="Parks"
    )
    events.publish_event(by=SYSTEM, event=event)
    page = reverse("community_events:event_detail", args=[event.pk])
    assert 'name="email"' not in as_(None).get(page).content.decode()
    services.set_up(by=ilze, activity=event.activity, capacity=5)
    assert "5 brīvas vietas" in said(as_(None).get(page))
    assert send(as_(None), event.activity).status_code == 302


# -- taking a place --------------------------------------------------------------------------------
def test_guest_takes_a_seat_at_once(activity: Activity, school: Organisation, as_: As) -> None:
    answer = send(as_(None), activity, school="daugavpils 3. Vidusskola")
    made = Registration.objects.get()
    assert answer["Location"] == reverse("participation:register_received", args=[activity.pk])
    assert (made.state, made.via, made.organisation, made.person, made.language) == (
        "confirmed", "guest", school, None, "lv",
    )  # fmt: skip
    assert OutgoingMail.objects.get().template == "registration_confirmed"


def test_form_sent_twice_counts_once(activity: Activity, as_: As) -> None:
    client, form = as_(None), typed()
    answers = [client.post(register_path(activity), form) for _row in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_english_page_makes_an_english_registration(activity: Activity, as_: As) -> None:
    with translation.override("en"):
        send(as_(None), activity)
    assert Registration.objects.get().language == "en"


def test_consent_is_asked_only_where_participants_are_shown(opened: Opener, as_: As) -> None:
    activity = opened(shows_participants=True)
    form = as_(None).get(page_of(activity)).context["take_part"].form
    assert form["shows_name"].value() is None
    send(as_(None), activity)
    send(as_(None), activity, email="b@example.lv", shows_name="on")
    assert list(Registration.objects.order_by("pk").values_list("shows_name", flat=True)) == [False, True]


def test_invitation_fills_the_form_and_is_answered(activity: Activity, ilze: User, as_: As) -> None:
    invitation = Invitation.objects.create(
        activity=activity, name="Rita", email="rita@example.lv", school="1. pamatskola", invited_by=ilze
    )
    token = signed_tokens.token(links.INVITATION, invitation.pk)
    page = as_(None).get(register_path(activity), {"invitation": token})
    form = page.context["take_part"].form
    assert [form[name].value() for name in ("name", "email", "school", "invitation")] == [
        "Rita", "rita@example.lv", "1. pamatskola", token,
    ]  # fmt: skip
    send(as_(None), activity, name="Rita", email="rita@example.lv", invitation=token)
    invitation.refresh_from_db()
    assert invitation.registration == Registration.objects.get()
    assert (
        as_(None).get(register_path(activity), {"invitation": token}).context["take_part"].form["name"].value() is None
    )


@pytest.mark.parametrize("kind", [links.PLACE, links.MAILED, "other"])
def test_invitation_of_another_kind_or_activity_fills_nothing(
    kind: str, activity: Activity, opened: Opener, ilze: User, as_: As
) -> None:
    invitation = Invitation.objects.create(activity=opened(), name="Rita", email="rita@example.lv", invited_by=ilze)
    for token in (
        signed_tokens.token(kind, invitation.pk),
        signed_tokens.token(links.INVITATION, invitation.pk),
        "x" * 999,
    ):
        page = as_(None).get(register_path(activity), {"invitation": token})
        assert "rita@example.lv" not in page.content.decode()


# -- questions -------------------------------------------------------------------------------------
@pytest.fixture
def asking(activity: Activity) -> tuple[Activity, Question, Question]:
    eats = Question.objects.create(
        enrolment=activity.enrolment, kind="yes_no", text_lv="Vai ēdīsiet pusdienas?", is_required=True
    )
    what = Question.objects.create(
        enrolment=activity.enrolment, order=1, kind="choice", text_lv="Ko ēdat?", options_lv="visu\nbez gaļas",
        is_required=True, depends_on=eats, depends_value="yes",
    )  # fmt: skip
    return activity, eats, what


@pytest.mark.parametrize(
    ("answers", "status", "expected"),
    [
        ({}, 422, []),
        ({"eats": "no"}, 302, ["no"]),
        ({"eats": "no", "what": "visu"}, 302, ["no"]),
        ({"eats": "no", "what": "akmeņus"}, 302, ["no"]),
        ({"eats": "yes"}, 422, []),
        ({"eats": "yes", "what": "akmeņus"}, 422, []),
        ({"eats": "yes", "what": "bez gaļas"}, 302, ["yes", "bez gaļas"]),
    ],
)
def test_questions_are_answered_when_they_are_asked(
    answers: dict[str, str], status: int, expected: list[str], asking: tuple[Activity, Question, Question], as_: As
) -> None:
    activity, eats, what = asking
    names = {"eats": f"question_{eats.pk}", "what": f"question_{what.pk}"}
    page = send(as_(None), activity, **{names[name]: value for name, value in answers.items()})
    assert page.status_code == status
    assert list(Answer.objects.order_by("pk").values_list("value", flat=True)) == expected


def test_conditional_question_says_when_it_is_asked(asking: tuple[Activity, Question, Question], as_: As) -> None:
    page = as_(None).get(page_of(asking[0]))
    assert "Tikai tad, ja uz jautājumu „Vai ēdīsiet pusdienas?” atbildējāt „Jā”:" in said(page)
    assert f'data-after="question_{asking[1].pk}" data-when="yes"' in page.content.decode()


def test_long_list_of_answers_is_a_list_to_choose_from(activity: Activity, as_: As) -> None:
    options = "\n".join(f"maršruts {number}" for number in range(9))
    question = Question.objects.create(
        enrolment=activity.enrolment, kind="choice", text_lv="Autobuss?", options_lv=options
    )
    text = Question.objects.create(enrolment=activity.enrolment, kind="text", text_lv="Vēl kas?", order=2)
    assert f'<select name="question_{question.pk}"' in as_(None).get(page_of(activity)).content.decode()
    send(as_(None), activity, **{f"question_{text.pk}": "nē"})
    assert Answer.objects.get().value == "nē"


# -- what is kept of it --------------------------------------------------------------------------
def test_outbox_holds_no_names(activity: Activity, as_: As) -> None:
    send(as_(None), activity)
    send(as_(None), activity)
    outbox = " ".join(
        f"{letter.context}{letter.unique_key}{letter.subject}{letter.text_body}"
        for letter in OutgoingMail.objects.all()
    )
    assert OutgoingMail.objects.count() == 2
    assert not [word for word in ("Anna", "Kalna", "example", "vidusskola") if word in outbox]
    trail = " ".join(str(entry.changes) for entry in Entry.objects.all())
    assert "Anna" not in trail


def test_guest_s_address_of_a_known_person_proves_nothing(activity: Activity, as_: As) -> None:
    Person.objects.create(name="Anna", email="anna.kalna@example.lv", email_verified_at=clock.now())
    send(as_(None), activity)
    made = Registration.objects.get()
    assert (made.person, made.verified_at) == (None, None)
