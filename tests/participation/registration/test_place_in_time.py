"""What the page of a place, and what leads to it, say before, during and after, by the state of the place."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.enrolment.errors import TooLate
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.services.mail import is_still_reminded
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, SYSTEM, VISITOR
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from seminars.evaluation import services as evaluation
from seminars.models import Material, Seminar
from seminars.plan import services as plan
from tests.builders import AFTER, DAY, TODAY, Opener, at, implementer, issue, path_of, register, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
As = Callable[[User | None], Client]
TIMES = {"before": at(TODAY, 12), "during": at(DAY, 11), "after": at(DAY, 15)}
REMINDS, PASS, CHANGES = "Pirms sākuma atgādināsim", "Parādiet ierodoties", "Varat mainīt vai atsaukt"
IS_OVER, HAS_BEGUN, SEAT = "Tas ir noticis", "Tas ir sācies", "Vieta ir Jūsu"

# by the place's state and the time: what is said, and what is not
SAID: dict[tuple[str, str], tuple[set[str], set[str]]] = {
    ("confirmed", "before"): ({SEAT, REMINDS, PASS}, {IS_OVER, HAS_BEGUN, "Klātbūtne"}),
    ("confirmed", "during"): ({SEAT, HAS_BEGUN, PASS}, {IS_OVER, REMINDS, "Klātbūtne"}),
    ("confirmed", "after"): ({IS_OVER, "Klātbūtne vēl nav atzīmēta."}, {SEAT, REMINDS, PASS, HAS_BEGUN, CHANGES}),
    ("seen", "after"): ({"Klātbūtne: 3 no 6 st."}, {SEAT, REMINDS, PASS, HAS_BEGUN, CHANGES}),
    ("waiting", "before"): ({"Jūs esat gaidīšanas sarakstā"}, {IS_OVER, PASS}),
    ("waiting", "during"): ({"Jūs esat gaidīšanas sarakstā"}, {IS_OVER, PASS}),
    ("waiting", "after"): ({IS_OVER, "Vieta netika piešķirta."}, {"Kad atbrīvosies vieta", PASS, CHANGES}),
    ("asked", "before"): ({"Pieteikums gaida apstiprinājumu"}, {IS_OVER, PASS}),
    ("asked", "after"): ({IS_OVER, "Vieta netika piešķirta."}, {"gaida apstiprinājumu", PASS, CHANGES}),
    ("offered", "before"): ({"Pieņemt vietu"}, {IS_OVER, PASS}),
    ("offered", "after"): ({IS_OVER, "Vieta netika piešķirta."}, {"Pieņemt vietu", PASS, CHANGES}),
    ("refused", "before"): ({"Domāts pirmsskolai."}, {IS_OVER, PASS}),
    ("refused", "after"): ({"Domāts pirmsskolai."}, {IS_OVER, REMINDS, PASS, CHANGES}),
    ("cancelled", "before"): ({"varat pieteikties vēlreiz"}, {IS_OVER, PASS}),
    ("cancelled", "after"): ({"Šis pieteikums vairs nav spēkā"}, {"varat pieteikties vēlreiz", REMINDS, PASS, CHANGES}),
}  # fmt: skip


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=5)


def guest(activity: Activity, number: int = 1) -> Registration:
    made = register(
        by=VISITOR, activity=activity, via="guest", name=f"Anna {number}", email=f"a{number}@example.lv", school="x"
    )
    with clock.frozen(clock.now() + timedelta(seconds=1)):
        return services.open_mailed_link(by=MAILED_LINK, registration=made)


def in_state(registration: Registration, state: str) -> Registration:
    by_state: dict[str, dict[str, Any]] = {
        "waiting": {"waiting_no": 1},
        "offered": {"offer_until": TIMES["after"] + timedelta(days=9)},
        "refused": {"reason": "Domāts pirmsskolai."},
        "cancelled": {"ending": "self"},
    }
    fields = by_state.get(state, {})
    state = "confirmed" if state == "seen" else state
    Registration.objects.filter(pk=registration.pk).update(state=state, **fields)
    return Registration.objects.get(pk=registration.pk)


def seen(registration: Registration, hours: str = "3") -> None:
    session = registration.activity.sessions.get()
    with clock.frozen(TIMES["during"]):
        services.record_attendance(by=SYSTEM, registration=registration, session=session, hours=Decimal(hours))


def words_at(moment: datetime, client: Client, path: str) -> str:
    with clock.frozen(moment):
        return said(client.get(path))


def missing(words: str, wanted: set[str], unwanted: set[str]) -> tuple[set[str], set[str]]:
    return {text for text in wanted if text not in words}, {text for text in unwanted if text in words}


@pytest.mark.parametrize(("state", "when"), SAID)
def test_page_of_the_place_knows_the_time(state: str, when: str, activity: Activity, client: Client) -> None:
    registration = in_state(guest(activity), state)
    if state == "seen":
        seen(registration)
    words = words_at(TIMES[when], client, path_of(registration))
    assert missing(words, *SAID[state, when]) == (set(), set()), words


@pytest.mark.parametrize("when", TIMES)
@pytest.mark.parametrize("state", ["confirmed", "waiting", "asked", "offered"])
def test_called_off_says_why_at_any_time(state: str, when: str, activity: Activity, ilze: User, client: Client) -> None:
    registration = in_state(guest(activity), state)
    activities.cancel(by=ilze, activity=activity, reason="Pasniedzēja slimo")
    words = words_at(TIMES[when], client, path_of(registration))
    assert missing(words, {"Tas nenotiks", "Iemesls: Pasniedzēja slimo"}, {IS_OVER, REMINDS, PASS, CHANGES}) == (
        set(),
        set(),
    )


def test_put_off_to_a_day_that_is_not_known(activity: Activity, ilze: User, client: Client) -> None:
    registration = guest(activity)
    activities.postpone(by=ilze, activity=activity, reason="Plūdi")
    for when in ("before", "after"):
        words = words_at(TIMES[when], client, path_of(registration))
        assert missing(words, {SEAT, "Iemesls: Plūdi"}, {IS_OVER, HAS_BEGUN}) == (set(), set())


def test_set_back_is_to_come_again_until_its_hours_are_over(activity: Activity, ilze: User, client: Client) -> None:
    registration, seminar = guest(activity), Seminar.objects.get(activity=activity)
    with clock.frozen(at(DAY, 10)):
        plan.mark_seminar_held(by=ilze, seminar=seminar, held_on=DAY)
    assert IS_OVER in words_at(at(DAY, 10), client, path_of(registration))
    with clock.frozen(at(DAY, 10)):
        seminar = Seminar.objects.get(activity=activity)
        activities.set_back(by=ilze, activity=seminar.activity, reason="Kļūda")
    assert missing(words_at(at(DAY, 10), client, path_of(registration)), {SEAT, PASS}, {IS_OVER}) == (set(), set())
    assert IS_OVER in words_at(TIMES["after"], client, path_of(registration))


def test_what_a_held_seminar_leaves(activity: Activity, ilze: User, client: Client, in_daugavpils: Scope) -> None:
    registration, seminar = guest(activity), Seminar.objects.get(activity=activity)
    Material.objects.create(seminar=seminar, title_lv="Slaidi", url="https://slaidi.example.lv/")
    seen(registration)
    path = path_of(registration)
    assert "Apliecības sagatavo, kad rīkotājs ir atzīmējis" in words_at(TIMES["after"], client, path)
    with clock.frozen(AFTER):
        plan.mark_seminar_held(by=ilze, seminar=seminar, held_on=DAY)
    assert "nosūtīsim saiti uz a1@example.lv" in words_at(at(AFTER, 9), client, path)
    Registration.objects.filter(pk=registration.pk).update(email="")
    assert "tas būs redzams šeit" in words_at(at(AFTER, 9), client, path)
    Registration.objects.filter(pk=registration.pk).update(email="a1@example.lv")
    token = signed_tokens.token(links.PLACE, registration.pk)
    with clock.frozen(at(AFTER, 9)):
        implementer(activity.programme)
        (certificate,) = issue(ilze, Seminar.objects.get(pk=seminar.pk))
        evaluation.thank(by=SYSTEM)
        page = client.get(path)
        english = client.get(path.replace("/lv/", "/en/").replace("/vieta/", "/place/"))
    words, text = said(page), page.content.decode()
    wanted = {"Klātbūtne: 3 no 6 st.", "Lejupielādēt apliecinājumu", "Novērtēt semināru", "1 materiāls"}
    assert missing(words, wanted, {"nav izsniegts"}) == (set(), set())
    with translation.override("lv"):  # the client's request has left another language behind
        download = reverse("seminars:certificate_place_download", args=[token, certificate.pk, "lv"])
    assert f'href="{download}"' in text
    assert f"?place={token}#materials" in text
    assert "Attendance: 3 of 6 h" in said(english)


def test_unlooked_check_in_and_a_held_one_without_anybody_seen(activity: Activity, ilze: User, client: Client) -> None:
    first, second = guest(activity), guest(activity, 2)
    seen(first)
    first.attendances.update(oddity="same_device")
    with clock.frozen(AFTER):
        plan.mark_seminar_held(by=ilze, seminar=Seminar.objects.get(activity=activity), held_on=DAY)
    assert "rīkotājam vēl jāizskata" in words_at(at(AFTER, 9), client, path_of(first))
    words = words_at(at(AFTER, 9), client, path_of(second))
    assert missing(words, {"Jūsu klātbūtne nav atzīmēta."}, {"Apliecīb", "saiti uz"}) == (set(), set())


# -- the kind: nothing that is over is offered ------------------------------------------------------
def test_nobody_registers_changes_or_invites_once_it_has_ended(activity: Activity, ilze: User) -> None:
    registration = guest(activity)
    enrolment = activity.enrolment
    assert enrolment.is_open_at(TIMES["during"])
    assert enrolment.may_be_changed_at(TIMES["during"])
    with clock.frozen(TIMES["after"]):
        assert services.why_closed(enrolment) == "Tas jau ir noticis, tāpēc pieteikties vairs nevar."
        assert not enrolment.may_be_changed_at(clock.now())
        assert not Seminar.objects.with_seats().to_register_for(DAY).exists()
        with pytest.raises(services.RegistrationClosed):
            guest(activity, 2)
        with pytest.raises(TooLate):
            services.cancel_registration(by=PLACE_LINK, registration=registration, ending="self")
    with clock.frozen(TIMES["during"]):
        assert Seminar.objects.with_seats().to_register_for(DAY).exists()


def test_seminar_page_and_list_offer_nothing_that_is_over(
    activity: Activity, ilze: User, janis: User, as_: As, client: Client
) -> None:
    seminar = Seminar.objects.get(activity=activity)
    page, listed = reverse("seminars:seminar_detail", args=[seminar.pk]), reverse("seminars:seminar_list")
    filmed, calendar, seats = "var notikt filmēšana", "Pievienot savam kalendāram", "brīvas vietas"
    assert missing(words_at(TIMES["during"], client, page), {filmed, calendar, seats}, set()) == (set(), set())
    assert missing(words_at(TIMES["after"], client, page), set(), {filmed, calendar, seats}) == (set(), set())
    assert seats in words_at(TIMES["during"], client, listed)
    assert seats not in words_at(TIMES["after"], client, listed)
    invitations = reverse("participation:invitation_list", args=[activity.pk])
    assert "Uzaicināt" in words_at(TIMES["during"], as_(ilze), invitations)
    assert "Uzaicināt" not in words_at(TIMES["after"], as_(ilze), invitations)


def test_held_seminar_still_leads_to_ones_own_place(activity: Activity, janis: User, ilze: User, as_: As) -> None:
    seminar = Seminar.objects.get(activity=activity)
    who = services.Participant.signed_in(janis)
    services.register(by=janis, activity=activity, participant=who, via="self")
    with clock.frozen(AFTER):
        plan.mark_seminar_held(by=ilze, seminar=seminar, held_on=DAY)
    words = words_at(at(AFTER, 9), as_(janis), reverse("seminars:seminar_detail", args=[seminar.pk]))
    assert "Uz manu vietu" in words
    assert "apstiprināts" not in words


def test_reminder_is_promised_only_while_it_is_to_come(activity: Activity, ilze: User) -> None:
    registration = guest(activity)
    begins = at(DAY, 10)
    promised = {hours: is_still_reminded(registration, begins - timedelta(hours=hours)) for hours in (60, 40, 20)}
    assert promised == {60: True, 40: False, 20: False}
    with clock.frozen(begins - timedelta(hours=50)):
        late = guest(activity, 2)
    assert [is_still_reminded(late, begins - timedelta(hours=hours)) for hours in (40, 25, 20)] == [True, False, False]
    assert not is_still_reminded(late, TIMES["after"])
    late.email = ""
    assert not is_still_reminded(late, begins - timedelta(hours=60))
    activities.cancel(by=ilze, activity=activity, reason="Slimība")
    assert not is_still_reminded(Registration.objects.get(pk=registration.pk), begins - timedelta(hours=60))


def test_activity_without_sessions_is_over_on_the_next_day(activity: Activity) -> None:
    activity.sessions.all().delete()
    assert not activity.has_begun_at(at(TODAY, 12))
    assert activity.has_begun_at(at(DAY, 1))
    assert not activity.is_over_at(at(DAY, 23))
    assert activity.is_over_at(at(AFTER, 1))


def test_statements_of_the_page_afterwards(opened: Opener, client: Client) -> None:
    counts = []
    for number in (1, 3):
        activity = opened(capacity=9, shows_participants=True)
        for name in range(number):
            Material.objects.create(
                seminar=Seminar.objects.get(activity=activity), title_lv=f"S{name}", url="https://slaidi.example.lv/"
            )
            seen(guest(activity, name))
        path = path_of(Registration.objects.filter(activity=activity).earliest("pk"))
        with clock.frozen(TIMES["after"]), CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
