"""E-mails that one may do without: chosen where one has signed in, by the link below an e-mail, by a mail program."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.choices import MailChoice, Topic, keys_of, unwanted_by
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.unsubscribe import LINK, topic_of, unsubscribe_url
from darbigas_kopienas.participation.registration.invitations import services as invitations
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM, VISITOR
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.signed_tokens import token
from tests.builders import TODAY, open_seminar, register

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
JANA = "jana@example.com"
OFFERED = [Topic.INVITATION, Topic.REMINDER, Topic.THANKS]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def invitation(ilze: User, in_daugavpils: Scope, components: Any) -> OutgoingMail:
    activity = open_seminar(ilze, in_daugavpils)
    invitations.invite(by=ilze, activity=activity, people=[Pasted(1, "Jana", JANA)])
    return OutgoingMail.objects.get(template="invitation")


def link(mail: OutgoingMail) -> str:
    return reverse("home:mail_unsubscribe", args=[token(LINK, mail.pk)])


def sent() -> list[Any]:
    outbox.outbox.clear()
    mailing.send_due()
    return outbox.outbox


def test_a_letter_that_one_may_do_without_has_the_way_out(invitation: OutgoingMail, settings: Any) -> None:
    (letter,) = sent()
    url = settings.PUBLIC_URL + link(invitation)
    assert letter.extra_headers["List-Unsubscribe"] == f"<{url}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in letter.body
    assert url in letter.alternatives[0][0]
    assert JANA not in url


def test_a_letter_about_ones_place_has_none(ilze: User, in_daugavpils: Scope, components: Any) -> None:
    activity = open_seminar(ilze, in_daugavpils)
    register(by=VISITOR, activity=activity, via="guest", name="Jana", email=JANA)
    MailChoice.objects.bulk_create(MailChoice(address_key=keys_of(JANA)[0], topic=topic) for topic in Topic)
    (letter,) = sent()
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "vestules/izvele" not in letter.body


def test_one_press_in_the_mail_program_ends_its_topic(invitation: OutgoingMail) -> None:
    client = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        answer = client.post(link(invitation), {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (unwanted_by(JANA), MailChoice.objects.count()) == ({"invitation"}, 1)
    entry = Entry.objects.get(verb="mail.chosen")
    assert (entry.changes, entry.object_id) == ({"unwanted": ["", "invitation"]}, str(invitation.pk))
    assert JANA not in str(entry.changes)


def test_unwanted_letters_are_not_sent_and_say_why(invitation: OutgoingMail) -> None:
    mailing.choose(by=SYSTEM, email=JANA, unwanted=["invitation"], offered=["invitation"], of=invitation)
    assert sent() == []
    invitation.refresh_from_db()
    assert (invitation.state, invitation.error) == ("dropped", "unwanted")
    assert invitation.why_not
    assert not OutgoingMail.objects.not_arrived().exists()


def test_the_page_of_the_link_keeps_what_is_ticked(invitation: OutgoingMail, as_: As) -> None:
    page = as_(None).get(link(invitation))
    text = page.content.decode()
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert JANA not in text
    assert "j•••@example.com" in text
    assert 'value="work"' not in text
    answer = as_(None).post(link(invitation), {"wanted": ["reminder"]})
    assert answer.status_code == 302
    assert unwanted_by(JANA) == {"invitation", "thanks"}
    again = as_(None).post(link(invitation), {"wanted": [topic.value for topic in OFFERED]})
    assert (again.status_code, unwanted_by(JANA)) == (302, set())


@pytest.mark.parametrize("wanted", ["work", "nav", "\x00", "x" * 300])
def test_what_is_not_offered_is_refused(wanted: str, invitation: OutgoingMail, as_: As) -> None:
    answer = as_(None).post(link(invitation), {"wanted": [wanted]})
    assert answer.status_code == 422
    assert not MailChoice.objects.exists()


def test_a_link_of_another_kind_or_of_a_forgotten_address_opens_nothing(invitation: OutgoingMail, as_: As) -> None:
    other = reverse("home:mail_unsubscribe", args=[token("participation.place", invitation.pk)])
    damaged = link(invitation)[:-3] + "/"
    address = link(invitation)
    OutgoingMail.objects.update(to_email="")
    for path in (other, damaged, address):
        answer = as_(None).get(path)
        assert answer.status_code == 404
        assert any(template.name == "link_broken_mail_choice.html" for template in answer.templates)


def test_colleagues_may_do_without_news_of_work(ilze: User, janis: User, as_: As) -> None:
    page = reverse("home:mail_choices")
    assert 'value="work"' in as_(ilze).get(page).content.decode()
    assert 'value="work"' not in as_(janis).get(page).content.decode()
    answer = as_(ilze).post(page, {"wanted": ["invitation", "reminder", "thanks"]})
    assert answer.status_code == 302
    assert unwanted_by(ilze.email) == {"work"}
    assert "checked" in as_(ilze).get(page).content.decode()
    mailing.queue_to(
        ilze, by=SYSTEM, template="job_done", unique_key="job:1", context={"path": "/lv/", "is_done": True, "why": ""}
    )
    assert sent() == []


def test_a_visitor_signs_in_first(as_: As) -> None:
    assert as_(None).get(reverse("home:mail_choices")).status_code == 302


def test_a_letter_of_no_kind_has_no_topic() -> None:
    assert topic_of(OutgoingMail(template="nav_tāda")) == ""


@pytest.mark.parametrize("again", [{"topic": "invitation"}, {"topic": "viss"}])
def test_the_database_keeps_one_row_of_each_known_topic(again: dict[str, str]) -> None:
    MailChoice.objects.create(address_key="a", topic="invitation")
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChoice.objects.create(address_key="a", **again)
    assert str(MailChoice.objects.get()).startswith("invitation ")


def test_a_choice_outlives_the_key_of_the_portal_but_not_the_address(settings: Any) -> None:
    """Nothing in the row names the address; a key that was changed is still an earlier one."""
    MailChoice.objects.create(address_key=keys_of(JANA)[0], topic="thanks")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 50, [settings.SECRET_KEY]
    assert unwanted_by("Jana@Example.com") == {"thanks"}
    settings.SECRET_KEY_FALLBACKS = []
    assert unwanted_by(JANA) == set()


def test_the_link_of_news_of_work_offers_to_do_without_them(ilze: User, as_: As) -> None:
    letter = mailing.queue_to(
        ilze, by=SYSTEM, template="job_done", unique_key="job:1", context={"path": "/lv/", "is_done": True, "why": ""}
    )
    assert 'value="work"' in as_(None).get(link(letter)).content.decode()


def test_an_example_has_no_link() -> None:
    assert unsubscribe_url(OutgoingMail(template="invitation", language="lv")) == ""
