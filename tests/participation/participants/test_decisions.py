"""What the organiser decides about those in the list, and adds or corrects by hand."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Answer, Question, Registration
from darbigas_kopienas.participation.participants.views import participant_list
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.actors import VISITOR
from tests.builders import register

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


# -- deciding ----------------------------------------------------------------------------------------
def asked(activity: Activity, by: User, *names: str) -> list[Registration]:
    services.set_up(by=by, activity=activity, needs_approval=True)
    return [register(by=VISITOR, activity=activity, name=name, email=f"{name}@example.lv".lower(), via="guest")
            for name in names]  # fmt: skip


def test_several_are_approved_first_come_first_served(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    made = asked(activity, ilze, "A", "B", "C")
    services.set_up(by=ilze, activity=activity, capacity=2)
    chosen = [str(registration.pk) for registration in reversed(made)]
    answer = as_(ilze).post(at("registration_decide") + "?state=asked", {"registration": chosen, "deed": "approve"},
                            follow=True)  # fmt: skip
    assert answer.redirect_chain == [(at("registration_list") + "?state=asked", 302)]
    assert "Apstiprināti 3\u00a0pieteikumi. 1 no tiem ir gaidīšanas sarakstā" in answer.content.decode()
    assert [registration.state for registration in Registration.objects.order_by("pk")] == [
        "confirmed",
        "confirmed",
        "waiting",
    ]


def test_all_who_wait_in_a_filter_are_approved_at_once(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    made = asked(activity, ilze, "Ozola", "Ozols", "Kalna")
    browser, address = as_(ilze), at("registration_list") + "?q=ozol&state=asked"
    page = browser.get(address)
    assert page.context["all_asked"] == [made[0].pk, made[1].pk]
    html = page.content.decode()
    assert "Apstiprināt visus 2" in html
    form = html.split('id="approve-all"')[1].split("</form>")[0]
    chosen = re.findall(r'name="registration" value="(\d+)"', form)
    done = browser.post(at("registration_decide") + "?q=ozol&state=asked", {"registration": chosen, "deed": "approve"},
                        follow=True)  # fmt: skip
    assert "Apstiprināti 2\u00a0pieteikumi." in done.content.decode()
    assert [row.state for row in Registration.objects.order_by("pk")] == ["confirmed", "confirmed", "asked"]
    assert browser.get(at("registration_list") + "?state=confirmed").context["all_asked"] == []


def test_no_more_are_offered_at_once_than_a_form_may_hold(
    as_: As, at: Any, activity: Activity, ilze: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = 50  # what the form holds beside those ticked, and then some
    assert participant_list.MOST + others <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    made = asked(activity, ilze, "A", "B", "C")
    monkeypatch.setattr(participant_list, "MOST", 2)
    page = as_(ilze).get(at("registration_list"))
    assert page.context["all_asked"] == [row.pk for row in made[:2]]
    assert "Apstiprināt pirmos 2, kas gaida" in page.content.decode()
    chosen = {"registration": page.context["all_asked"], "deed": "approve"}
    rest = as_(ilze).post(at("registration_decide"), chosen, follow=True)
    assert rest.context["all_asked"] == [made[2].pk]
    assert "pirmos" not in rest.content.decode()


def test_after_the_last_is_approved_the_list_says_so_and_leads_to_the_rest(
    as_: As, at: Any, activity: Activity, ilze: User
) -> None:
    (only,) = asked(activity, ilze, "A")
    services.set_up(by=ilze, activity=activity, needs_approval=False)
    register(by=ilze, activity=activity, name="B")
    page = as_(ilze).post(at("registration_decide") + "?state=asked", {"registration": [only.pk], "deed": "approve"},
                          follow=True).content.decode()  # fmt: skip
    assert "Apstiprināts 1\u00a0pieteikums." in page
    assert "Neviens pieteikums vairs negaida apstiprināšanu" in page
    assert "Šiem filtriem nekas neatbilst" not in page
    assert f'href="{at("registration_list")}">Parādīt visus 2\u00a0dalībniekus</a>' in page
    other = as_(ilze).get(at("registration_list") + "?state=waiting").content.decode()
    assert "Šajā statusā neviena nav" in other
    assert "Šiem filtriem nekas neatbilst" in as_(ilze).get(at("registration_list") + "?q=xyz").content.decode()


def test_refusing_asks_for_the_reason_and_keeps_what_was_chosen(
    as_: As, at: Any, activity: Activity, ilze: User
) -> None:
    first, two = asked(activity, ilze, "A", "B")
    browser = as_(ilze)
    refused = browser.post(at("registration_decide"), {"registration": [first.pk, two.pk], "deed": "refuse"})
    assert refused.status_code == 422
    assert "Norādiet iemeslu" in refused.content.decode()
    assert refused.content.decode().count(" checked>") >= 2
    browser.post(at("registration_decide"), {"registration": [first.pk], "deed": "refuse", "reason": "Cita grupa"})
    first.refresh_from_db()
    assert (first.state, first.reason) == ("refused", "Cita grupa")


@pytest.mark.parametrize("data", [{}, {"deed": "approve"}, {"registration": ["x", "9" * 30, "-1"], "deed": "cancel"},
                                  {"registration": ["1"], "deed": "explode"}])  # fmt: skip
def test_bad_choices_are_said(as_: As, at: Any, ilze: User, person: Registration, data: dict[str, Any]) -> None:
    assert as_(ilze).post(at("registration_decide"), data).status_code == 422


def test_those_for_whom_it_makes_no_sense_are_left(activity: Activity, ilze: User) -> None:
    sure = register(by=ilze, activity=activity, name="Sure")
    (first,) = asked(activity, ilze, "A")
    services.set_up(by=ilze, activity=activity, has_waiting_list=False, capacity=1)
    outcome = services.decide(by=ilze, registrations=[first, sure], action="approve")
    assert outcome == services.Decided(done=0, waiting=0, left=2)
    assert services.decide(by=ilze, registrations=[sure], action="cancel").done == 1
    with pytest.raises(services.ReasonMissing):
        services.decide(by=ilze, registrations=[first], action="refuse", reason=" ")


def test_a_refusal_is_taken_back_and_told_anew(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    (first,) = asked(activity, ilze, "A")
    browser = as_(ilze)
    assert browser.post(at("registration_act", first.pk, "refuse"), {"reason": ""}).status_code == 422
    browser.post(at("registration_act", first.pk, "refuse"), {"reason": "Kļūda"})
    browser.post(at("registration_act", first.pk, "take_back"))
    first.refresh_from_db()
    assert (first.state, first.reason) == ("asked", "")
    assert browser.post(at("registration_act", first.pk, "take_back")).status_code == 422
    assert OutgoingMail.objects.filter(template="registration_refused").count() == 1
    assert Entry.objects.of(first)[0].verb == "registration.refusal_taken_back"


def test_a_cancelled_one_is_registered_again_with_its_answers(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    enrolment = services.set_up(by=ilze, activity=activity, capacity=1)
    question = Question.objects.create(enrolment=enrolment, text_lv="Ēdiens?")
    first = register(by=ilze, activity=activity, name="A", email="a@example.lv", answers={question.pk: "Zupa"})
    browser = as_(ilze)
    assert browser.post(at("registration_act", first.pk, "again")).status_code == 422
    browser.post(at("registration_act", first.pk, "cancel"), {"reason": "Pārpratums"})
    register(by=ilze, activity=activity, name="B")
    answer = browser.post(at("registration_act", first.pk, "again"), follow=True)
    again = Registration.objects.latest("pk")
    assert answer.redirect_chain == [(at("registration_detail", again.pk), 302)]
    assert (again.name, again.state, Answer.objects.get(registration=again).value) == ("A", "waiting", "Zupa")
    assert Registration.objects.get(pk=first.pk).state == "cancelled"


def test_the_link_is_sent_again_once_a_minute(
    as_: As, at: Any, person: Registration, activity: Activity, ilze: User
) -> None:
    browser = as_(ilze)
    for _time in range(2):
        assert browser.post(at("registration_act", person.pk, "link")).status_code == 302
    assert OutgoingMail.objects.filter(template="registration_link").count() == 1
    silent = register(by=ilze, activity=activity, name="Bez adreses")
    assert browser.post(at("registration_act", silent.pk, "link")).status_code == 422
    assert browser.post(at("registration_act", person.pk, "dance")).status_code == 404
    services.cancel_registration(by=ilze, registration=person)
    with pytest.raises(services.NotActive):
        services.send_link(by=ilze, registration=Registration.objects.get(pk=person.pk))


# -- by hand -----------------------------------------------------------------------------------------
def test_somebody_is_added_by_hand(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    browser = as_(ilze)
    typed = {"name": " Anna  Kalna ", "email": "Anna@Example.lv", "language": "en", "group": "teachers"}
    assert browser.post(at("registration_add"), typed).status_code == 302
    made = Registration.objects.get()
    assert (made.name, made.email, made.language, made.via) == ("Anna Kalna", "anna@example.lv", "en", "organiser")
    again = browser.post(at("registration_add"), {**typed, "name": "Vēlreiz"})
    assert (again.status_code, "Vēlreiz" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("email", ["a@b.lv\r\nBcc: x@y.lv", "a@b.lv, c@d.lv", "nav adrese", "a" * 250 + "@b.lv"])
def test_an_address_that_is_none_is_refused(as_: As, at: Any, ilze: User, email: str) -> None:
    answer = as_(ilze).post(at("registration_add"), {"name": "X", "email": email, "language": "lv"})
    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_full_without_a_waiting_list_is_said(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1, has_waiting_list=False)
    register(by=ilze, activity=activity, name="A")
    answer = as_(ilze).post(at("registration_add"), {"name": "B", "language": "lv"})
    assert (answer.status_code, "Visas vietas ir aizņemtas." in answer.content.decode()) == (422, True)


def test_name_school_and_municipality_are_corrected(
    as_: As, at: Any, person: Registration, ilze: User, daugavpils: Municipality, rezekne: Municipality
) -> None:
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=daugavpils)
    browser, address = as_(ilze), at("registration_edit", person.pk)
    typed = {"name": "Jauns Vārds", "school": "3. VIDUSSKOLA", "municipality": rezekne.pk, "group": "ngo"}
    assert browser.post(address, typed).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.organisation, person.municipality, person.group) == (
        "Jauns Vārds", school, daugavpils, "ngo")  # fmt: skip
    browser.post(address, {**typed, "school": "Nezināma"})
    person.refresh_from_db()
    assert (person.organisation, person.municipality) == (None, rezekne)
    assert browser.post(address, {**typed, "name": ""}).status_code == 422
