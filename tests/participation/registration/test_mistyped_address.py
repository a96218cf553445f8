"""A guest whose address was mistyped or whose letter is lost: corrected, sent again, and nobody learns of others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.enrolment.errors import TooLate
from darbigas_kopienas.participation.models import Invitation, Question, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.errors import NotActive, WasThere
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, SYSTEM, VISITOR
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.sealed_texts import seal, unsealed
from tests.builders import (
    DAY,
    at,
    change_at,
    letters_to,
    open_seminar,
    path_of,
    register,
    register_path,
    said,
    send,
    states,
    typed,
)
from tests.participation.registration.conftest import guest_named, seminar_of_five

As = Callable[[User | None], Client]
pytestmark = [pytest.mark.usefixtures("summer"), pytest.mark.django_db]
activity = seminar_of_five


def received(activity: Activity) -> str:
    return reverse("participation:register_received", args=[activity.pk])


def corrected(client: Client, activity: Activity, email: str) -> Any:
    return client.post(reverse("participation:register_correct", args=[activity.pk]), typed(email=email))


# -- the service -----------------------------------------------------------------------------------
def test_same_seat_under_the_right_address(activity: Activity) -> None:
    question = Question.objects.create(enrolment=activity.enrolment, kind="text", text_lv="Vai?", order=1)
    was = guest_named(activity, answers={question.pk: "jā"}, school="3. vidusskola")
    invitation = Invitation.objects.create(activity=activity, email="typo@example.lv", registration=was)
    old = [path_of(was), path_of(was, "place_verify", links.MAILED)]
    made = services.correct_address(by=VISITOR, registration=was, email=" Anna@Example.LV ")
    assert made is not None
    assert (made.email, made.state, made.school, made.created_at) == (
        "anna@example.lv",
        "confirmed",
        was.school,
        was.created_at,
    )
    assert list(made.answers.values_list("value", flat=True)) == ["jā"]
    assert Invitation.objects.get(pk=invitation.pk).registration_id == made.pk
    assert activity.registrations.count() == 1
    assert letters_to("anna") == ["confirmed"]
    (entry,) = Entry.objects.of(made)
    assert (entry.verb, entry.changes) == ("registration.readdressed", {"instead_of": was.pk})
    assert [Client().get(path).status_code for path in old] == [404, 404]
    assert Client().get(path_of(made)).status_code == 200


def test_place_in_line_and_the_time_to_confirm_stay(ilze: User, in_daugavpils: Scope) -> None:
    activity = open_seminar(ilze, in_daugavpils, capacity=1, confirm_hours=24)
    guest_named(activity, "first")
    second, _third = guest_named(activity, "second"), guest_named(activity, "third")
    with clock.frozen(clock.now() + timedelta(hours=2)):
        made = services.correct_address(by=VISITOR, registration=second, email="zane@example.lv")
        assert made is not None
        assert (made.waiting_no, made.confirm_by) == (second.waiting_no, clock.now() + timedelta(hours=24))
    assert Registration.objects.rank_of(made) == 1
    colleague = guest_named(activity, "fourth")
    Registration.objects.filter(pk=colleague.pk).update(confirm_by=clock.now() + timedelta(hours=5))
    type(activity.enrolment).objects.filter(activity=activity).update(confirm_hours=None)
    made = services.correct_address(by=VISITOR, registration=colleague, email="ieva@example.lv")
    assert made is not None
    assert made.confirm_by == clock.now() + timedelta(hours=5)


def test_address_that_has_a_place_keeps_it_and_the_mistaken_one_is_given_back(ilze: User, in_daugavpils: Scope) -> None:
    activity = open_seminar(ilze, in_daugavpils, capacity=2)
    guest_named(activity, "anna")
    mistaken = guest_named(activity)
    Registration.objects.filter(pk=mistaken.pk).update(name="Otra")
    register(by=VISITOR, activity=activity, via="guest", name="Rindā", email="rinda@example.lv")
    assert services.correct_address(by=VISITOR, registration=mistaken, email="anna@example.lv") is None
    assert states(activity) == {"Anna": "confirmed", "Otra": "cancelled", "Rindā": "offered"}
    assert letters_to("anna") == ["confirmed", "link"]
    assert letters_to("typo") == ["confirmed"]


def test_same_address_is_sent_the_link_once_more(activity: Activity) -> None:
    was = guest_named(activity)
    assert services.correct_address(by=VISITOR, registration=was, email="TYPO@example.lv") == was
    assert letters_to("typo") == ["confirmed", "link"]


def test_place_that_was_corrected_meanwhile_is_another_row(activity: Activity) -> None:
    stale = guest_named(activity)
    services.correct_address(by=VISITOR, registration=stale, email="anna@example.lv")
    with pytest.raises(NotActive):
        services.correct_address(by=VISITOR, registration=stale, email="ieva@example.lv")
    with pytest.raises(NotActive):
        services.open_mailed_link(by=MAILED_LINK, registration=stale)
    with pytest.raises(NotActive):
        services.change(by=PLACE_LINK, registration=stale, is_own=True, name="Anna")


def test_stale_browser_makes_no_second_place(activity: Activity, as_: As) -> None:
    client = as_(None)
    send(client, activity, email="typo@example.lv")
    stale = client.cookies["just_registered"].value
    corrected(client, activity, "anna@example.lv")
    client.cookies["just_registered"] = stale
    assert corrected(client, activity, "ieva@example.lv").status_code == 422
    assert activity.registrations.get().email == "anna@example.lv"


def test_confirmed_ended_late_and_seen_places_keep_their_address(activity: Activity, ilze: User) -> None:
    confirmed, seen, cancelled, late = (guest_named(activity, name) for name in ("a", "b", "c", "d"))
    services.open_mailed_link(by=MAILED_LINK, registration=confirmed)
    services.cancel_registration(by=ilze, registration=cancelled)
    with clock.frozen(at(DAY, 11)):
        services.record_attendance(by=SYSTEM, registration=seen, session=activity.sessions.get())
        with pytest.raises(WasThere):
            services.correct_address(by=VISITOR, registration=seen, email="x@example.lv")
    for registration in (confirmed, cancelled):
        with pytest.raises(NotActive):
            services.correct_address(by=VISITOR, registration=registration, email="x@example.lv")
    with clock.frozen(at(DAY, 15)), pytest.raises(TooLate):
        services.correct_address(by=VISITOR, registration=late, email="x@example.lv")


def test_links_are_sent_to_the_owner_of_the_address_alone(activity: Activity, ilze: User, in_daugavpils: Scope) -> None:
    guest_named(activity, "anna")
    guest_named(open_seminar(ilze, in_daugavpils, hour=15), "anna")
    guest_named(activity, "other")
    services.cancel_registration(by=ilze, registration=guest_named(open_seminar(ilze, in_daugavpils), "anna"))
    before = OutgoingMail.objects.count()
    services.send_links(by=VISITOR, email="Anna@example.lv")
    services.send_links(by=VISITOR, email="anna@example.lv")
    assert letters_to("anna").count("link") == 2
    assert OutgoingMail.objects.count() == before + 2
    services.send_links(by=VISITOR, email="nobody@example.lv")
    assert OutgoingMail.objects.count() == before + 2


# -- the browser that registered -------------------------------------------------------------------
def test_done_page_says_the_address_and_lets_it_be_corrected(activity: Activity, as_: As) -> None:
    client = as_(None)
    send(client, activity, email="typo@example.lv")
    assert "Nosūtījām vēstuli uz typo@example.lv" in said(client.get(received(activity))).replace(" .", ".")
    answer = corrected(client, activity, "anna@example.lv")
    assert answer["Location"] == received(activity)
    assert "anna@example.lv" in said(client.get(received(activity)))
    assert list(activity.registrations.values_list("email", flat=True)) == ["anna@example.lv"]
    assert corrected(client, activity, "ieva@example.lv").status_code == 302
    assert list(activity.registrations.values_list("email", flat=True)) == ["ieva@example.lv"]


def test_another_browser_corrects_and_reads_nothing(activity: Activity, as_: As) -> None:
    send(as_(None), activity, email="typo@example.lv")
    other = as_(None)
    assert "typo@example.lv" not in said(other.get(received(activity)))
    assert corrected(other, activity, "anna@example.lv")["Location"] == received(activity)
    other.cookies["just_registered"] = "nothing of ours"
    assert "typo" not in said(other.get(received(activity)))
    again = reverse("participation:register_resend", args=[activity.pk])
    assert other.post(again)["Location"] == received(activity)
    assert letters_to("typo") == ["confirmed"]


def test_known_and_unknown_addresses_are_answered_alike(activity: Activity, as_: As) -> None:
    guest_named(activity, "known")
    pages = []
    for name in ("known", "unknown"):
        client = as_(None)
        send(client, activity, email=f"{name}@example.lv", name="Zane")
        first = said(client.get(received(activity))).replace(name, "X")
        answer = corrected(client, activity, f"right-{name}@example.lv")
        after = said(client.get(received(activity))).replace(name, "X")
        pages.append((first, answer.status_code, answer["Location"], after))
    assert pages[0] == pages[1]
    emails = sorted(activity.registrations.values_list("email", flat=True))
    assert emails == ["known@example.lv", "right-known@example.lv", "right-unknown@example.lv"]
    client = as_(None)
    send(client, activity, email="typo@example.lv")
    assert corrected(client, activity, "known@example.lv").status_code == 302
    client = as_(None)
    send(client, activity, email="known@example.lv")
    assert corrected(client, activity, "right-known@example.lv").status_code == 302
    assert letters_to("known") == ["confirmed", "link"]


def test_confirmed_address_is_not_corrected_and_what_was_typed_stays(activity: Activity, as_: As) -> None:
    client = as_(None)
    send(client, activity, email="anna@example.lv")
    services.open_mailed_link(by=MAILED_LINK, registration=activity.registrations.get())
    page = corrected(client, activity, "other@example.lv")
    assert page.status_code == 422
    assert "Šī adrese ir apstiprināta" in said(page)
    assert "other@example.lv" in page.content.decode()
    assert corrected(client, activity, "nothing").status_code == 422


def test_letter_is_sent_once_more_and_not_without_end(activity: Activity, as_: As) -> None:
    client = as_(None)
    send(client, activity, email="typo@example.lv")
    again = reverse("participation:register_resend", args=[activity.pk])
    answers = [client.post(again).status_code for _time in range(21)]
    assert answers == [302] * 20 + [429]
    assert letters_to("typo") == ["confirmed", "link"]


def test_lost_link_page_always_answers_the_same(activity: Activity, as_: As) -> None:
    guest_named(activity, "anna")
    find = reverse("participation:place_find")
    client = as_(None)
    assert reverse("participation:place_find") in client.get(register_path(activity)).content.decode()
    pages = [said(client.post(find, {"email": f"{name}@example.lv"})).replace(name, "X") for name in ("anna", "ieva")]
    assert pages[0] == pages[1]
    assert letters_to("anna") == ["confirmed", "link"]
    assert client.post(find, {"email": "anna"}).status_code == 422
    assert [client.post(find, {"email": "x@example.lv"}).status_code for _time in range(28)][-1] == 429
    assert client.get(find).status_code == 200


def test_unconfirmed_holder_corrects_the_address_and_the_old_link_ends(activity: Activity, as_: As) -> None:
    client, registration = as_(None), guest_named(activity)
    assert path_of(registration, "place_address") in client.get(path_of(registration)).content.decode()
    assert client.get(path_of(registration, "place_address")).status_code == 200
    assert change_at(client, registration, "anna@example.lv")["Location"] == received(activity)
    assert client.get(path_of(registration)).status_code == 404
    assert "anna@example.lv" in said(client.get(received(activity)))
    assert corrected(client, activity, "ieva@example.lv").status_code == 302
    assert activity.registrations.get().email == "ieva@example.lv"
    guest_named(activity, "taken")
    assert change_at(client, activity.registrations.get(email="ieva@example.lv"), "taken@example.lv").status_code == 302


# -- what the browser keeps -------------------------------------------------------------------------
def test_sealed_text_opens_for_its_purpose_and_time_alone() -> None:
    sealed = seal("one", "Anna")
    assert "Anna" not in sealed
    assert unsealed("one", sealed, seconds=60) == "Anna"
    assert unsealed("two", sealed, seconds=60) is None
    assert unsealed("one", "ā", seconds=60) is None


def test_long_answers_do_not_overfill_the_cookie(activity: Activity, as_: As) -> None:
    question = Question.objects.create(enrolment=activity.enrolment, kind="text", text_lv="Vai?", order=1)
    more = [
        Question.objects.create(enrolment=activity.enrolment, kind="text", text_lv=f"Vai {n}?", order=n)
        for n in (2, 3, 4)
    ]
    answers = {f"question_{asked.pk}": "ā" * 900 for asked in (question, *more)}
    client = as_(None)
    assert send(client, activity, email="typo@example.lv", **answers).status_code == 302
    assert len(client.cookies["just_registered"].value) < 3900
    assert corrected(client, activity, "anna@example.lv").status_code == 302
    assert activity.registrations.get().answers.count() == 4
