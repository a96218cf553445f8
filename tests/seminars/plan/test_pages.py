"""The seminar's own page and its forms: who reads what, and in how many statements it and the list are read."""

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

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import signed_tokens
from seminars.materials import services as materials
from seminars.models import Seminar
from seminars.plan import services as plan_services
from seminars.trainers import services as trainers
from tests.builders import at, register
from tests.cast import WHO
from tests.page_text import tight
from tests.seminars.conftest import LINK, STAFF, Maker, page

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


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
    begins, ends = (at(date(2020, 6, 27), hour) for hour in (10, 14))
    activities.add_session(by=ilze, activity=seminar.activity, starts_at=begins, ends_at=ends)
    browser.post(f"{here}parcelt/", {"reason": "Slimība", "until": "01.07.2020", "submission_key": str(uuid4())})
    text = page(as_(None), seminar)
    assert "bija jānotiek no 2020.\u00a0gada 25.\u00a0jūnija līdz 2020.\u00a0gada 27.\u00a0jūnijam" in text
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


# -- the page as it is read --------------------------------------------------------------------------------------
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
        browser.get(urls[3])  # the words of consents are kept for a minute
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
