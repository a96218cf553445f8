"""Opening a closed period: who sees it and may ask, two people, some days, one municipality, letters that are sent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme import services
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.colleagues import openers_of
from darbigas_kopienas.programme.models import Closing, ClosingKind, Membership, Programme, Reopening
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.cast import join, make_user

As = Callable[[User | None], Client]
MAY = {"starts_on": date(2020, 5, 1), "ends_on": date(2020, 5, 31)}
LIST = "programme:closing_list"


def closed(by: User, scope: Scope) -> Closing:
    """Without the letters of the closing: those of asking and answering are looked at here."""
    closing = services.close_period(by=by, scope=scope, kind=ClosingKind.MONEY, **MAY)
    OutgoingMail.objects.all().delete()
    return closing


@pytest.fixture
def closed_may(marta: User, in_daugavpils: Scope) -> Closing:
    return closed(marta, in_daugavpils)


@pytest.fixture
def all_closed(marta: User, programme: Programme) -> Closing:
    return closed(marta, Scope(programme.pk))


@pytest.fixture
def dace(programme: Programme) -> User:
    """A second person who opens periods."""
    return join(make_user("dace@example.lv", "Dace Liepa"), programme, Role.PROGRAMME)


def is_closed(scope: Scope) -> bool:
    try:
        services.require_open(scope, kind=ClosingKind.MONEY, on=date(2020, 5, 10))
    except services.PeriodClosed:
        return True
    return False


def letters() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("template", "to_email"))


# -- two people, some days -----------------------------------------------------------------------------
def test_opened_for_days_it_closes_by_itself(
    closed_may: Closing, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    assert is_closed(in_daugavpils)
    opened = services.reopen_period(by=marta, reopening=asked, days=3)
    today = clock.today()
    assert (opened.open_until, opened.state) == (today + timedelta(days=2), "opened")
    for later, closed in ((0, False), (2, False), (3, True), (400, True)):
        with clock.frozen(today + timedelta(days=later)):
            assert is_closed(in_daugavpils) is closed, later
    assert list(Entry.objects.of(closed_may).values_list("verb", "actor_id")) == [
        ("period.reopened", marta.pk),
        ("period.reopening_asked", ilze.pk),
        ("mail.queued", marta.pk),
        ("period.closed", marta.pk),
    ]


def test_after_its_days_it_can_be_asked_for_again(
    closed_may: Closing, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    for _time in range(2):
        asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
        services.reopen_period(by=marta, reopening=asked, days=1)
        assert not is_closed(in_daugavpils)
    assert closed_may.reopenings.count() == 2


def test_of_the_whole_programmes_closing_a_municipality_opens_its_own_part(
    all_closed: Closing, anna: User, marta: User, in_daugavpils: Scope, in_rezekne: Scope, programme: Programme
) -> None:
    asked = services.ask_reopening(by=anna, closing=all_closed, scope=in_daugavpils, reason="Vēls rēķins")
    services.reopen_period(by=marta, reopening=asked, days=7)
    assert [is_closed(scope) for scope in (in_daugavpils, in_rezekne, Scope(programme.pk))] == [False, True, True]


def test_the_whole_programmes_request_opens_for_all(
    all_closed: Closing, marta: User, dace: User, in_daugavpils: Scope, programme: Programme
) -> None:
    asked = services.ask_reopening(by=marta, closing=all_closed, reason="Kļūda slēgumā")
    services.reopen_period(by=dace, reopening=asked, days=1)
    assert [is_closed(scope) for scope in (in_daugavpils, Scope(programme.pk))] == [False, False]


def test_another_closing_of_the_same_days_stays(
    closed_may: Closing, all_closed: Closing, ilze: User, marta: User, in_daugavpils: Scope
) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    services.reopen_period(by=marta, reopening=asked, days=1)
    assert is_closed(in_daugavpils)


def test_a_municipality_asks_for_itself_only(
    closed_may: Closing, all_closed: Closing, anna: User, karlis: User, in_rezekne: Scope, in_daugavpils: Scope
) -> None:
    for by, closing, scope in ((anna, all_closed, None), (anna, all_closed, in_rezekne), (karlis, closed_may, None)):
        with pytest.raises(PermissionDenied):
            services.ask_reopening(by=by, closing=closing, scope=scope, reason="Vajag")
    with pytest.raises(ValidationError, match="neattiecas"):
        services.ask_reopening(by=karlis, closing=closed_may, scope=in_rezekne, reason="Vajag")
    assert not Reopening.objects.exists()


def test_what_is_refused(closed_may: Closing, ilze: User, anna: User, marta: User, dace: User) -> None:
    with pytest.raises(ValidationError, match="kāpēc"):
        services.ask_reopening(by=ilze, closing=closed_may, reason="  ")
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    with pytest.raises(ValidationError, match="jau"):
        services.ask_reopening(by=ilze, closing=closed_may, reason="Vēlreiz")
    own = services.ask_reopening(by=marta, closing=closed_may, reason="Kļūda")
    with pytest.raises(services.FourEyes):
        services.reopen_period(by=marta, reopening=own, days=1)
    with pytest.raises(services.FourEyes):
        services.decline_reopening(by=marta, reopening=own, answer="Nē")
    with pytest.raises(PermissionDenied):
        services.reopen_period(by=anna, reopening=asked, days=1)
    for days in (0, -1, 91):
        with pytest.raises(ValidationError, match="90"):
            services.reopen_period(by=marta, reopening=asked, days=days)
    with pytest.raises(ValidationError, match="kāpēc"):
        services.decline_reopening(by=marta, reopening=asked, answer=" ")
    services.decline_reopening(by=marta, reopening=asked, answer="Pārskats ir iesniegts.")
    late_answers: tuple[Callable[[], object], ...] = (
        lambda: services.reopen_period(by=dace, reopening=asked, days=1),
        lambda: services.decline_reopening(by=dace, reopening=asked, answer="Nē"),
    )
    for late in late_answers:
        with pytest.raises(ValidationError, match="jau"):
            late()


# -- what the database holds -----------------------------------------------------------------------------
def test_the_database_holds_two_people_and_what_was_answered(closed_may: Closing, ilze: User, marta: User) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    rows = Reopening.objects.filter(pk=asked.pk)
    answered: dict[str, Any] = {"state": "opened", "answered_by": ilze, "answered_at": clock.now()}
    refused: list[tuple[dict[str, Any], str]] = [
        (answered, "by_two"),
        ({"state": "opened"}, "reopening_whole"),
        ({**answered, "state": "declined", "answered_by": marta}, "reopening_whole"),
        ({"open_until": clock.today()}, "reopening_whole"),
        ({"reason": "Cits"}, "stays as it is"),
        ({"asked_by": marta}, "stays as it is"),
        ({"municipality": None}, "stays as it is"),
        ({"asked_at": clock.now() - timedelta(days=1)}, "stays as it is"),
    ]
    for change, why in refused:
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            rows.update(**change)
    services.reopen_period(by=marta, reopening=asked, days=1)
    for change in ({"open_until": clock.today() + timedelta(days=99)}, {"state": "asked"}, {"reason": "Cits"}):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        rows.delete()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Closing.objects.update(ends_on=date(2020, 5, 2))


def test_the_database_holds_one_waiting_request_of_a_person(
    all_closed: Closing, marta: User, programme: Programme
) -> None:
    services.ask_reopening(by=marta, closing=all_closed, reason="Kļūda")
    with pytest.raises(IntegrityError, match="asked_once"), transaction.atomic():
        Reopening.objects.create(closing=all_closed, programme=programme, asked_by=marta, reason="Vēlreiz")


# -- letters ---------------------------------------------------------------------------------------------
def test_all_who_may_open_get_a_letter_and_whoever_asked_the_answer(
    all_closed: Closing, anna: User, marta: User, dace: User, emma: User, in_daugavpils: Scope, programme: Programme
) -> None:
    gone = join(make_user("bijusi@example.lv", "Bijusī"), programme, Role.PROGRAMME, ends_on=date(2019, 12, 31))
    idle = join(make_user("bez@example.lv", "Bez konta"), programme, Role.PROGRAMME)
    User.objects.filter(pk=idle.pk).update(is_active=False)
    asked = services.ask_reopening(by=anna, closing=all_closed, scope=in_daugavpils, reason="Vēls rēķins")
    assert gone not in openers_of(asked)
    assert letters() == [("reopening_asked", marta.email), ("reopening_asked", dace.email)]
    assert send_due() == 2
    text = str(outbox.outbox[0].body)
    for said in ("Anna", "Vēls rēķins", "Daugavpils", reverse(LIST)):
        assert said in text
    services.reopen_period(by=marta, reopening=asked, days=7)
    assert letters()[2:] == [("reopening_answered", anna.email)]
    assert send_due() == 1
    assert "05.2020" in outbox.outbox[-1].subject
    assert "līdz" in outbox.outbox[-1].body


def test_a_no_is_an_answer_too(closed_may: Closing, ilze: User, marta: User) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    services.decline_reopening(by=marta, reopening=asked, answer="Pārskats ir iesniegts.")
    assert send_due() == 1, "the request is answered, so nobody need be asked"
    assert outbox.outbox[-1].to == [ilze.email]
    assert "Pārskats ir iesniegts." in str(outbox.outbox[-1].body)


def test_letters_that_are_no_longer_true_are_dropped(
    closed_may: Closing, ilze: User, marta: User, dace: User, programme: Programme
) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    Membership.objects.filter(user=dace).update(ends_on=clock.today() - timedelta(days=1))
    assert send_due() == 1
    services.reopen_period(by=marta, reopening=asked, days=1)
    with clock.frozen(clock.today() + timedelta(days=5)):
        assert send_due() == 0
    again = services.ask_reopening(by=ilze, closing=closed_may, reason="Vēl viens")
    services.reopen_period(by=marta, reopening=again, days=1)
    Membership.objects.filter(user=ilze).delete()
    OutgoingMail.objects.filter(template="reopening_answered", state="waiting").update(due_at=clock.now())
    assert send_due() == 0


# -- pages -----------------------------------------------------------------------------------------------
def test_a_municipality_sees_and_asks_for_what_covers_it(
    as_: As, anna: User, karlis: User, closed_may: Closing, all_closed: Closing, marta: User, in_daugavpils: Scope
) -> None:
    assert set(Closing.objects.visible_to(anna)) == {all_closed, closed_may}
    assert set(Closing.objects.visible_to(karlis)) == {all_closed}
    client = as_(anna)
    page = client.get(reverse(LIST)).content.decode()
    assert reverse("programme:closing_ask", args=[all_closed.pk]) in page
    answer = client.post(reverse("programme:closing_ask", args=[all_closed.pk]), {"reason": "Vēls rēķins"}, follow=True)
    assert "e-pastā" in answer.content.decode()
    reopening = Reopening.objects.get()
    assert (reopening.scope, reopening.asked_by) == (in_daugavpils, anna)
    assert letters() == [("reopening_asked", marta.email)]
    again = client.post(reverse("programme:closing_ask", args=[all_closed.pk]), {"reason": "Vēlreiz"})
    assert (again.status_code, "Vēlreiz" in again.content.decode()) == (422, True)


def test_another_municipalitys_request_is_not_theirs_to_read(
    as_: As, anna: User, karlis: User, marta: User, all_closed: Closing, in_daugavpils: Scope
) -> None:
    own = services.ask_reopening(by=anna, closing=all_closed, scope=in_daugavpils, reason="Vēls rēķins")
    whole = services.ask_reopening(by=marta, closing=all_closed, reason="Kļūda slēgumā")
    assert set(Reopening.objects.visible_to(karlis)) == {whole}
    assert set(Reopening.objects.visible_to(anna)) == {whole, own}
    page = as_(karlis).get(reverse(LIST)).content.decode()
    assert ("Kļūda slēgumā" in page, "Vēls rēķins" in page) == (True, False)


def test_the_page_promises_no_letter_where_nobody_gets_one(as_: As, marta: User, all_closed: Closing) -> None:
    address = reverse("programme:closing_ask", args=[all_closed.pk])
    answer = as_(marta).post(address, {"where": "programme", "reason": "Kļūda"}, follow=True)
    assert letters() == []
    assert "vēstule netika nosūtīta" in answer.content.decode()


def test_it_is_opened_and_declined_on_the_page(
    as_: As, ilze: User, marta: User, closed_may: Closing, in_daugavpils: Scope
) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    client = as_(marta)
    assert "Trūkst čeka" in client.get(reverse(LIST)).content.decode()
    for wrong in ("", "0", "91", "x", "1.5"):
        refused = client.post(reverse("programme:closing_reopen", args=[asked.pk]), {"days": wrong})
        assert refused.status_code == 422, wrong
    refused = client.post(reverse("programme:closing_decline", args=[asked.pk]), {"answer": ""})
    assert refused.status_code == 422
    assert client.post(reverse("programme:closing_reopen", args=[asked.pk]), {"days": "2"}).status_code == 302
    assert not is_closed(in_daugavpils)
    assert "atvērts līdz" in client.get(reverse(LIST)).content.decode()
    late = client.post(reverse("programme:closing_decline", args=[asked.pk]), {"answer": "Nē"})
    assert late.status_code == 422
    with clock.frozen(clock.today() + timedelta(days=5)):
        assert "bija atvērts līdz" in client.get(reverse(LIST)).content.decode()


def test_a_no_stands_on_the_page(as_: As, ilze: User, marta: User, closed_may: Closing) -> None:
    asked = services.ask_reopening(by=ilze, closing=closed_may, reason="Trūkst čeka")
    as_(marta).post(reverse("programme:closing_decline", args=[asked.pk]), {"answer": "Pārskats ir iesniegts."})
    assert "Pārskats ir iesniegts." in as_(ilze).get(reverse(LIST)).content.decode()


def test_it_is_led_to_from_the_budget_the_refusal_and_the_menu(as_: As, anna: User, closed_may: Closing) -> None:
    budget = as_(anna).get(reverse("budget:overview")).content.decode()
    assert f'href="{reverse(LIST)}"' in budget
    assert f'href="{reverse("programme:history_list")}"' in budget
    for language, address in (("lv", "/lv/programma/slegumi/"), ("en", "/en/programme/closings/")):
        with translation.override(language), pytest.raises(services.PeriodClosed) as refused:
            services.require_open(closed_may.scope, kind=ClosingKind.MONEY, on=date(2020, 5, 10))
        assert refused.value.messages[0].endswith(f": {address}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_one_as_for_three(
    as_: As, ilze: User, marta: User, in_daugavpils: Scope, rows: int, django_assert_max_num_queries: Any
) -> None:
    for row in range(rows):
        day = date(2020, 5, 1 + row)
        closing = services.close_period(
            by=marta, scope=in_daugavpils, kind=ClosingKind.MONEY, starts_on=day, ends_on=day
        )
        services.ask_reopening(by=ilze, closing=closing, reason="Trūkst čeka")
    client = as_(marta)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(9):
        client.get(reverse(LIST))
