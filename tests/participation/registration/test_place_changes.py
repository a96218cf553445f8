"""What a participant does with the own place: accepts, gives up, changes it, opens the mailed link."""

from datetime import date, timedelta

import pytest
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Question, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.values import clock
from tests.builders import Opener, path_of, said
from tests.participation.registration.test_place_pages import do, fresh, guest, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


# -- accepting -------------------------------------------------------------------------------------
@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=1)


@pytest.fixture
def offered(activity: Activity, ilze: User) -> Registration:
    first, second = guest(activity), guest(activity, 2)
    services.cancel_registration(by=ilze, registration=first)
    return fresh(second)


def test_offer_is_accepted_with_one_tap(offered: Registration, client: Client) -> None:
    assert "Jums ir atbrīvojusies vieta" in words_of(client, offered)
    for _time in range(2):
        assert do(client, offered, "place_accept")["Location"] == path_of(offered)
    assert fresh(offered).state == "confirmed"
    assert "Vieta ir Jūsu" in words_of(client, offered)
    assert Entry.objects.of(offered).filter(verb="registration.accepted").count() == 1


def test_offer_that_is_over_is_refused_with_its_reason(offered: Registration, client: Client) -> None:
    with clock.frozen(clock.now() + timedelta(hours=24)):
        page = do(client, offered, "place_accept")
    assert page.status_code == 422
    assert "Piedāvājums ir beidzies; vieta piedāvāta nākamajam rindā." in said(page)
    assert fresh(offered).state == "offered"


def test_accepting_by_opening_is_not_possible(offered: Registration, client: Client) -> None:
    assert client.get(path_of(offered, "place_accept")).status_code == 405


# -- cancelling ------------------------------------------------------------------------------------
def test_cancelling_asks_once_and_offers_the_seat(activity: Activity, client: Client) -> None:
    first, second = guest(activity), guest(activity, 2)
    assert "Atsaukt pieteikumu" in said(client.get(path_of(first, "place_cancel")))
    assert fresh(first).state == "confirmed"
    for _time in range(2):
        assert do(client, first, "place_cancel")["Location"] == path_of(first)
    assert (fresh(first).ending, fresh(second).state) == ("self", "offered")
    assert client.get(path_of(first, "place_cancel"))["Location"] == path_of(first)


def test_cancelling_after_the_deadline(opened: Opener, client: Client) -> None:
    registration = guest(opened(changes_until=date(2020, 6, 12)))
    with clock.frozen(date(2020, 6, 12)):
        assert "Mainīt vai atsaukt varat līdz 2020. gada 12. jūnijam." in words_of(client, registration)
    with clock.frozen(date(2020, 6, 13)):
        assert "mainīt un atsaukt, ir pagājis" in words_of(client, registration)
        assert "<form" not in client.get(path_of(registration, "place_cancel")).content.decode().split("<main")[1]
        page = do(client, registration, "place_cancel")
    assert page.status_code == 422
    assert "kad varēja atteikties, ir pagājusi." in said(page)
    assert fresh(registration).state == "confirmed"


# -- changing --------------------------------------------------------------------------------------
def test_change_of_everything(opened: Opener, client: Client) -> None:
    activity = opened(shows_participants=True)
    question = Question.objects.create(
        enrolment=activity.enrolment, kind="yes_no", text_lv="Ēdīsiet?", is_required=True
    )
    school = Organisation.objects.create(kind="school", name_lv="5. vidusskola")
    registration = guest(activity, answers={question.pk: "yes"})
    form = client.get(path_of(registration, "place_change")).context["form"]
    assert [form[name].value() for name in form.fields] == ["Anna 1", "3. vidusskola", False, "yes"]
    typed = {"name": "Anna Kalna", "school": "5. vidusskola", "shows_name": "on"}
    page = do(client, registration, "place_change", **typed)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [f"question_{question.pk}"]
    answer = do(client, registration, "place_change", **typed, **{f"question_{question.pk}": "no"})
    assert answer["Location"] == path_of(registration)
    changed = fresh(registration)
    assert (changed.name, changed.school, changed.organisation, changed.shows_name) == (
        "Anna Kalna",
        "5. vidusskola",
        school,
        True,
    )
    assert [answer.value for answer in changed.answers.all()] == ["no"]
    assert "Ēdīsiet? Nē" in words_of(client, registration)
    do(client, registration, "place_change", name="Anna Kalna", school="Mājas", **{f"question_{question.pk}": "no"})
    assert (fresh(registration).organisation, fresh(registration).shows_name) == (None, False)


def test_change_refused_after_the_deadline_and_after_cancelling(opened: Opener, client: Client) -> None:
    registration = guest(opened(changes_until=date(2020, 6, 12)))
    with clock.frozen(date(2020, 6, 13)):
        page = do(client, registration, "place_change", name="Cita", school="x")
    assert page.status_code == 422
    assert "ir pagājusi. Rakstiet rīkotājam." in said(page)
    do(client, registration, "place_cancel")
    page = do(client, registration, "place_change", name="Cita", school="x")
    assert page.status_code == 422
    assert "Šis pieteikums vairs nav spēkā." in said(page)
    assert fresh(registration).name == "Anna 1"


# -- the mailed link -------------------------------------------------------------------------------
def test_mailed_link_proves_the_address_only_when_pressed(activity: Activity, client: Client) -> None:
    registration = guest(activity)
    path = path_of(registration, "place_verify", links.MAILED)
    assert "Ar šo pogu Jūs apstiprināt, ka adrese a1@example.lv ir Jūsu" in said(client.get(path))
    assert fresh(registration).verified_at is None
    for _time in range(2):
        assert client.post(path)["Location"] == path_of(registration)
    changed = fresh(registration)
    assert changed.verified_at == clock.now()
    assert (changed.person is not None and changed.person.email) == "a1@example.lv"


def test_mailed_link_of_what_has_ended(activity: Activity, ilze: User, client: Client) -> None:
    registration = guest(activity)
    services.cancel_registration(by=ilze, registration=registration)
    path = path_of(registration, "place_verify", links.MAILED)
    assert "Šis pieteikums vairs nav spēkā" in said(client.get(path))
    page = client.post(path)
    assert page.status_code == 422
    assert "Šis pieteikums vairs nav spēkā." in said(page)
