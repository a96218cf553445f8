"""Whoever works with what was closed hears of it, and how to ask for opening."""

from datetime import date
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.home.closing_letters import CLOSED, notify_of_closing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme import services
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Closing, ClosingKind, Membership, Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.cast import join, make_user

pytestmark = pytest.mark.django_db
MAY: dict[str, Any] = {"kind": ClosingKind.MONEY, "starts_on": date(2020, 5, 1), "ends_on": date(2020, 5, 31)}


@pytest.fixture
def dace(programme: Programme) -> User:
    """A second person who opens periods."""
    return join(make_user("dace@example.lv", "Dace Liepa"), programme, Role.PROGRAMME)


def written() -> list[str]:
    rows = OutgoingMail.objects.filter(template=CLOSED)
    return sorted(rows.values_list("to_email", flat=True))


def only_to(user: User) -> None:
    OutgoingMail.objects.exclude(template=CLOSED, user=user).delete()


def opened(closing: Closing, *, by: User, asked_by: User, scope: Scope | None = None) -> None:
    asked = services.ask_reopening(by=asked_by, closing=closing, reason="Trūkst čeka", scope=scope)
    services.reopen_period(by=by, reopening=asked, days=3)


def reason() -> str:
    assert send_due() == 0
    return OutgoingMail.objects.get().error


def test_those_of_the_municipality_are_written_to_and_the_programmes_but_not_whoever_closed_it(
    marta: User, dace: User, in_daugavpils: Scope
) -> None:
    services.close_period(by=marta, scope=in_daugavpils, **MAY)
    assert written() == ["anna@example.lv", "dace@example.lv", "ilze@example.lv"]
    assert set(OutgoingMail.objects.values_list("municipality", flat=True)) == {in_daugavpils.municipality_id}


def test_a_closing_of_the_whole_programme_concerns_every_municipality(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    gone = join(make_user("bijusi@example.lv", "Bijusī"), programme, Role.STAFF, daugavpils, ends_on=date(2019, 12, 31))
    services.close_period(by=marta, scope=Scope(programme.pk), **MAY)
    assert gone.email not in written()
    assert written() == ["anna@example.lv", "ilze@example.lv", "karlis@example.lv"]


def test_the_letter_says_what_was_closed_by_whom_and_where_opening_is_asked_for(
    marta: User, ilze: User, in_daugavpils: Scope
) -> None:
    User.objects.filter(pk=ilze.pk).update(language="en")
    services.close_period(by=marta, scope=in_daugavpils, **MAY)
    OutgoingMail.objects.exclude(to_email=ilze.email).delete()
    assert send_due() == 1
    (letter,) = outbox.outbox
    assert letter.subject == "The period 01.05.2020–31.05.2020 was closed"
    for text in ("money (by the document’s date)", "Daugavpils", "Marta Vītola", "/en/programme/closings/"):
        assert text in letter.body
    assert "marta@example.lv" in letter.reply_to[0]


def test_opened_again_meanwhile_the_letter_does_not_leave(
    marta: User, anna: User, ilze: User, in_daugavpils: Scope
) -> None:
    closing = services.close_period(by=marta, scope=in_daugavpils, **MAY)
    opened(closing, by=marta, asked_by=ilze)
    only_to(anna)
    assert reason() == "changed"


def test_opened_for_one_municipality_it_stays_closed_for_the_others(
    marta: User, ilze: User, dace: User, programme: Programme, in_daugavpils: Scope
) -> None:
    closing = services.close_period(by=marta, scope=Scope(programme.pk), **MAY)
    opened(closing, by=marta, asked_by=ilze, scope=in_daugavpils)
    OutgoingMail.objects.exclude(template=CLOSED).delete()
    assert send_due() == 2
    assert sorted(letter.to[0] for letter in outbox.outbox) == ["dace@example.lv", "karlis@example.lv"]
    dropped = OutgoingMail.objects.filter(state="dropped").values_list("error", flat=True)
    assert list(dropped) == ["changed"] * 2


@pytest.mark.parametrize("whole", [False, True])
def test_whoever_may_not_ask_any_more_gets_no_letter(
    marta: User, anna: User, programme: Programme, in_daugavpils: Scope, whole: bool
) -> None:
    services.close_period(by=marta, scope=Scope(programme.pk) if whole else in_daugavpils, **MAY)
    only_to(anna)
    Membership.objects.filter(user=anna).delete()
    assert reason() == "no_right"


def test_a_closing_that_is_not_there_is_not_spoken_of(marta: User, anna: User, in_daugavpils: Scope) -> None:
    services.close_period(by=marta, scope=in_daugavpils, **MAY)
    only_to(anna)
    OutgoingMail.objects.update(context={})
    assert reason() == "gone"


@pytest.mark.parametrize("more", [0, 3])
def test_more_colleagues_cost_no_statement_more(
    marta: User, programme: Programme, daugavpils: Municipality, in_daugavpils: Scope, more: int
) -> None:
    for number in range(more):
        join(make_user(f"zane{number}@example.lv", "Zane"), programme, Role.STAFF, daugavpils)
    closing = Closing(programme=programme, municipality=daugavpils, closed_by=marta, **MAY)
    closing.save()
    with CaptureQueriesContext(connection) as statements:
        notify_of_closing(closing, marta)
    assert (len(statements), len(written())) == (6, 2 + more)


def test_a_colleagues_damaged_address_stops_no_closing(marta: User, anna: User, in_daugavpils: Scope) -> None:
    User.objects.filter(pk=anna.pk).update(email="nav-adreses")
    services.close_period(by=marta, scope=in_daugavpils, **MAY)
    assert written() == ["ilze@example.lv"]
