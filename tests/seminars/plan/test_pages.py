"""The public list and month, the seminar's own page: who reads what, in how many statements."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration, SeatReserve
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.prepared import occupancy_of
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.values import clock, signed_tokens
from seminars.materials import services as materials
from seminars.models import Engagement, Seminar
from seminars.plan import services as plan_services
from seminars.trainers import services as trainers
from tests.builders import register
from tests.page_text import tight
from tests.seminars.conftest import LINK, Maker, at

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
WHO = ["visitor", "janis", "ilze", "anna", "karlis", "marta", "emma", "olga", "admin"]
STAFF = {"ilze", "anna", "marta", "olga"}


@pytest.fixture
def who(request: pytest.FixtureRequest) -> Callable[[str], User | None]:
    return lambda name: None if name == "visitor" else request.getfixturevalue(name)


def page(browser: Client, seminar: Seminar, query: str = "") -> str:
    return tight(browser.get(f"/lv/seminari/{seminar.pk}/{query}").content.decode())


# -- link and materials ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHO)
def test_link_to_join_is_for_staff_and_those_with_a_seat(as_: As, who: Any, online: Seminar, name: str) -> None:
    text = page(as_(who(name)), online)
    assert (LINK in text) == (name in STAFF)
    assert LINK not in as_(who(name)).get("/lv/seminari/kalendars.ics").content.decode()
    assert LINK not in as_(who(name)).get("/lv/seminari/").content.decode()
    assert ("Dalībniekiem</a>" in text) == (name in STAFF)
    assert "Visiem</a>" in text


def test_confirmed_reads_it_by_the_place_and_by_signing_in_and_who_waits_does_not(
    as_: As, ilze: User, janis: User, online: Seminar
) -> None:
    confirmed = register(by=ilze, activity=online.activity, name="Anita", email="anita@example.lv")
    waiting = participation.register(
        by=janis, activity=online.activity, participant=participation.Participant.signed_in(janis), via="self"
    )
    assert waiting.state == "waiting"
    visitor = as_(None)
    for registration, sees in ((confirmed, True), (waiting, False)):
        token = signed_tokens.token(links.PLACE, registration.pk)
        text = page(visitor, online, f"?place={token}")
        assert (LINK in text) == sees
        shown = [link_text for link_text in ("Visiem</a>", "Dalībniekiem</a>", "Pēc tam</a>") if link_text in text]
        assert shown == (["Visiem</a>", "Dalībniekiem</a>"] if sees else ["Visiem</a>"])
    assert LINK not in page(as_(janis), online)
    participation.cancel_registration(by=ilze, registration=confirmed)
    participation.accept_offer(by=janis, registration=Registration.objects.get(pk=waiting.pk))
    assert LINK in page(as_(janis), online)
    assert LINK not in page(visitor, online, f"?place={signed_tokens.token(links.PLACE, confirmed.pk)}")
    for bad in ("x", signed_tokens.token(links.MAILED, waiting.pk), "%00"):
        assert LINK not in page(visitor, online, f"?place={bad}")


def test_place_at_another_seminar_opens_nothing(as_: As, ilze: User, plan: Maker, online: Seminar) -> None:
    other = register(by=ilze, activity=plan().activity, name="Anita", email="anita@example.lv")
    assert LINK not in page(as_(None), online, f"?place={signed_tokens.token(links.PLACE, other.pk)}")


# -- trainers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHO)
def test_profile_is_everybodys_and_address_fee_and_agreement_are_not(
    as_: As, who: Any, ilze: User, seminar: Seminar, name: str
) -> None:
    school = Organisation.objects.create(kind="ngo", name_lv="Biedrība „Saule”")
    trainer = trainers.add_trainer(
        by=ilze, scope=seminar.scope, name="Prof. Ozols", email="ozols@example.lv", organisation=school,
        profile_lv="Pēta kopienas",
    )  # fmt: skip
    engagement = trainers.engage(by=ilze, seminar=seminar, trainer=trainer)
    trainers.edit_engagement(by=ilze, engagement=engagement, agreement_number="LĪG-77", fee=Decimal("321.50"))
    plan_services.edit_seminar(by=ilze, seminar=seminar, planned_cost=Decimal("777.00"))
    text = page(as_(who(name)), seminar)
    assert "Pēta kopienas" in text
    assert "Biedrība „Saule”" in text
    assert [secret_word for secret_word in ("ozols@example.lv", "LĪG-77", "321,50") if secret_word in text] == []
    assert ("777,00" in text) == (name in STAFF)
    answer = as_(who(name)).get(f"/lv/seminari/{seminar.pk}/norise/")
    assert answer.status_code == (302 if name == "visitor" else 200 if name in STAFF else 403)
    assert ("321,50" in answer.content.decode()) == (name in STAFF)


def test_coordinator_runs_it_by_forms(as_: As, ilze: User, seminar: Seminar) -> None:
    browser, here = as_(ilze), f"/lv/seminari/{seminar.pk}/norise/"

    def post(path: str, **sent: str) -> int:
        return int(browser.post(path, {"submission_key": str(uuid4()), **sent}).status_code)

    assert post(f"{here}pasniedzeji/pievienot/") == 422
    assert post(f"{here}pasniedzeji/pievienot/", name="Anna Liepa", email="anna.liepa@example.lv") == 302
    engagement = Engagement.objects.get()
    there = f"{here}pasniedzeji/{engagement.pk}/"
    assert post(there, fee="100,00", agreement_number="7", agreed_on="01.06.2020") == 302
    assert 'value="100,00"' in browser.get(there).content.decode()
    assert post(f"{there}par/", name="Anna Liepa", profile_lv="Māca") == 302
    for action, words in (
        ("ask", "nav zināma"), ("confirmed", "Atbilde pierakstīta."), ("declined", "Atbilde pierakstīta."),
        ("end", "ir norādīts līgums"), ("x", "novecojusi"),
    ):  # fmt: skip
        answer = browser.post(f"{there}darbiba/", {"deed": action}, follow=True)
        assert words in answer.content.decode(), action
    assert post(f"{here}pasniedzeji/pievienot/", trainer=str(engagement.trainer_id)) == 302
    assert "Māca" in browser.get(f"{there}par/").content.decode()


# -- turns by forms ---------------------------------------------------------------------------------------------------
def test_turns_are_made_by_forms_and_said_on_the_page(as_: As, ilze: User, seminar: Seminar) -> None:
    browser, here = as_(ilze), f"/lv/seminari/{seminar.pk}/"
    text = page(browser, seminar)
    assert [
        address for address in ("parcelt/", "tiessaiste/", "dublet/", "atkartot/", "veidne/") if address not in text
    ] == []
    assert browser.post(f"{here}parcelt/", {"reason": ""}).status_code == 422
    assert browser.post(f"{here}parcelt/", {"reason": "Slimība"}).status_code == 302
    assert "jaunā diena vēl nav zināma" in page(as_(None), seminar)
    assert 'content="https://schema.org/EventPostponed"' in page(as_(None), seminar)
    browser.post(f"{here}parcelt/", {"reason": "Slimība", "until": "25.06.2020", "submission_key": str(uuid4())})
    text = page(as_(None), seminar)
    assert "pārcelts no 2020.\u00a0gada 18.\u00a0jūnija" in text
    assert 'itemprop="previousStartDate" content="2020-06-18"' in text
    assert 'content="https://schema.org/EventRescheduled"' in text
    browser.post(f"{here}tiessaiste/", {"reason": "Vētra", "online_url": LINK, "submission_key": str(uuid4())})
    text = page(as_(None), seminar)
    assert "Iemesls: Vētra" in text
    assert 'content="https://schema.org/OnlineEventAttendanceMode"' in text
    assert LINK not in text


def test_day_is_corrected_and_taken_off_by_forms(as_: As, ilze: User, seminar: Seminar) -> None:
    browser, here = as_(ilze), f"/lv/seminari/{seminar.pk}/dienas/"
    sent = {"day": "19.06.2020", "starts": "10:00", "ends": "12:00"}
    wrong: list[tuple[dict[str, str], str]] = [
        ({"hours": "1e1"}, "vesels vai ar pusi"), ({"hours": "0"}, "vesels vai ar pusi"),
        ({"online_url": LINK}, "Klātienes dienai"),
        ({"mode": "online", "online_url": "javascript:alert(1)"}, "Kļūda:"),
    ]  # fmt: skip
    for changes, words in wrong:
        answer = browser.post(f"{here}pievienot/", {**sent, **changes})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), changes
    browser.post(f"{here}pievienot/", {**sent, "mode": "online", "online_url": LINK, "hours": "2,5"})
    session = Session.objects.latest("starts_at")
    assert (session.mode, session.online_url, session.hours) == ("online", LINK, Decimal("2.5"))
    assert 'value="2,5"' in browser.get(f"{here}{session.pk}/").content.decode()
    assert "nenotiks" in browser.get(f"{here}{session.pk}/iznemt/").content.decode()
    browser.post(f"{here}{session.pk}/iznemt/")
    session.refresh_from_db()
    assert session.state == "cancelled"
    last = Session.objects.earliest("starts_at")
    assert browser.post(f"{here}{last.pk}/iznemt/").status_code == 422


def test_same_again_by_forms(as_: As, ilze: User, seminar: Seminar) -> None:
    browser, here = as_(ilze), f"/lv/seminari/{seminar.pk}/"

    def post(path: str, **sent: str) -> Any:
        return browser.post(path, {"submission_key": str(uuid4()), **sent}, follow=True)

    assert post(f"{here}dublet/", first_day="03.09.2020").status_code == 200
    assert post(f"{here}atkartot/", weeks="0").status_code == 422
    assert post(f"{here}atkartot/", weeks="xyz").status_code == 422
    answer = post(f"{here}atkartot/", weeks="2", is_published="on")
    assert "Ieplānoti 2\u00a0semināri." in answer.content.decode()
    assert "Veidņu vēl nav" in browser.get("/lv/seminari/veidnes/").content.decode()
    assert post(f"{here}veidne/", name="Ģimenes").status_code == 200
    assert post(f"{here}veidne/", name="Ģimenes").status_code == 422
    text = tight(browser.get("/lv/seminari/veidnes/").content.decode())
    pk = re.search(r'<option value="(\d+)">Ģimenes', text)
    assert pk is not None
    assert post("/lv/seminari/veidnes/", template=pk[1], first_day="10.09.2020").status_code == 200
    assert Seminar.objects.count() == 5
    assert "Veidne dzēsta." in post(f"/lv/seminari/veidnes/{pk[1]}/dzest/").content.decode()


def test_karlis_uses_no_template_of_daugavpils(as_: As, ilze: User, karlis: User, seminar: Seminar) -> None:
    template = plan_services.save_template(by=ilze, seminar=seminar, name="Slepenā veidne")
    browser = as_(karlis)
    assert "Slepenā veidne" not in browser.get("/lv/seminari/veidnes/").content.decode()
    sent = {"template": str(template.pk), "first_day": "10.09.2020"}
    assert browser.post("/lv/seminari/veidnes/", sent).status_code == 422
    assert browser.post(f"/lv/seminari/veidnes/{template.pk}/dzest/").status_code == 404


# -- list and month ----------------------------------------------------------------------------------------------
def test_list_shows_seats_left_as_the_arithmetic_of_seats_does(
    client: Client, ilze: User, plan: Maker, rezekne: Municipality
) -> None:
    seminar = plan(capacity=5)
    school = Organisation.objects.create(kind="school", name_lv="3. vidusskola", municipality=rezekne)
    reserves = [SeatReserve(municipality=rezekne, seats=2)]
    participation.reserve_seats(by=ilze, activity=seminar.activity, reserves=reserves)
    expected = [3, 2, 2, 2, 1]  # ours, from there, from there (kept ones used up), from there
    seats_left = []
    for name, organisation in (("", None), ("A", None), ("B", school), ("C", school), ("D", school)):
        if name:
            register(by=ilze, activity=seminar.activity, name=name, email=f"{name}@x.lv", organisation=organisation)
        row = Seminar.objects.with_seats().get()
        enrolment = seminar.activity.enrolment
        occupancy = occupancy_of(enrolment, list(enrolment.reserves.all()))
        seats_left.append((row.seats_left, occupancy.seats.left))  # type: ignore[attr-defined]  # annotated
    assert seats_left == [(row, row) for row in expected]
    with clock.frozen(date(2020, 6, 11)):
        SeatReserve.objects.update(released_on=date(2020, 6, 11))
        assert Seminar.objects.with_seats().get().seats_left == 1  # type: ignore[attr-defined]  # annotated


def test_free_seats_only_leaves_out_full_closed_and_cancelled(client: Client, ilze: User, plan: Maker) -> None:
    full = plan(title_lv="Pilnais", capacity=1)
    register(by=ilze, activity=full.activity, name="Anita", email="anita@example.lv")
    plan(title_lv="Brīvais", capacity=1)
    plan(title_lv="Bezgalīgais")
    plan(title_lv="Slēgtais", registration_until=date(2020, 6, 9))
    plan_services.cancel_seminar(by=ilze, seminar=plan(title_lv="Atceltais"), reason="x")
    names = ("Pilnais", "Brīvais", "Bezgalīgais", "Slēgtais", "Atceltais")
    text = client.get("/lv/seminari/").content.decode()
    assert [name for name in names if name in text] == list(names)
    assert "1\u00a0brīva vieta" in text
    assert "gaidīšanas saraksts" in text
    text = client.get("/lv/seminari/?free=on").content.decode()
    assert [name for name in names if name in text] == ["Brīvais", "Bezgalīgais"]


def test_month_shows_each_day_of_each_seminar(client: Client, ilze: User, plan: Maker) -> None:
    seminar = plan(day=date(2020, 12, 30), title_lv="Gadu mija")
    last = date(2021, 1, 2)
    plan_services.add_day(by=ilze, seminar=seminar, starts_at=at(last, 0, 30), ends_at=at(last, 2))
    plan(day=date(2020, 11, 30), title_lv="Novembris")
    plan(day=date(2020, 12, 1), title_lv="Slepenais", is_published=False)
    december = client.get("/lv/seminari/?month=2020-12").content.decode()
    assert december.count("Gadu mija") == 1
    assert "10.00 Gadu mija" in december
    assert [word for word in ("Novembris", "Slepenais") if word in december] == []
    assert "month=2020-11" in december
    assert "month=2021-01" in december
    assert "2020.\u00a0gada decembris" in december
    january = client.get("/lv/seminari/?month=2021-01&topic=gadu").content.decode()
    assert "00.30 Gadu mija" in january
    assert "month=2021-02&amp;topic=gadu" in january
    assert "Šajā mēnesī semināru nav." in client.get("/lv/seminari/?month=2020-08").content.decode()
    nothing = client.get("/lv/seminari/?month=2020-12&topic=zzz").content.decode()
    assert "neatbilst meklētajam" in nothing
    for wrong in ("2020-13", "x", "%00", "1999-01", "9999-12", "0001-01", "2100-12", "1900-01"):
        assert client.get(f"/lv/seminari/?month={wrong}").status_code in {200, 422}


def test_month_opens_where_the_next_seminar_is(client: Client, ilze: User, plan: Maker) -> None:
    def opens_at(words: str = "") -> str:
        found = re.search(r"\?month=([0-9-]+)", client.get(f"/lv/seminari/{words}").content.decode())
        assert found is not None
        return found[1]

    assert opens_at() == "2020-06"
    plan(day=date(2020, 6, 9), title_lv="Bijušais")
    plan_services.cancel_seminar(by=ilze, seminar=plan(day=date(2020, 7, 9), title_lv="Atceltais"), reason="x")
    plan(day=date(2020, 11, 30), title_lv="Rudens", is_published=False)
    last = plan(day=date(2020, 12, 30), title_lv="Gadu mija")
    plan_services.add_day(by=ilze, seminar=last, starts_at=at(date(2020, 9, 30), 10), ends_at=at(date(2020, 9, 30), 12))
    assert opens_at() == "2020-09"
    assert opens_at("?topic=rudens") == "2020-06"
    with clock.frozen(date(2020, 10, 1)):
        assert opens_at() == "2020-12"
    plan(day=date(2020, 6, 30), title_lv="Vēl šomēnes")
    assert opens_at() == "2020-06"


def test_month_has_its_neighbours_beside_it_and_short_weekdays(client: Client, plan: Maker) -> None:
    text = tight(client.get("/lv/seminari/?month=2020-12").content.decode())
    row = text.split('<nav class="months"', 1)[1].split("</nav>", 1)[0]
    assert [row.index(word) for word in ("2020-11", "2020.\u00a0gada decembris", "2021-01")] == sorted(
        row.index(word) for word in ("2020-11", "2020.\u00a0gada decembris", "2021-01")
    )
    assert re.findall(r"<abbr[^>]*>(\w+)</abbr>", text) == ["P", "O", "T", "C", "Pk", "S", "Sv"]


@pytest.mark.parametrize("name", ["visitor", "janis", "ilze", "marta"])
def test_statements_stay_the_same(as_: As, who: Any, ilze: User, plan: Maker, name: str) -> None:
    browser = as_(who(name))
    counts: dict[str, list[int]] = {}
    for size in (1, 3):
        for _number in range(size):
            seminar = plan(capacity=9)
            for number in range(size):
                materials.hand_out(by=ilze, seminar=seminar, title_lv="X", url="https://example.lv", when="after",
                                  audience="public")  # fmt: skip
                trainer = trainers.add_trainer(by=ilze, scope=seminar.scope, name=f"T{number}", profile_lv="x")
                trainers.engage(by=ilze, seminar=seminar, trainer=trainer)
                register(by=ilze, activity=seminar.activity, name="A", email=f"a{number}@example.lv")
            plan_services.postpone_seminar(by=ilze, seminar=seminar, reason="x", until=date(2020, 6, 25))
        urls = ["/lv/seminari/", "/lv/seminari/?free=on", "/lv/seminari/?month=2020-06", f"/lv/seminari/{seminar.pk}/"]
        urls += [f"/lv/seminari/{seminar.pk}/norise/"] if name in STAFF else []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            counts.setdefault(url.replace(f"/{seminar.pk}/", "/1/"), []).append(len(queries))
    for url, (one_row, three) in counts.items():
        assert one_row == three <= 10, (url, one_row, three)


def test_page_tells_machines_what_it_tells_people(client: Client, plan: Maker) -> None:
    text = page(client, plan(capacity=1))
    for part in (
        'itemprop="startDate" content="2020-06-18T10:00:00+03:00"',
        'itemprop="endDate" content="2020-06-18T14:00:00+03:00"',
        'content="https://schema.org/EventScheduled"', 'content="https://schema.org/OfflineEventAttendanceMode"',
        'itemprop="price" content="0"', 'href="https://schema.org/InStock"', 'itemprop="organizer"',
    ):  # fmt: skip
        assert part in text
    assert 'schema.org/MixedEventAttendanceMode"' in page(client, plan(mode="hybrid"))


def test_agenda_cannot_run_in_another_browser(client: Client, plan: Maker) -> None:
    text = page(client, plan(agenda_lv="## Rīts\n\n- Kafija\n\n<script>alert(1)</script>"))
    assert "<h2>Rīts</h2>" in text
    assert "<li>Kafija</li>" in text
    assert "<script>alert(1)" not in text
