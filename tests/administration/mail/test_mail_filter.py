"""The log of e-mails, narrowed by its address; what that says wrong is said back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing.models import State
from darbigas_kopienas.mailing.services import about_key
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.mail.letters import letter, lost
from tests.builders import come

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


@pytest.fixture
def ask(as_: As, ilze: User, programme: Programme) -> Callable[..., Any]:
    here, browser = reverse("administration:mail_log", args=[programme.pk]), as_(ilze)
    return lambda **query: browser.get(f"{here}?{urlencode(query)}")


def shown(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return sorted(line.address for line in answer.context["lines"])


def test_by_words_of_the_address(ask: Any, in_daugavpils: Scope) -> None:
    letter(in_daugavpils, "anna.kalna@example.lv")
    letter(in_daugavpils, "anna@skola.lv")
    assert shown(ask(q="ANNA")) == ["anna.kalna@example.lv", "anna@skola.lv"]
    assert shown(ask(q="skola anna")) == ["anna@skola.lv"]
    assert shown(ask(q="100%")) == []


def test_by_kind_and_state(ask: Any, in_daugavpils: Scope) -> None:
    ago = clock.now() - timedelta(hours=1)
    letter(in_daugavpils, "sent@example.lv", state=State.SENT, sent_at=ago, template="registration_cancelled")
    letter(in_daugavpils, "late@example.lv", due_at=ago)
    letter(in_daugavpils, "waits@example.lv", due_at=clock.now() + timedelta(hours=1))
    lost(in_daugavpils, "back@example.lv")
    lost(in_daugavpils, "done@example.lv", settled_at=ago)
    for query, addresses in (
        ({"kind": "registration_cancelled"}, ["sent"]),
        ({"state": "sent"}, ["sent"]),
        ({"state": "bounced"}, ["back", "done"]),
        ({"state": "waiting"}, ["late", "waits"]),
        ({"state": "late"}, ["late"]),
        ({"state": "not_arrived"}, ["back"]),
        ({"state": "late", "kind": "registration_cancelled"}, []),
    ):
        assert shown(ask(**query)) == [f"{address}@example.lv" for address in addresses], query


def test_by_the_day_of_writing_and_in_either_order(ask: Any, in_daugavpils: Scope) -> None:
    now = clock.now()
    letter(in_daugavpils, "new@example.lv", created_at=now)
    letter(in_daugavpils, "old@example.lv", created_at=now - timedelta(days=3), state=State.SENT, sent_at=now)
    today = clock.today()
    assert shown(ask(since=today)) == ["new@example.lv"]
    assert shown(ask(until=today - timedelta(days=1))) == ["old@example.lv"]
    assert shown(ask(since=today - timedelta(days=3), until=today)) == ["new@example.lv", "old@example.lv"]
    by_sort = {sort: [line.address[:3] for line in ask(sort=sort).context["lines"]] for sort in ("-at", "at", "-sent")}
    assert by_sort == {"-at": ["new", "old"], "at": ["old", "new"], "-sent": ["old", "new"]}


def test_to_a_person_at_their_address_and_account(ask: Any, in_daugavpils: Scope, janis: User) -> None:
    EmailAddress.objects.create(user=janis, email="janis@skola.lv", verified=True)
    person, _made = Person.objects.update_or_create(
        user=janis, defaults={"name": "Jānis", "email": "j@k.lv", "entered_for_id": in_daugavpils.municipality_id}
    )
    guest = Person.objects.create(name="Zane", email="zane@k.lv", entered_for_id=in_daugavpils.municipality_id)
    nobody = Person.objects.create(name="Zita", entered_for_id=in_daugavpils.municipality_id)
    for address in ("j@k.lv", "janis@skola.lv", janis.email, "zane@k.lv", "other@k.lv", ""):
        letter(in_daugavpils, address)
    letter(in_daugavpils, "before@k.lv", user=janis)
    assert shown(ask(person=person.pk)) == ["before@k.lv", "j@k.lv"]  # who reads the others is not learnt here
    assert shown(ask(person=guest.pk)) == ["zane@k.lv"]
    assert shown(ask(person=nobody.pk)) == []
    here = ask(person=guest.pk).content.decode()
    assert reverse("administration:person_detail", args=[in_daugavpils.programme_id, guest.pk]) in here


def test_a_person_of_another_register_is_unknown(ask: Any, in_rezekne: Scope) -> None:
    theirs = Person.objects.create(name="Reinis", email="r@k.lv", entered_for_id=in_rezekne.municipality_id)
    answer = ask(person=theirs.pk)
    assert (answer.status_code, "Reinis" in answer.content.decode()) == (422, False)


def test_about_a_thing(ask: Any, in_daugavpils: Scope, activity: Activity) -> None:
    (place,) = come(activity, "anna")
    letter(in_daugavpils, "of-activity@k.lv", about=about_key(activity))
    letter(in_daugavpils, "other@k.lv")
    answer = ask(about=about_key(activity))
    assert "of-activity@k.lv" in shown(answer)
    assert "other@k.lv" not in shown(answer)
    assert reverse("activities:activity_detail", args=[activity.pk]) in answer.content.decode()
    assert "of-activity@k.lv" not in shown(ask(about=about_key(place)))


def test_about_a_thing_without_a_page(ask: Any, components: dict[str, Component]) -> None:
    answer = ask(about=about_key(components["1"]))
    assert (answer.context["filter"].thing.url, shown(answer)) == ("", [])
    assert answer.context["filter"].thing.name in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\0b"}, {"kind": "nothing"}, {"kind": "message"}, {"state": "lost"}, {"since": "yesterday"},
        {"until": "32.01.2026"}, {"person": "x"}, {"person": "²"}, {"person": "9" * 30}, {"person": "999999999999"},
        {"about": "x"}, {"about": "activities.activity:0"}, {"about": "activities.activity:" + "9" * 15},
        {"about": "activities.activity:" + "9" * 40}, {"about": "no.such:1"}, {"about": "people.user:1"},
        {"about": "a\0b.c:1"}, {"page": "x"}, {"sort": "to"}, {"nonsense": "1"},
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_address_is_said(ask: Any, query: dict[str, str]) -> None:
    answer = ask(**query)
    assert answer.status_code == 422
    assert answer.context["sentences"]


@pytest.mark.parametrize("day", ["01.01.0001", "31.12.9999"])
def test_days_at_the_ends_of_time_do_no_harm(ask: Any, day: str) -> None:
    assert {ask(since=day).status_code, ask(until=day).status_code} <= {200, 422}
