"""Every kind of e-mail in both languages: it can be answered, names who answers, and says the same in both forms."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import translation

from darbigas_kopienas import rooms
from darbigas_kopienas.activities.contacts import contact_of
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.plain_text import plain_text
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from seminars.models import Seminar
from tests.builders import AFTER, TODAY
from tests.house.letters import MAKERS, Cast, open_activity

pytestmark = pytest.mark.django_db
PORTAL = "portals@example.lv"
EVIL = "Ilze\r\nBcc: cits@example.lv"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.frozen(TODAY), translation.override("lv"):
        yield


def left(template: str, cast: Cast) -> dict[str, Any]:
    """The e-mail of that kind as it left in each language: its headers and parts as a mail program reads them."""
    MAKERS[template](cast, template)
    mail = OutgoingMail.objects.filter(template=template).latest("pk")
    OutgoingMail.objects.exclude(pk=mail.pk).delete()
    other = {"lv": "en", "en": "lv"}[mail.language]
    OutgoingMail.objects.update(due_at=clock.now() - timedelta(days=2))
    mail.refresh_from_db()
    mail.pk, mail.language, mail.unique_key = None, other, f"{mail.unique_key}:{other}"
    mail.save()
    later = AFTER if template in {"thanks_evaluation", "certificate_ready", "certificate_revoked"} else TODAY
    outbox.outbox.clear()
    with clock.frozen(later):
        assert mailing.send_due() == 2
    read = [email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default) for sent in outbox.outbox]
    return {letter["Content-Language"]: letter for letter in read}


def test_every_kind_is_walked() -> None:
    composed = {template for room in rooms.registered() for template in room.letters}
    assert set(MAKERS) == composed


@pytest.mark.parametrize("template", sorted(MAKERS))
def test_it_can_be_answered_and_says_who_answers(template: str, cast: Cast) -> None:
    for language, letter in left(template, cast).items():
        assert parseaddr(letter["From"]) == ("Darbīgās kopienas", PORTAL)
        answers = cast.get("answered_by") or ("ilze@example.lv" if "about" in cast else PORTAL)
        assert [address.addr_spec for address in letter["Reply-To"].addresses] == [answers]
        assert "\n" not in letter["Subject"]
        text = letter.get_body(("plain",)).get_content()
        questions = [line for line in text.split("\n--")[0].split("\n") if line][-1]
        said = language if template != mailing.READY_MADE else "lv"  # those words came with it
        assert questions.startswith({"lv": "Jautājumi: ", "en": "Questions: "}[said]), text
        assert answers in questions
        greets = f"\n{ {'lv': 'Labdien!', 'en': 'Hello!'}[said] }\n" in f"\n{text}"
        assert greets == (template != "registration_message"), "the organiser greets in their own words"
        assert not re.search(r"\{\{|\{%|\bNone\b", text)
        if template != mailing.READY_MADE:
            html = letter.get_body(("html",)).get_content()
            assert plain_text(html) == text
            assert f'href="mailto:{answers}"' in html


def test_the_line_names_the_organiser(cast: Cast) -> None:
    letter = left("registration_confirmed", cast)["lv"]
    assert "Jautājumi: Ilze Ozoliņa, ilze@example.lv\n" in letter.get_body(("plain",)).get_content()
    assert parseaddr(letter["Reply-To"]) == ("Ilze Ozoliņa", "ilze@example.lv")


def test_what_is_typed_as_contact_adds_no_header(cast: Cast) -> None:
    User.objects.filter(pk=cast["ilze"].pk).update(name=EVIL)
    letter = left("registration_confirmed", cast)["lv"]
    assert (letter["Bcc"], letter["Reply-To"].addresses[0].display_name) == (None, "Ilze Bcc: cits@example.lv")
    assert len(letter["Reply-To"].addresses) == 1


@pytest.mark.parametrize(
    "address", ["a@example.lv, b@example.lv", "a@example.lv\r\nBcc: b@example.lv", "nav adreses", "<a@example.lv>"]
)
def test_a_damaged_contact_gives_way_to_the_organiser(address: str, cast: Cast) -> None:
    activity = open_activity(cast)
    Seminar.objects.filter(activity=activity).update(contact_email=address)
    assert contact_of(activity).email == "ilze@example.lv"


def test_another_ones_address_is_called_by_their_name(cast: Cast) -> None:
    activity = open_activity(cast)
    Seminar.objects.filter(activity=activity).update(contact_email="anna@example.lv")
    assert contact_of(activity).name == "Anna Bērziņa"
    Seminar.objects.filter(activity=activity).update(contact_email="seminari@example.lv")
    assert (contact_of(activity).email, contact_of(activity).name) == ("seminari@example.lv", "Ilze Ozoliņa")


def test_where_the_organiser_left_a_colleague_answers_and_at_last_the_portal(cast: Cast) -> None:
    activity = open_activity(cast)
    Seminar.objects.filter(activity=activity).update(contact_email="")
    assert contact_of(activity).email == "ilze@example.lv"
    cast["ilze"].memberships.all().delete()
    activity = Activity.objects.get(pk=activity.pk)
    assert contact_of(activity).email == "marta@example.lv"
    cast["marta"].memberships.all().delete()
    assert contact_of(activity).email == PORTAL
    Seminar.objects.filter(activity=activity).update(contact_email="seminari@example.lv")
    assert (contact_of(activity).email, contact_of(activity).name) == ("seminari@example.lv", "")


def test_a_configured_address_without_a_name_gets_the_portals(cast: Cast, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = PORTAL
    names = {language: parseaddr(letter["From"]) for language, letter in left("account_changed", cast).items()}
    assert names == {"lv": ("Darbīgās kopienas", PORTAL), "en": ("Active Communities", PORTAL)}
