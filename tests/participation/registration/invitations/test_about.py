"""Whoever is asked to come reads what it is, who asks, and a few words of theirs, in the e-mail and on the page."""

from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.urls import reverse

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Invitation
from darbigas_kopienas.participation.registration.errors import WordsTooLong
from darbigas_kopienas.participation.registration.invitations.about import about
from darbigas_kopienas.participation.registration.invitations.links import invitation_url
from darbigas_kopienas.participation.registration.people_list import Pasted
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from seminars.models import Seminar
from seminars.plan import services as plan
from tests.builders import open_seminar, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]
PEOPLE = [Pasted(1, "Jana", "jana@example.com")]
EVIL = 'Nāciet!\r\n<a href="https://slikti.example">šeit</a>\x07'


@pytest.fixture
def activity(ilze: User, in_daugavpils: Scope, components: Any) -> Activity:
    activity = open_seminar(ilze, in_daugavpils)
    about_it: dict[str, Any] = {"description_lv": "Kā sadarboties.", "trainers": "Anna Liepa, Juris Ozols"}
    plan.edit_seminar(by=ilze, seminar=Seminar.objects.get(activity=activity), **about_it)
    return activity


def invited(by: User, activity: Activity, words: str = "") -> Invitation:
    return services.invite(by=by, activity=activity, people=PEOPLE, words=words)[0]


def test_the_letter_and_the_page_say_what_it_is_and_who_asks(ilze: User, activity: Activity, client: Any) -> None:
    invitation = invited(ilze, activity, "Tiekamies pie kafijas!\n\nIlze")
    mailing.send_due()
    (letter,) = outbox.outbox
    page = said(client.get(invitation_url(invitation).removeprefix("http://localhost:8000")))
    for text in (letter.body, page):
        for fact in (
            "Tiekamies pie kafijas!",
            "Jūs aicina Ilze Ozoliņa.",
            "Kā sadarboties.",
            "2020. gada 18. jūnijs",
            "Smilšu iela 92",
            "6 akadēmiskās stundas",
            "Anna Liepa, Juris Ozols",
            "pedagogiem",
            "Dalība ir bez maksas.",
        ):
            assert fact in " ".join(text.split()), fact
    assert f"http://localhost:8000/lv/seminari/{activity.seminar.pk}/" in letter.body
    assert "ilze@example.lv" in letter.reply_to[0]


def test_own_words_are_text_and_nothing_else(ilze: User, activity: Activity, client: Any) -> None:
    invitation = invited(ilze, activity, EVIL)
    assert invitation.words == 'Nāciet!\n<a href="https://slikti.example">šeit</a>'
    mailing.send_due()
    letter: Any = outbox.outbox[0]
    page = client.get(invitation_url(invitation).removeprefix("http://localhost:8000")).content.decode()
    for html in (letter.alternatives[0][0], page):
        assert "&lt;a href=&quot;https://slikti.example&quot;&gt;" in html
        assert 'href="https://slikti.example"' not in html


def test_too_many_words_are_refused_in_the_service_and_by_the_database(ilze: User, activity: Activity) -> None:
    with pytest.raises(WordsTooLong, match="ir 1001"):
        invited(ilze, activity, "a" * 1001)
    assert not Invitation.objects.exists()
    invitation = invited(ilze, activity, "a\r\n" * 400)
    assert len(invitation.words) == 799
    with pytest.raises(IntegrityError, match="few_words"), transaction.atomic():
        Invitation.objects.update(words="a" * 1001)


def test_form_says_so_at_the_field_and_keeps_what_was_typed(as_: Any, ilze: User, activity: Activity) -> None:
    address = reverse("participation:invitation_add", args=[activity.pk])
    typed = {"text": "jana@example.com", "language": "lv", "words": "a" * 1001, "step": "preview"}
    answer = as_(ilze).post(address, typed)
    assert (answer.status_code, "words" in answer.context["form"].errors) == (422, True)
    assert "a" * 1001 in answer.content.decode()
    answer = as_(ilze).post(address, {**typed, "words": "Nāciet!"})
    assert (answer.status_code, "Nāciet!" in answer.content.decode()) == (200, True)


def test_where_the_one_who_asked_is_gone_the_organiser_invites(ilze: User, activity: Activity) -> None:
    invitation = invited(ilze, activity)
    Invitation.objects.update(invited_by=None)
    invitation.refresh_from_db()
    assert about(invitation)["invited_by"] == "Ilze Ozoliņa"


def test_what_nobody_wrote_is_left_out(ilze: User, marta: User, activity: Activity) -> None:
    invitation = invited(ilze, activity)
    Invitation.objects.update(invited_by=None)
    for user in (ilze, marta):
        user.memberships.all().delete()
    activity.sessions.update(state="cancelled")
    said = about(Invitation.objects.get(pk=invitation.pk))
    assert (said["invited_by"], said["hours"], said["sessions"]) == ("", None, [])
    Seminar.objects.all().delete()
    assert about(Invitation.objects.get(pk=invitation.pk))["facts"].is_free is False  # type: ignore[attr-defined]
