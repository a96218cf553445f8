"""The page of one's place: what its link opens, what it says in each state, and what may still be done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Question, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import MAILED_LINK, SYSTEM, VISITOR
from darbigas_kopienas.values import clock, signed_tokens
from tests.builders import Opener, forged, path_of, register, said, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
As = Callable[[User | None], Client]
ONLINE = "https://sanaksme.example.lv/j/1"


@pytest.fixture
def activity(opened: Opener) -> Activity:
    return opened(capacity=1)


def guest(activity: Activity, number: int = 1, **given: Any) -> Registration:
    who = {"name": f"Anna {number}", "email": f"a{number}@example.lv", "school": "3. vidusskola", **given}
    return register(by=VISITOR, activity=activity, via="guest", **who)


def words_of(client: Client, registration: Registration) -> str:
    page = client.get(path_of(registration))
    assert page.status_code == 200
    return said(page)


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def do(client: Client, registration: Registration, act: str, **typed: str) -> Any:
    return client.post(path_of(registration, act), typed)


# -- who gets in -----------------------------------------------------------------------------------
def test_link_opens_its_own_place_only(activity: Activity, client: Client) -> None:
    first, second = guest(activity), guest(activity, 2)
    assert "Anna 1" in words_of(client, first)
    assert "Anna 2" not in words_of(client, first)
    token = signed_tokens.token(links.PLACE, first.pk)
    swapped = token.replace(f"{first.pk}.", f"{second.pk}.", 1)
    for bad in (swapped, token[:-1], token + "A", str(first.pk), f"{first.pk}.", "x", "nav", token.replace(".", ":")):
        assert client.get(reverse("participation:place_detail", args=[bad])).status_code == 404


@pytest.mark.parametrize("name", ["place_detail", "place_accept", "place_change", "place_cancel", "place_verify"])
def test_link_of_another_kind_opens_nothing(name: str, activity: Activity, client: Client) -> None:
    registration = guest(activity)
    right = links.MAILED if name == "place_verify" else links.PLACE
    for kind in {links.PLACE, links.MAILED, links.INVITATION} - {right}:
        path = path_of(registration, name, kind)
        answers = {client.get(path).status_code, client.post(path).status_code}
        assert answers <= {404, 405}, kind
        assert 404 in answers
    assert fresh(registration).verified_at is None
    assert fresh(registration).state == "confirmed"


def test_link_of_a_registration_that_is_gone(activity: Activity, client: Client) -> None:
    registration = guest(activity)
    path = path_of(registration)
    Registration.objects.all().delete()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["right", "wrong"])
def test_right_and_wrong_links_ask_the_database_alike(token: str, activity: Activity, client: Client) -> None:
    path = path_of(guest(activity))
    Registration.objects.all().delete()
    path = path if token == "right" else forged(path, at=-2)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert [
        captured_query["sql"]
        for captured_query in asked.captured_queries
        if "participation_registration" in captured_query["sql"]
    ] != []


def test_page_is_kept_and_found_by_nobody(activity: Activity, client: Client) -> None:
    registration = guest(activity)
    for path in (path_of(registration), path_of(registration, "place_cancel"), path_of(registration, "place_change"),
                 path_of(registration, "place_verify", links.MAILED)):  # fmt: skip
        page = client.get(path)
        assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
        assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()


def test_karlis_gets_nobody_of_daugavpils(
    activity: Activity, opened: Opener, karlis: User, ilze: User, as_: As
) -> None:
    services.set_up(by=ilze, activity=activity, shows_participants=True, capacity=5)
    seen = guest(activity, name="Zenta Ziediņa", shows_name=True)
    client = as_(karlis)
    own = send(client, activity)["Location"]
    pages = [
        client.get(reverse("seminars:seminar_detail", args=[activity.seminar.pk])),
        client.get(reverse("participation:register", args=[activity.pk])),
        send(client, activity, email=seen.email),
        send(as_(None), activity, email=seen.email),
        client.get(path_of(seen)[:-2] + "/"),
    ]
    assert [page.status_code for page in pages] == [200, 200, 302, 302, 404]
    assert [page for page in pages if "Zenta" in page.content.decode()] == []
    # who registered and agreed sees those who agreed; that is what they agreed to
    assert "Zenta Ziediņa" in client.get(own).content.decode()


# -- what it says ----------------------------------------------------------------------------------
def test_confirmed_place(activity: Activity, client: Client) -> None:
    activity.sessions.update(online_url=ONLINE)
    registration = guest(activity)
    page = client.get(path_of(registration))
    words, text = said(page), page.content.decode()
    assert "Vieta ir Jūsu" in words
    assert "Nosūtījām vēstuli uz a1@example.lv. Atveriet tajā esošo saiti, lai stundas" in words
    assert ONLINE in text
    assert '<svg role="img" aria-labelledby="pass-code"' in text
    assert links.short_code(registration) in words
    assert reverse("participation:place_calendar", args=[signed_tokens.token(links.PLACE, registration.pk)]) in text


def test_qr_leads_to_the_place(activity: Activity, client: Client) -> None:
    import io

    import zxingcpp
    from PIL import Image

    from darbigas_kopienas.participation.registration.place import Place

    registration = guest(activity)
    import segno

    drawn = segno.make(links.place_url(registration), error="m", micro=False)
    out = io.BytesIO()
    drawn.save(out, kind="png", scale=4, border=4)
    (read,) = zxingcpp.read_barcodes(Image.open(out))
    assert client.get(read.text.removeprefix("http://localhost:8000")).status_code == 200
    side = drawn.symbol_size(scale=4, border=4)[0]
    assert f'width="{side}" height="{side}"' in Place(registration).qr


def test_short_code_is_its_own() -> None:
    codes = {links.short_code(Registration(pk=number)) for number in range(1, 200)}
    assert len(codes) == 199
    assert all(code.partition("-")[0].isdigit() and len(code.partition("-")[2]) == 5 for code in codes)


def test_guest_is_told_until_when_to_open_the_link(opened: Opener, client: Client) -> None:
    registration = guest(opened(confirm_hours=24))
    assert "Līdz 11.06.2020 12.00 atveriet tajā esošo saiti" in words_of(client, registration)
    services.open_mailed_link(by=MAILED_LINK, registration=registration)
    assert "Vairāk nekas nav jādara." in words_of(client, registration)
    late = guest(opened(confirm_hours=24), 2)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert "Laiks atbildei ir pagājis" in words_of(client, late)


def test_place_in_line_moves_up(activity: Activity, ilze: User, client: Client) -> None:
    activity.sessions.update(online_url=ONLINE)
    guest(activity, 9)
    line = [guest(activity, number) for number in range(1, 4)]
    assert "Gaidīšanas sarakstā Jūsu kārtas numurs ir 3." in words_of(client, line[2])
    assert ONLINE not in client.get(path_of(line[2])).content.decode()
    assert "Izstāties no gaidīšanas saraksta" in words_of(client, line[2])
    services.cancel_registration(by=ilze, registration=line[0])
    assert "Gaidīšanas sarakstā Jūsu kārtas numurs ir 2." in words_of(client, line[2])


def test_waiting_guest_opens_the_link_too(opened: Opener, client: Client) -> None:
    activity = opened(capacity=1, confirm_hours=24)
    guest(activity)
    assert "citādi pieteikums zaudēs spēku" in words_of(client, guest(activity, 2))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "asked"}, "Pieteikums gaida apstiprinājumu"),
        ({"state": "asked", "confirm_by": 24}, "citādi pieteikums zaudēs spēku"),
        ({"state": "refused", "reason": "Domāts pirmsskolai."}, "Domāts pirmsskolai."),
        ({"state": "cancelled", "ending": "self"}, "Dalībnieks atteicās."),
        ({"state": "cancelled", "ending": "organiser", "reason": "Kļūda."}, "Atcēla rīkotājs. Kļūda."),
        ({"state": "cancelled", "ending": "offer_lapsed"}, "Piedāvātā vieta netika laikus pieņemta."),
        ({"state": "cancelled", "ending": "not_confirmed"}, "Saite e-pastā netika laikus atvērta."),
        ({"state": "offered", "offer_until": 24}, "Pieņemiet to līdz 11.06.2020 12.00"),
        ({"state": "offered", "offer_until": -1}, "Laiks atbildei ir pagājis"),
    ],
)
def test_state_in_words(fields: dict[str, Any], words: str, activity: Activity, client: Client) -> None:
    registration = guest(activity)
    for name in ("offer_until", "confirm_by"):
        if name in fields:
            fields = {**fields, name: clock.now() + timedelta(hours=fields[name])}
    Registration.objects.filter(pk=registration.pk).update(**fields)
    assert words in words_of(client, registration)


def test_called_off(activity: Activity, ilze: User, client: Client) -> None:
    registration = guest(activity)
    activities.cancel(by=ilze, activity=activity, reason="Slimība")
    words = words_of(client, registration)
    assert "Tas nenotiks" in words
    assert "Iemesls: Slimība" in words
    assert "Atsaukt pieteikumu" not in words
    assert links.short_code(registration) not in words


def test_others_are_shown_to_confirmed_people_who_opened_their_link(opened: Opener, client: Client) -> None:
    activity = opened(capacity=4, shows_participants=True)
    agreed = guest(activity, 1, shows_name=True, name="Zenta Ziediņa")
    guest(activity, 2, name="Klusa Persona")
    registration = guest(activity, 3)
    assert "Zenta" not in words_of(client, registration)
    services.open_mailed_link(by=MAILED_LINK, registration=registration)
    words = words_of(client, registration)
    assert "Zenta Ziediņa" in words
    assert "Klusa Persona" not in words
    services.change(by=SYSTEM, registration=agreed, shows_name=False)
    assert "Zenta" not in words_of(client, registration)


def test_clash_is_told_only_after_the_address_is_proven(opened: Opener, client: Client) -> None:
    known = Person.objects.create(name="Anna", email="a1@example.lv", email_verified_at=clock.now())
    here, there = opened(), opened(hour=12)
    services.open_mailed_link(by=MAILED_LINK, registration=guest(there))
    registration = guest(here)
    warning = "Tajā pašā laikā Jums ir arī cits pieteikums"
    assert warning not in words_of(client, registration)
    assert services.open_mailed_link(by=MAILED_LINK, registration=registration).person == known
    assert warning in words_of(client, registration)


def test_statements_of_the_page(opened: Opener, client: Client) -> None:
    activity = opened(capacity=9, shows_participants=True)
    question = Question.objects.create(enrolment=activity.enrolment, kind="text", text_lv="Vai?", order=1)
    registration = guest(activity, answers={question.pk: "jā"}, shows_name=True)
    services.open_mailed_link(by=MAILED_LINK, registration=registration)
    counts: list[list[int]] = []
    for number in (1, 3):
        for index in range(number):
            guest(activity, number * 10 + index, shows_name=True)
        counts.append([])
        for name in ("place_detail", "place_cancel", "place_change"):
            with CaptureQueriesContext(connection) as asked:
                client.get(path_of(registration, name))
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10
