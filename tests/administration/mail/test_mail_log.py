"""The log of e-mails: as much of each as the reader may see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.administration.mail import things
from darbigas_kopienas.administration.mail.log import drawn, lines_of, mails_of
from darbigas_kopienas.mailing.models import State
from darbigas_kopienas.mailing.services import about_key
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.mail.letters import letter, lost
from tests.builders import come, said, taking
from tests.counted import statements

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def page(programme: Programme, name: str = "mail_log") -> str:
    return reverse(f"administration:{name}", args=[programme.pk])


def lines(user: User, programme: Programme) -> list[Any]:
    return lines_of(list(drawn(mails_of(user, programme)).order_by("pk")), user)


def test_line_says_to_whom_of_which_kind_about_what_and_what_became_of_it(
    ilze: User, janis: User, programme: Programme, in_daugavpils: Scope, activity: Activity
) -> None:
    now = clock.now()
    letter(in_daugavpils, janis.email, user=janis, about=about_key(activity), state=State.SENT, sent_at=now)
    lost(in_daugavpils)
    letter(in_daugavpils, template="forgotten_kind", due_at=now + timedelta(days=1))
    sent, back, waiting = lines(ilze, programme)
    assert (sent.address, sent.account, sent.kind) == (janis.email, "Jānis Kalniņš", "The place is confirmed")
    assert (sent.thing.name, sent.thing.url) == (
        "Talka",
        reverse("activities:activity_detail", args=[activity.pk]),
    )
    assert (sent.state, sent.sent_at, sent.leaves_at, sent.why_not) == ("sent", now, None, "")
    assert (back.account, back.thing.name, back.state_word, back.why_not) == (
        "",
        "",
        "came back",
        "there is no such address",
    )
    assert (waiting.kind, waiting.sent_at, waiting.leaves_at) == ("forgotten_kind", None, now + timedelta(days=1))


def test_page_shows_the_lines_without_the_words_of_an_e_mail(
    as_: As, ilze: User, janis: User, programme: Programme, in_daugavpils: Scope, activity: Activity
) -> None:
    letter(in_daugavpils, user=janis, about=about_key(activity), subject="Slepens temats", text_body="Slepens teksts")
    lost(in_daugavpils, "maris@example.lv", settled_at=clock.now())
    letter(in_daugavpils, "", state=State.SENT, sent_at=clock.now())
    text = said(as_(ilze).get(page(programme)))
    for words in ("zane@example.lv", "Jānis Kalniņš", "Talka", "to leave", "there is no such address", "settled"):
        assert words in text
    assert "address deleted" in text
    assert "Slepens" not in text


def test_each_sees_the_e_mails_of_their_own_scopes(
    as_: As,
    ilze: User,
    karlis: User,
    marta: User,
    programme: Programme,
    in_daugavpils: Scope,
    in_rezekne: Scope,
) -> None:
    letter(in_daugavpils, "dina@example.lv")
    letter(in_rezekne, "reinis@example.lv")
    letter(Scope(programme.pk), "visi@example.lv")
    letter(None, "konts@example.lv", template="message")
    seen = {user.email: {line.address for line in lines(user, programme)} for user in (ilze, karlis, marta)}
    assert seen == {
        ilze.email: {"dina@example.lv"},
        karlis.email: {"reinis@example.lv"},
        marta.email: {"dina@example.lv", "reinis@example.lv", "visi@example.lv"},
    }
    assert "dina@example.lv" not in said(as_(karlis).get(page(programme)))


@pytest.mark.parametrize("name", ["janis", "anna", "rudite", "emma", "olga", "admin"])
def test_others_are_refused(as_: As, request: pytest.FixtureRequest, programme: Programme, name: str) -> None:
    browser = as_(request.getfixturevalue(name))
    assert [browser.get(page(programme, there)).status_code for there in ("mail_log", "mail_export")] == [403, 403]
    assert browser.post(page(programme, "mail_settle")).status_code == 403
    assert browser.get(reverse("administration:mail")).status_code == 403


def test_visitors_sign_in_first(as_: As, programme: Programme) -> None:
    assert as_(None).get(page(programme)).status_code == 302


def test_menu_leads_to_the_log_of_the_programme(as_: As, ilze: User, anna: User, programme: Programme) -> None:
    there = reverse("administration:mail")
    assert as_(ilze).get(there)["Location"] == page(programme)
    assert f'href="{there}"' in as_(ilze).get(page(programme)).content.decode()
    assert f'href="{there}"' not in as_(anna).get(reverse("home:my_tasks")).content.decode()
    assert as_(ilze).get(f"{there}?x=1").status_code == 422


def test_without_e_mails_it_says_when_they_come(as_: As, ilze: User, programme: Programme) -> None:
    browser = as_(ilze)
    assert "No e-mail has been written yet" in said(browser.get(page(programme)))
    assert "Nothing matches these filters" in said(browser.get(f"{page(programme)}?state=sent"))
    to_settle = said(browser.get(f"{page(programme)}?state=not_arrived"))
    assert "Every e-mail has arrived, is on its way, or is settled" in to_settle
    assert "Nothing matches" in said(browser.get(f"{page(programme)}?state=not_arrived&q=zane"))


# -- what they are about -----------------------------------------------------------------------------------
def test_what_the_reader_does_not_see_or_is_gone_is_not_named(
    ilze: User, karlis: User, programme: Programme, in_rezekne: Scope, components: dict[str, Component]
) -> None:
    theirs = taking(karlis, in_rezekne, components["1"])
    Activity.objects.filter(pk=theirs.pk).update(is_public=False)
    keys = [
        about_key(theirs), "activities.activity:999999999", "people.user:1", "no.such:1", "x", "", "budget.expense:1"
    ]  # fmt: skip
    assert things.things_by_key(ilze, keys) == {}
    assert set(things.things_by_key(karlis, keys)) == {about_key(theirs)}


def test_many_things_are_read_a_part_at_a_time(ilze: User, activity: Activity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things, "AT_ONCE", 1)
    places = come(activity, "anna", "berta")
    keys = [about_key(row) for row in (activity, *places)]
    assert {key: thing.name for key, thing in things.things_by_key(ilze, keys).items()} == dict(
        zip(keys, ["Talka", "Talka · anna", "Talka · berta"], strict=True)
    )


# -- the ways to it ----------------------------------------------------------------------------------------
def test_person_s_page_leads_to_the_e_mails_to_them(
    as_: As, ilze: User, anna: User, programme: Programme, in_daugavpils: Scope
) -> None:
    person = Person.objects.create(name="Zane Zile", entered_for_id=in_daugavpils.municipality_id)
    here = reverse("administration:person_detail", args=[programme.pk, person.pk])
    link = f'href="{page(programme)}?person={person.pk}"'
    assert link in as_(ilze).get(here).content.decode()
    assert link not in as_(anna).get(here).content.decode()


@pytest.mark.parametrize("name", ["registration_list", "invitation_list"])
def test_participants_page_leads_to_the_e_mails_about_the_activity(
    as_: As, ilze: User, anna: User, programme: Programme, activity: Activity, name: str
) -> None:
    here = reverse(f"participation:{name}", args=[activity.pk])
    link = f'href="{page(programme)}?about=activities.activity:{activity.pk}"'
    assert link in as_(ilze).get(here).content.decode()
    assert link not in as_(anna).get(here).content.decode()


# -- statements --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["", "?state=not_arrived"])
def test_as_many_statements_for_one_e_mail_as_for_many(
    as_: As, ilze: User, janis: User, programme: Programme, in_daugavpils: Scope, activity: Activity, query: str
) -> None:
    lost(in_daugavpils, janis.email, user=janis, about=about_key(activity))
    browser, here = as_(ilze), page(programme) + query
    browser.get(here)
    few = statements(browser, here)
    (place,) = come(activity, "anna")
    lost(in_daugavpils, ilze.email, user=ilze, about=about_key(place))
    lost(in_daugavpils, "berta@example.lv", about=about_key(activity))
    assert statements(browser, here) == few
    assert few <= 10
