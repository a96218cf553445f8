"""One's own page of the e-mails that the portal wrote; nobody else's are on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.home.my_mail import AboutRow, Line, lines_of, mail_to
from darbigas_kopienas.mailing.letters import READY_MADE
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.mailing.services import about_key
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values import clock
from tests.builders import said, taking
from tests.counted import statements

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def page() -> str:
    with translation.override("en"):
        return reverse("home:my_mail")


def letter(to: User | str, **fields: Any) -> OutgoingMail:
    number = OutgoingMail.objects.count()
    made: dict[str, Any] = {
        "to_email": to if isinstance(to, str) else to.email,
        "user": None if isinstance(to, str) else to,
        "template": "registration_confirmed",
        "language": "lv",
        "unique_key": f"letter:{number}",
        "created_at": clock.now() + number * HOUR,
    }
    return OutgoingMail.objects.create(**{**made, **fields})


def lines(user: User) -> list[Line]:
    return lines_of(mail_to(user), user)


# -- whose ------------------------------------------------------------------------------------------
def test_letters_to_the_account_and_to_its_proven_addresses_newest_first(janis: User) -> None:
    EmailAddress.objects.create(user=janis, email="Otra@example.lv", verified=True)
    account = letter(janis, to_email="before@example.lv")
    first, other = letter(janis.email), letter("otra@example.lv")
    wiped = letter(janis, to_email="")
    assert list(mail_to(janis)) == [wiped, other, first, account]


def test_letters_of_nobody_else(janis: User, anna: User) -> None:
    """Neither to an address that is not proven or was given up, nor what went to another account at one's address."""
    EmailAddress.objects.create(user=janis, email="typed@example.lv", verified=False)
    for mail in (
        {"to": "typed@example.lv"}, {"to": "formerly@example.lv"}, {"to": anna}, {"to": anna.email}, {"to": ""},
        {"to": anna, "to_email": janis.email},
    ):  # fmt: skip
        letter(**mail)
    assert list(mail_to(janis)) == []


# -- what is said -------------------------------------------------------------------------------------
def test_page_says_when_what_and_what_became_of_it(as_: As, janis: User, page: str) -> None:
    letter(janis.email, template=READY_MADE, state=State.SENT, sent_at=clock.now())
    letter(janis, state=State.WAITING, attempts=1, error="TimeoutError", subject="Secret", context={"name": "Secret"})
    answer = as_(janis).get(page)
    words = said(answer)
    assert "Code or link for signing in" in words
    assert "the mail server did not answer" in words
    assert "Secret" not in words
    assert "What an e-mail said is not stored once it has left." in words
    assert "How long an e-mail stays in this list: 90\xa0days." in answer.content.decode()


def test_page_without_letters_says_what_will_stand_there(as_: As, olga: User, page: str) -> None:
    words = said(as_(olga).get(page))
    assert "No e-mail has been sent to you When the portal writes to you, here you will see when" in words


def test_page_is_cut_at_fifty(as_: As, janis: User, page: str) -> None:
    for _number in range(51):
        letter(janis)
    browser = as_(janis)
    assert [len(browser.get(f"{page}?page={number}").context["lines"]) for number in (1, 2)] == [50, 1]
    assert browser.get(f"{page}?page=x").status_code == browser.get(f"{page}?q=a").status_code == 422


def test_page_is_reached_from_ones_own_data(as_: As, janis: User, page: str) -> None:
    with translation.override("en"):
        data = as_(janis).get(reverse("home:my_data")).content.decode()
    assert f'<a href="{page}">Look at the e-mails that were sent to me</a>' in data


# -- about what ---------------------------------------------------------------------------------------
@pytest.fixture
def activity(marta: User, in_daugavpils: Scope, components: dict[str, Component]) -> Activity:
    return taking(marta, in_daugavpils, components["1"])


def test_what_one_may_see_is_named_with_its_page(as_: As, janis: User, ilze: User, activity: Activity) -> None:
    url = reverse("activities:activity_detail", args=[activity.pk])
    for to in (ilze, janis):
        letter(to, about=about_key(activity))
    Activity.objects.filter(pk=activity.pk).update(is_public=False)
    assert [line.about for line in lines(ilze)] == [AboutRow(str(activity), url)]
    assert [line.about for line in lines(janis)] == [None]
    Activity.objects.filter(pk=activity.pk).update(is_public=True)
    assert [line.about for line in lines(janis)] == [AboutRow(str(activity), url)]
    with translation.override("en"):
        assert str(activity) in said(as_(janis).get(reverse("home:my_mail")))


@pytest.mark.parametrize(
    "about", ["", "activities.activity:", "activities.activity:x", "activities.activity:²", "gone.thing:1",
              "people.person:1", "activities.activity:99999999", "activities.activity:" + "9" * 40],
)  # fmt: skip
def test_what_has_no_page_or_is_gone_is_not_named(janis: User, about: str) -> None:
    letter(janis, about=about)
    assert [line.about for line in lines(janis)] == [None]


def test_every_row_with_a_page_can_be_asked_for(marta: User) -> None:
    labels = sorted(label for room in registered() for label in room.record_pages)
    for label in labels:
        letter(marta, about=f"{label}:0")
    assert {apps.get_model(label) for label in labels} > {Activity}
    assert [line.about for line in lines(marta)] == [None] * len(labels)


def test_statements_stay_the_same(
    as_: As, ilze: User, marta: User, in_daugavpils: Scope, components: dict[str, Component], page: str
) -> None:
    browser, counts = as_(ilze), []
    for size in (1, 3):
        for _more in range(size):
            letter(ilze, about=about_key(taking(marta, in_daugavpils, components["1"])))
        counts.append(statements(browser, page))
    assert counts[0] == counts[1]
