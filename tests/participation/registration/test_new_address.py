"""The holder of a place changes its address: it counts once the link that goes there is opened."""

import base64
from collections.abc import Callable

import pytest
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.letters import Letter
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.errors import NotActive
from darbigas_kopienas.participation.registration.mails import compose
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK
from darbigas_kopienas.values import clock
from tests.builders import change_at, letters_to, path_of, said
from tests.participation.registration.conftest import guest_named, seminar_of_five

As = Callable[[User | None], Client]
pytestmark = [pytest.mark.usefixtures("summer"), pytest.mark.django_db]
activity = seminar_of_five


def new_link(email: str) -> str:
    """The address in the letter to the new address."""
    mail = OutgoingMail.objects.get(to_email=email, template="registration_new_address")
    letter = compose(mail)
    assert isinstance(letter, Letter)
    return str(letter.context["new_address_url"]).removeprefix("http://localhost:8000")


def test_confirmed_address_counts_until_the_new_one_is_confirmed(activity: Activity, as_: As) -> None:
    client = as_(None)
    registration = services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, "anna"))
    was = registration.person
    assert change_at(client, registration, "new@example.lv")["Location"] == path_of(registration)
    assert change_at(client, registration, "new@example.lv").status_code == 302
    assert change_at(client, registration, "anna@example.lv").status_code == 302
    assert OutgoingMail.objects.filter(template="registration_new_address").count() == 1
    registration.refresh_from_db()
    assert (registration.email, registration.person) == ("anna@example.lv", was)
    link = new_link("new@example.lv")
    assert "new@example.lv" in said(client.get(link))
    assert client.post(link)["Location"] == path_of(registration)
    registration.refresh_from_db()
    assert (registration.email, registration.person == was) == ("new@example.lv", False)
    assert [entry.verb for entry in Entry.objects.of(registration).order_by("pk")][-1] == "registration.readdressed"
    assert client.post(link).status_code == 302
    assert client.get(link[:-3] + "/").status_code == 404
    Registration.objects.filter(pk=registration.pk).update(email="third@example.lv")
    assert client.get(link).status_code == 404


def test_the_link_names_no_address_to_whoever_sees_it_pass(activity: Activity) -> None:
    registration = services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, "anna"))
    services.ask_new_address(by=PLACE_LINK, registration=registration, email="new@example.lv")
    token = new_link("new@example.lv").rstrip("/").rsplit("/", 1)[-1]
    read = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.replace("=", "").split(".")]
    assert [text for text in read if b"example" in text] == []
    assert links.new_address_or_404(token) == (registration, "new@example.lv")


def test_new_address_is_asked_for_and_confirmed_once(activity: Activity) -> None:
    registration = services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, "anna"))
    for email in ("ANNA@example.lv", "new@example.lv", "new@example.lv"):
        assert (
            services.ask_new_address(by=PLACE_LINK, registration=registration, email=email).email == "anna@example.lv"
        )
    assert letters_to("new") == ["new_address"]
    for _time in range(2):
        made = services.confirm_new_address(by=MAILED_LINK, registration=registration, email="new@example.lv")
        assert (made.email, made.person is not None) == ("new@example.lv", True)
    assert Entry.objects.of(made).filter(verb="registration.readdressed").count() == 1


def test_new_address_is_refused_where_it_may_not_be(activity: Activity, ilze: User, janis: User, as_: As) -> None:
    own = services.register(
        by=janis, activity=activity, participant=services.Participant.signed_in(janis), via=Registration.Via.SELF
    )
    assert change_at(as_(None), own, "x@example.lv")["Location"] == path_of(own)
    first, second = (
        services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, name)) for name in ("a", "b")
    )
    assert change_at(as_(None), first, "b@example.lv").status_code == 302
    link = new_link("b@example.lv")
    assert as_(None).post(link).status_code == 422
    services.cancel_registration(by=ilze, registration=second)
    assert as_(None).post(link).status_code == 302
    third = services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, "c"))
    services.cancel_registration(by=ilze, registration=third)
    with pytest.raises(NotActive):
        services.confirm_new_address(by=MAILED_LINK, registration=third, email="d@example.lv")


def test_place_of_an_account_or_one_that_is_over_gets_no_new_address(
    activity: Activity, ilze: User, janis: User
) -> None:
    own = services.register(
        by=janis, activity=activity, participant=services.Participant.signed_in(janis), via=Registration.Via.SELF
    )
    over = services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, "a"))
    services.cancel_registration(by=ilze, registration=over)
    for registration, code in ((own, "account"), (over, "not_active")):
        with pytest.raises(NotActive) as refused:
            services.ask_new_address(by=PLACE_LINK, registration=registration, email="x@example.lv")
        assert refused.value.code == code


def test_person_who_has_a_place_of_another_address_is_not_tied_twice(activity: Activity) -> None:
    person = Person.objects.create(name="Anna", email="new@example.lv", email_verified_at=clock.now())
    Registration.objects.create(activity=activity, name="Anna", email="other@example.lv", person=person)
    registration = services.open_mailed_link(by=MAILED_LINK, registration=guest_named(activity, "anna"))
    made = services.confirm_new_address(by=MAILED_LINK, registration=registration, email="new@example.lv")
    assert (made.person, made.email) == (None, "new@example.lv")
