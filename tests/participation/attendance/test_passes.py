"""The participant's own code, and what is printed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from tests.builders import forged, register
from tests.participation.attendance_pages import As, present, said
from tests.participation.conftest import DayMaker, riga

pytestmark = pytest.mark.django_db


def test_staff_ticks_from_the_opened_place_and_strangers_see_no_button(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, karlis: User
) -> None:
    place = links.place_path(people[0])
    url = reverse("participation:pass_check_in", args=[sitting_day.activity_id, sitting_day.pk, people[0].pk])
    for who, sees in ((None, False), (karlis, False), (ilze, True)):
        assert (url in as_(who).get(place).content.decode()) == sees
    assert said(as_(ilze).post(url, follow=True)) == ["Anna Āboliņa: klātbūtne atzīmēta."]
    assert url not in as_(ilze).get(place).content.decode()
    assert Attendance.objects.get().via == "pass"
    services.take_back_attendance(by=ilze, registration=people[0], session=sitting_day)
    services.cancel_registration(by=ilze, registration=people[0])
    assert url not in as_(ilze).get(place).content.decode()
    assert "vairs nav" in said(as_(ilze).post(url, follow=True))[0]


def test_on_another_day_the_place_has_no_button(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User
) -> None:
    with clock.frozen(riga(10).replace(day=19)):
        assert "atzimet" not in as_(ilze).get(links.place_path(people[0])).content.decode()


def test_codes_are_read_one_after_another(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, make_day: DayMaker, in_daugavpils: Scope
) -> None:
    url = reverse("participation:check_in_scan", args=[sitting_day.activity_id, sitting_day.pk])
    stranger = register(by=ilze, activity=make_day(ilze, in_daugavpils).activity, name="Svešais")
    read = [
        links.place_url(people[0]),
        links.short_code(people[1]).lower(),
        signed_tokens.token(links.PLACE, people[2].pk),
    ]
    for code in read:
        assert as_(ilze).post(url, {"code": code}).status_code == 200
    assert len(present(sitting_day)) == 3
    for code in ("", "x", links.place_url(stranger), forged(links.short_code(people[0])), "1.abc"):
        answer = as_(ilze).post(url, {"code": code}, headers={"accept": "application/json"})
        assert (answer.status_code, bool(answer.json()["text"])) == (422, True)
    assert as_(ilze).get(url).status_code == 200


def test_printing_writes_only_that_it_was_printed_and_streams(
    as_: As, sitting_day: Session, people: list[Registration], anna: User
) -> None:
    sheet = reverse("participation:sheet_print", args=[sitting_day.activity_id, sitting_day.pk])
    badges = reverse("participation:badge_print", args=[sitting_day.activity_id])
    for url in (sheet, badges):
        with CaptureQueriesContext(connection) as caught:
            answer = as_(anna).get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
        written = [query["sql"] for query in caught if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        written = [piece for piece in written if "session" not in piece and "last_login" not in piece]
        assert [piece.partition(" (")[0] for piece in written] == ['INSERT INTO "audit_entry"']
    for part in ("0", "2", "x"):
        assert as_(anna).get(f"{sheet}?part={part}").status_code == 404


def test_badges_of_nobody_are_a_sentence(as_: As, sitting_day: Session, ilze: User) -> None:
    answer = as_(ilze).get(reverse("participation:badge_print", args=[sitting_day.activity_id]), follow=True)
    assert "nav kartīšu" in said(answer)[0]


def test_what_cannot_be_printed_is_said(
    as_: As, sitting_day: Session, people: list[Registration], ilze: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darbigas_kopienas.values.pdf.MAX_ELEMENTS", 3)
    urls = [
        reverse("participation:sheet_print", args=[sitting_day.activity_id, sitting_day.pk]),
        reverse("participation:badge_print", args=[sitting_day.activity_id]),
    ]
    for url in urls:
        assert "pārāk liels" in said(as_(ilze).get(url, follow=True))[0]
