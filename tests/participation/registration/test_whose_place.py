"""Whose a registration is: nobody's until the mailed link was opened; and nobody is told who takes part."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Answer, Invitation, Question, Registration
from darbigas_kopienas.participation.participants import own_data
from darbigas_kopienas.participation.participants.unique_people import people_seen, turnout
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.services import person_of
from darbigas_kopienas.programme.actors import MAILED_LINK
from darbigas_kopienas.values import clock
from tests.builders import Opener, come, letters_to, path_of, register, said, send, states, trail
from tests.databases import as_owner

As = Callable[[User | None], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
STRANGER = {"name": "Cits Cilvēks"}


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=3)


@pytest.fixture
def typed_by_a_stranger(activity: Activity, janis: User, as_: As) -> Registration:
    person_of(janis)
    send(as_(None), activity, email=janis.email.upper(), **STRANGER)
    return Registration.objects.get()


def own_rows(user: User) -> list[Any]:
    return list(dict(own_data.gather(user))["registrations"].rows)


def test_what_a_stranger_typed_is_not_the_account_holder_s(
    typed_by_a_stranger: Registration, activity: Activity, janis: User, as_: As
) -> None:
    assert (typed_by_a_stranger.person, typed_by_a_stranger.verified_at) == (None, None)
    assert list(Registration.objects.own(janis)) == own_rows(janis) == []
    page = as_(janis).get(reverse("seminars:seminar_detail", args=[activity.seminar.pk]))
    assert page.context["take_part"].registration is None
    assert "Cits Cilvēks" not in page.content.decode()


def test_opened_from_the_mailbox_it_is_theirs(typed_by_a_stranger: Registration, janis: User) -> None:
    services.open_mailed_link(by=MAILED_LINK, registration=typed_by_a_stranger)
    assert list(Registration.objects.own(janis)) == [typed_by_a_stranger]


def test_the_stranger_s_browser_is_given_nothing_that_opens_the_place(activity: Activity, janis: User, as_: As) -> None:
    client = as_(None)
    answer = send(client, activity, email=janis.email)
    made = Registration.objects.get()
    page = client.get(answer["Location"])
    given = f"{answer.headers} {answer.content!r} {page.headers} {page.content.decode()} {client.cookies.output()}"
    for link in (path_of(made), path_of(made, "place_verify", links.MAILED), links.short_code(made)):
        assert link.rstrip("/").rsplit("/", 1)[-1] not in given
    again = send(client, activity, email=janis.email)
    assert (again.status_code, again["Location"]) == (302, answer["Location"])


def test_whoever_signs_in_and_registers_takes_over_what_was_typed_with_their_address(
    opened: Opener, janis: User, as_: As
) -> None:
    activity = opened(capacity=1)
    question = Question.objects.create(
        enrolment=activity.enrolment, kind="text", text_lv="Ēdat?", order=1, is_required=True
    )
    send(as_(None), activity, email=janis.email, **STRANGER, **{f"question_{question.pk}": "neēdu"})
    typed = Registration.objects.get()
    missing = send(as_(janis), activity)
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, [f"question_{question.pk}"])
    answer = send(as_(janis), activity, **{f"question_{question.pk}": "ēdu"})
    typed.refresh_from_db()
    assert answer["Location"] == path_of(typed)
    assert (typed.name, typed.person, typed.via, typed.confirm_by) == (janis.name, person_of(janis), "self", None)
    assert typed.verified_at is not None
    assert [row.value for row in Answer.objects.all()] == ["ēdu"]
    assert (states(activity), trail(typed)[-1]) == ({janis.name: "confirmed"}, "registration.verified")
    assert send(as_(janis), activity, **{f"question_{question.pk}": "cits"})["Location"] == answer["Location"]


def test_what_is_another_person_s_is_not_taken_over(activity: Activity, janis: User, as_: As) -> None:
    other = Person.objects.create(name="Anna", email="anna@example.lv", email_verified_at=None)
    come(activity, "a", email=janis.email, person=other)
    assert send(as_(janis), activity).status_code == 422
    assert OutgoingMail.objects.filter(template="registration_link").get().to_email == janis.email


def test_whoever_has_a_place_with_another_address_keeps_it(activity: Activity, janis: User, as_: As) -> None:
    (own,) = come(activity, "a", person=person_of(janis))
    come(activity, "b", email=janis.email)
    assert send(as_(janis), activity)["Location"] == path_of(own)


def test_organiser_s_and_the_door_s_are_tied_at_once(activity: Activity, janis: User) -> None:
    person_of(janis)
    (made,) = come(activity, "a", email=janis.email, via=Registration.Via.ORGANISER)
    assert (made.person, made.verified_at) == (person_of(janis), None)


@pytest.mark.parametrize("via", [Registration.Via.GUEST, Registration.Via.COLLEAGUE])
def test_the_database_ties_nobody_to_an_address_that_was_not_verified(
    activity: Activity, janis: User, via: str
) -> None:
    (made,) = come(activity, "a")
    Registration.objects.filter(pk=made.pk).update(via=via)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=made.pk).update(person=person_of(janis))
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(activity=activity, name="b", email="b@example.lv", via=via, person=person_of(janis))


# -- who takes part is not told --------------------------------------------------------------------
def test_known_and_unknown_address_get_the_same_answer(activity: Activity, as_: As) -> None:
    send(as_(None), activity)
    place = path_of(Registration.objects.get())
    pages = []
    for email in ("ANNA.kalna@example.lv", "nezinams@example.lv"):
        client = as_(None)
        answer = send(client, activity, email=email, **STRANGER)
        page = client.get(answer["Location"])
        words = said(page).replace(email.lower(), "what was typed")
        pages.append((answer.status_code, answer["Location"], answer.content, words))
        assert (place in page.content.decode(), "Anna Kalna" in page.content.decode()) == (False, False)
    assert pages[0] == pages[1]
    assert states(activity) == {"Anna Kalna": "confirmed", "Cits Cilvēks": "confirmed"}


@pytest.mark.parametrize("full", [{"has_waiting_list": True}, {"has_waiting_list": False}, {"needs_approval": True}])
def test_full_seminar_does_not_tell_who_is_in_it(opened: Opener, as_: As, full: dict[str, bool]) -> None:
    activity = opened(capacity=1, **full)
    send(as_(None), activity)
    answers = [send(as_(None), activity, email=f"{name}@example.lv") for name in ("anna.kalna", "nezinams")]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].headers.get("Location") == answers[1].headers.get("Location")
    assert letters_to("anna.kalna")[-1] == "link"


def test_seats_reserved_for_others_do_not_tell_who_is_in_it(opened: Opener, as_: As, ilze: User) -> None:
    """No seat is free for a visitor, but the page is not that of a sold-out seminar."""
    activity = opened(capacity=2, has_waiting_list=False)
    send(as_(None), activity)
    activity.enrolment.reserves.create(municipality=activity.municipality, seats=1)
    answers = [send(as_(None), activity, email=f"{name}@example.lv") for name in ("anna.kalna", "nezinams")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert letters_to("anna.kalna")[-1] == "link"


def test_owner_of_a_known_address_gets_the_link_once_an_hour(activity: Activity, as_: As) -> None:
    send(as_(None), activity)
    for _try in range(2):
        send(as_(None), activity, **STRANGER)
    assert letters_to("anna.kalna") == ["confirmed", "link"]


def test_refused_one_is_answered_as_everybody_and_told_so_by_mail(opened: Opener, as_: As, ilze: User) -> None:
    activity = opened(needs_approval=True)
    send(as_(None), activity)
    services.refuse(by=ilze, registration=Registration.objects.get(), reason="Nav vietas")
    assert send(as_(None), activity).status_code == 302
    assert letters_to("anna.kalna") == ["asked", "refused", "refused"]
    assert states(activity) == {"Anna Kalna": "refused"}


def test_page_that_says_look_into_your_mailbox_is_not_there_for_what_is_not_public(activity: Activity, as_: As) -> None:
    address = reverse("participation:register_received", args=[activity.pk])
    assert as_(None).get(address).status_code == 200
    Activity.objects.filter(pk=activity.pk).update(is_public=False)
    assert as_(None).get(address).status_code == 404


# -- people are counted once -----------------------------------------------------------------------
def test_somebody_who_never_pressed_the_button_is_counted_once(opened: Opener, ilze: User, janis: User) -> None:
    first, second = opened(), opened(hour=15)
    come(first, "a", person=person_of(janis))
    come(second, "b", email=janis.email)
    for row in Registration.objects.select_related("activity"):
        session = row.activity.sessions.get()
        with clock.frozen(session.starts_at):
            services.record_attendance(by=ilze, registration=row, session=session)
    assert turnout([first, second]).unique == 1
    assert len({row.identity for row in people_seen([first.pk, second.pk])}) == 1


# -- a database from before ------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_upgrade_unties_what_anybody_could_have_typed(activity: Activity, ilze: User, janis: User) -> None:
    typed, seen, opened = come(activity, "typed", "seen", "opened")
    session = activity.sessions.get()
    with clock.frozen(session.starts_at):
        services.record_attendance(by=ilze, registration=seen, session=session)
    services.open_mailed_link(by=MAILED_LINK, registration=opened)
    with as_owner():
        call_command("migrate", "participation", "0007", verbosity=0)
    people = [Person.objects.create(name=name) for name in ("a", "b")]
    for row, person in zip((typed, seen), people, strict=True):
        Registration.objects.filter(pk=row.pk).update(person=person)
    with as_owner():
        call_command("migrate", "participation", verbosity=0)
    tied = dict(Registration.objects.values_list("name", "person"))
    assert [tied["typed"], tied["seen"]] == [None, people[1].pk]
    assert tied["opened"] is not None
    assert states(activity) == {"typed": "confirmed", "seen": "confirmed", "opened": "confirmed"}
    Registration.objects.filter(pk=seen.pk).update(person=people[0])  # two rows of one person are merged


# -- the same, by the services alone ---------------------------------------------------------------
def by_oneself(user: User, activity: Activity, **more: Any) -> Registration:
    return register(
        by=user, activity=activity, via="self", name=user.name, email=user.email, person=person_of(user), **more
    )


def test_taking_over_keeps_the_seat_and_says_what_the_owner_says(activity: Activity, janis: User) -> None:
    question = Question.objects.create(enrolment=activity.enrolment, kind="text", text_lv="Ēdat?", order=1)
    (typed,) = come(activity, "a", email=janis.email, answers={question.pk: "neēdu"})
    mine = by_oneself(janis, activity, answers={question.pk: "ēdu"})
    assert (mine.pk, mine.name, mine.via, mine.person) == (typed.pk, janis.name, "self", person_of(janis))
    assert list(Answer.objects.values_list("value", flat=True)) == ["ēdu"]
    with pytest.raises(services.AlreadyRegistered):
        by_oneself(janis, activity)


def test_link_of_a_place_whose_owner_is_known_only_verifies_it(activity: Activity, ilze: User, janis: User) -> None:
    person = person_of(janis)
    row = register(by=ilze, activity=activity, name="Jānis", email=janis.email, person=person)
    Registration.objects.filter(pk=row.pk).update(verified_at=None)  # as the upgrade left those who were seen
    services.open_mailed_link(by=MAILED_LINK, registration=row)
    row.refresh_from_db()
    assert (row.person, row.verified_at is not None) == (person, True)


def test_invitation_is_answered_by_taking_over_too(activity: Activity, ilze: User, janis: User) -> None:
    services.invite(by=ilze, activity=activity, people=[Pasted(1, "Jānis", janis.email)])
    (typed,) = come(activity, "a", email=janis.email)
    invitation = Invitation.objects.get()
    who = services.Participant(name=janis.name, email=janis.email, person=person_of(janis))
    services.register(by=janis, activity=activity, participant=who, via="self", invitation=invitation)
    invitation.refresh_from_db()
    assert invitation.registration == typed
