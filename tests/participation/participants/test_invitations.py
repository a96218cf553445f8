"""People asked from a list, reminded, answering."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Invitation
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.errors import SeminarFull
from darbigas_kopienas.participation.registration.invitations.links import invitation_url
from darbigas_kopienas.participation.registration.people_list import Pasted, read_people
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import INVITATION, VISITOR
from darbigas_kopienas.values import clock, signed_tokens
from tests.builders import register
from tests.cast import WHO
from tests.participation.participants.conftest import MANAGE, SEE, people

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]
LIST = "Anna Kalna; anna.k@example.lv; 3. vidusskola\nbez.varda@example.lv"


# -- reading the list --------------------------------------------------------------------------------
def test_a_list_is_read_whatever_separates_it() -> None:
    text = "Anna Kalna;A@b.lv;Skola\r\n\r\nJānis\tBērzs\tj@b.lv\tSkola\t1. klase\nIeva, i@b.lv, Cita\n;;\n"
    text += "c@b.lv\nĒriks <e@b.lv>"
    assert read_people(text, most=9).people == [
        Pasted(1, "Anna Kalna", "a@b.lv", "Skola"),
        Pasted(3, "Jānis Bērzs", "j@b.lv", "Skola, 1. klase"),
        Pasted(4, "Ieva", "i@b.lv", "Cita"),
        Pasted(6, "", "c@b.lv"),
        Pasted(7, "Ēriks", "e@b.lv"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Anna Kalna", "Rindā nav e-pasta adreses."),
        ("Anna; a@@b", "„a@@b” nav e-pasta adrese."),
        ("a@b.lv", "Trūkst vārda."),
        ("\u200b\u2800; a@b.lv", "Trūkst vārda."),
        ("12; a@b.lv", "Vārdā jābūt vismaz vienam burtam."),
        ("N" * 121 + "; a@b.lv", "Rinda ir pārāk gara."),
        ("N" * 501 + "; a@b.lv", "Rinda ir pārāk gara."),
        ("Kāds; v@b.lv", "Tā pati adrese ir arī 1.\u00a0rindā."),
    ],
)
def test_what_cannot_be_read_is_said_by_its_line(line: str, said: str) -> None:
    pasted = read_people(f"Viens; v@b.lv\n{line}", most=9, needs_name=True)
    assert (pasted.slips, len(pasted.people)) == ([(2, said)], 1)


# -- who ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHO)
def test_each_role_and_page(as_: As, who: Any, at: Any, activity: Activity, ilze: User, name: str) -> None:
    services.invite(by=ilze, activity=activity, people=people("slepena@example.lv"))
    browser = as_(who(name))
    seen = browser.get(at("invitation_list"))
    assert (seen.status_code, "slepena@" in seen.content.decode()) == (SEE[name], SEE[name] == 200)
    assert browser.get(at("invitation_add")).status_code == MANAGE[name]
    if MANAGE[name] != 200:
        for address in (at("invitation_add"), at("invitation_remind")):
            assert browser.post(address, {"text": LIST, "step": "send", "language": "lv"}).status_code == MANAGE[name]
        assert Invitation.objects.count() == 1


# -- asking ------------------------------------------------------------------------------------------
def test_nothing_is_sent_before_the_second_press(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    register(by=ilze, activity=activity, name="Jau", email="jau@example.lv")
    services.invite(by=ilze, activity=activity, people=people("agrak@example.lv"))
    browser = as_(ilze)
    typed = {"text": f"{LIST}\njau@example.lv\nagrak@example.lv", "language": "en", "step": "preview"}
    page = browser.post(at("invitation_add"), typed)
    assert [known for _row, known in page.context["preview"]] == ["", "", "registered", "invited"]
    assert (page.context["new"], Invitation.objects.count()) == (2, 1)
    browser.post(at("invitation_add"), {**typed, "step": "send"})
    assert set(Invitation.objects.filter(language="en").values_list("email", "school")) == {
        ("anna.k@example.lv", "3. vidusskola"), ("bez.varda@example.lv", "")}  # fmt: skip
    again = browser.post(at("invitation_add"), {**typed, "step": "send"})
    assert again.status_code == 422
    assert (
        list(OutgoingMail.objects.filter(template="invitation").values_list("context", flat=True))
        == [{"invitation": invitation.pk} for invitation in Invitation.objects.order_by("-pk")]
        or OutgoingMail.objects.filter(template="invitation").count() == 3
    )
    assert Entry.objects.filter(verb="invitation.sent").latest("pk").changes == {"number": 2}


def test_nobody_is_asked_to_come_where_no_seat_is_left(activity: Activity, ilze: User) -> None:
    services.invite(by=ilze, activity=activity, people=people("agrak@example.lv"))
    Invitation.objects.update(invited_at=clock.now() - timedelta(days=2))
    services.set_up(by=ilze, activity=activity, capacity=1, has_waiting_list=False)
    register(by=ilze, activity=activity, name="Pēdējais")
    OutgoingMail.objects.all().delete()
    for ask in (lambda: services.invite(by=ilze, activity=activity, people=people("a@b.lv")),
                lambda: services.remind_silent(by=ilze, activity=activity)):  # fmt: skip
        with pytest.raises(SeminarFull):
            ask()
    assert (OutgoingMail.objects.count(), Invitation.objects.count()) == (0, 1)


def test_a_slip_sends_nothing_and_keeps_the_list(as_: As, at: Any, ilze: User) -> None:
    answer = as_(ilze).post(at("invitation_add"), {"text": f"{LIST}\nnav adreses", "language": "lv", "step": "send"})
    page = answer.content.decode()
    assert (answer.status_code, "3.\u00a0rinda: Rindā nav e-pasta adreses." in page, "nav adreses" in page) == (
        422, True, True)  # fmt: skip
    assert Invitation.objects.count() == 0


def test_five_thousand_names_are_refused_at_once_and_kept(
    as_: As, at: Any, ilze: User, django_assert_max_num_queries: Any
) -> None:
    text = "\n".join(f"Persona {n}; p{n}@example.lv; Skola" for n in range(5000))
    browser = as_(ilze)
    with django_assert_max_num_queries(20):  # however many the lines are
        answer = browser.post(at("invitation_add"), {"text": text, "language": "lv", "step": "send"})
    page = answer.content.decode()
    assert (answer.status_code, "p4999@example.lv" in page) == (422, True)
    assert "Cilvēku skaits sarakstā: 5000, bet reizē var būt ne vairāk kā 500." in page
    assert Invitation.objects.count() == 0


def test_a_file_becomes_the_text_of_the_list(as_: As, at: Any, ilze: User) -> None:
    browser = as_(ilze)
    file = SimpleUploadedFile("saraksts.csv", "Jānis Bērzs;j@example.lv".encode("cp1257"))
    page = browser.post(at("invitation_add"), {"file": file, "language": "lv", "step": "preview"})
    assert [person.name for person, _known in page.context["preview"]] == ["Jānis Bērzs"]
    assert "Jānis Bērzs;j@example.lv" in page.context["form"]["text"].value()
    for content in (b"\x00\x01\x02", b"a" * (512 * 1024 + 1)):
        wrong = SimpleUploadedFile("s.csv", content)
        answer = browser.post(at("invitation_add"), {"file": wrong, "text": "a@b.lv", "language": "lv"})
        assert answer.status_code == 422


def test_nobody_is_invited_to_what_is_closed(activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, closes_on=date(2020, 6, 9))
    with pytest.raises(services.RegistrationClosed):
        services.invite(by=ilze, activity=activity, people=people("a@example.lv"))
    with pytest.raises(services.RegistrationClosed):
        services.remind_silent(by=ilze, activity=activity)


def test_too_many_are_refused_by_the_service_too(activity: Activity, ilze: User) -> None:
    with pytest.raises(services.NobodyToAsk):
        services.invite(by=ilze, activity=activity, people=people(*[f"p{n}@example.lv" for n in range(501)]))


# -- letters, reminders, answers ---------------------------------------------------------------------
def test_the_letter_is_in_its_language_and_leads_to_the_answer(activity: Activity, ilze: User) -> None:
    services.invite(by=ilze, activity=activity, people=people("a@example.lv"), language="en")
    assert send_due() == 1
    (letter,) = mail.outbox
    assert letter.subject == "Invitation: Ģimenes un skolas sadarbība"
    assert invitation_url(Invitation.objects.get()) in letter.body
    assert "/en/" in letter.body


@pytest.mark.parametrize("why", ["declined", "registered", "cancelled", "full", "closed", "gone"])
def test_a_letter_that_is_no_longer_true_is_dropped(activity: Activity, ilze: User, why: str) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1, has_waiting_list=False)
    (invitation,) = services.invite(by=ilze, activity=activity, people=people("a@example.lv"))
    if why == "declined":
        services.decline(by=INVITATION, invitation=invitation)
    elif why == "registered":
        who = services.Participant(name="A", email="a@example.lv")
        services.register(by=VISITOR, activity=activity, participant=who, via="guest", invitation=invitation)
    elif why == "cancelled":
        Activity.objects.filter(pk=activity.pk).update(state="cancelled")
    elif why == "full":
        register(by=ilze, activity=activity, name="B")
    elif why == "closed":
        services.set_up(by=ilze, activity=activity, closes_on=date(2020, 6, 9))
    else:
        invitation.delete()
    send_due()
    assert OutgoingMail.objects.get(template="invitation").state == "dropped"


def test_a_letter_is_sent_while_a_seat_is_left(activity: Activity, ilze: User) -> None:
    services.set_up(by=ilze, activity=activity, capacity=1, has_waiting_list=False)
    services.invite(by=ilze, activity=activity, people=people("a@example.lv"))
    assert send_due() == 1


def test_the_silent_are_reminded_once_a_day(as_: As, at: Any, activity: Activity, ilze: User) -> None:
    yes, no, _silent = services.invite(
        by=ilze, activity=activity, people=people("yes@example.lv", "no@example.lv", "silent@example.lv")
    )
    services.decline(by=INVITATION, invitation=no)
    who = services.Participant(name="A", email="yes@example.lv")
    services.register(by=VISITOR, activity=activity, participant=who, via="guest", invitation=yes)
    assert as_(ilze).post(at("invitation_remind")).status_code == 422  # invited today
    with clock.frozen(date(2020, 6, 11)):
        browser = as_(ilze)
        assert browser.post(at("invitation_remind")).status_code == 302
        assert browser.post(at("invitation_remind")).status_code == 422
        assert browser.get(at("invitation_list")).context["counts"] == {
            "invited": 3, "registered": 1, "declined": 1, "silent": 1}  # fmt: skip
    reminders = OutgoingMail.objects.filter(template="invitation_reminder")
    assert [reminder.to_email for reminder in reminders] == ["silent@example.lv"]


def test_answering_no_and_then_yes(client: Client, activity: Activity, ilze: User) -> None:
    (first,) = services.invite(by=ilze, activity=activity, people=people("a@example.lv"))
    address = f"/lv/ielugums/{signed_tokens.token(links.INVITATION, first.pk)}/"
    page = client.get(address)
    assert (page.status_code, page["Cache-Control"], page["X-Robots-Tag"]) == (
        200, "private, no-store", "noindex, nofollow")  # fmt: skip
    assert client.get(page.context["register_url"]).status_code == 200
    assert client.post(address, {"answer": "maybe"}).status_code == 404
    for _time in range(2):
        assert client.post(address, {"answer": "no"}).status_code == 302
    first.refresh_from_db()
    assert first.declined_at is not None
    assert Entry.objects.filter(verb="invitation.declined").count() == 1
    assert "Tomēr piedalīšos" in client.get(address).content.decode()
    assert client.get("/lv/ielugums/1.xyz/").status_code == 404
