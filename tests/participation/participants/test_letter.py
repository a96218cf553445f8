"""A letter of the organiser's own words: to whom it goes, and not twice on a day."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from darbigas_kopienas.activities import services as activities
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.batches import batches_about
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from tests.builders import TODAY, come, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("summer")]


def write(by: User, activity: Activity, text: str = "Ņemiet līdzi krūzi.") -> int:
    """To everybody in the list."""
    return services.write_to(
        by=by, activity=activity, registrations=activity.registrations.order_by("pk"), subject="Krūze", text=text
    )


def numbers(activity: Activity) -> list[int]:
    """How many letters each press made, as the trail has it."""
    entries = Entry.objects.of(activity).filter(verb="registration.written_to").order_by("pk")
    return [entry.changes["letters"] for entry in entries]


def test_letter_goes_to_everybody_with_an_address(activity: Activity, ilze: User) -> None:
    (anna,) = come(activity, "anna", language="en")
    register(by=ilze, activity=activity, name="Bez adreses")
    assert write(ilze, activity) == 1
    letter = OutgoingMail.objects.get(template="registration_message")
    assert (letter.to_email, letter.language, letter.scope) == ("anna@example.lv", "en", activity.scope)
    assert letter.context == {
        "registration": anna.pk, "state": "confirmed",
        "written_subject": "Krūze", "written_text": "Ņemiet līdzi krūzi.",
    }  # fmt: skip
    entry = Entry.objects.of(activity).get(verb="registration.written_to")
    assert (entry.actor_id, entry.changes) == (ilze.pk, {"letters": 1})


def test_letter_of_the_same_words_goes_once_a_day_to_each(activity: Activity, ilze: User) -> None:
    come(activity, "anna")
    assert write(ilze, activity) == 1
    come(activity, "juris")
    assert [write(ilze, activity) for _time in range(2)] == [1, 0]
    assert write(ilze, activity, "Ņemiet līdzi lietussargu.") == 2
    with clock.frozen(TODAY + timedelta(days=1)):
        assert write(ilze, activity) == 2
    assert numbers(activity) == [1, 1, 0, 2, 2]


def test_letter_to_nobody_with_an_address_is_refused(activity: Activity, ilze: User) -> None:
    register(by=ilze, activity=activity, name="Bez adreses")
    with pytest.raises(services.NobodyToAsk) as refused:
        write(ilze, activity)
    assert (refused.value.code, OutgoingMail.objects.count(), numbers(activity)) == ("nobody", 0, [])


@pytest.mark.parametrize("when", ["ahead", "over", "held", "cancelled"])
@pytest.mark.parametrize("state", sorted(Registration.State.values))
def test_what_the_page_counts_is_what_leaves(
    when: str, state: str, activity: Activity, ilze: User, as_: Any, at: Any, mailoutbox: list[Any]
) -> None:
    come(activity, "anna")
    fields: dict[str, dict[str, Any]] = {
        "cancelled": {"ending": "self"},
        "waiting": {"waiting_no": 7},
        "refused": {"reason": "Kļūda"},
        "offered": {"offer_until": clock.now() + timedelta(days=90)},
    }
    Registration.objects.update(state=state, confirm_by=None, **fields.get(state, {}))
    if when == "cancelled":
        activities.cancel(by=ilze, activity=activity, reason="Slimība")
    with clock.frozen(activity.sessions.latest("ends_at").ends_at if when in {"over", "held"} else TODAY):
        if when == "held":
            activities.mark_held(by=ilze, activity=activity, held_on=clock.today())
        OutgoingMail.objects.all().delete()
        typed = {"subject": "Krūze", "text": "Ņemiet līdzi krūzi.", "step": "send"}
        page = as_(ilze).post(at("registration_letter") + f"?state={state}", typed, follow=True)
        assert "Sūtīšanai nodota 1\u00a0vēstule." in page.content.decode()
        send_due()
    assert [letter.subject for letter in mailoutbox] == ["Krūze"]
    (batch,) = batches_about(activity)
    assert (batch.sent, batch.waiting, batch.not_sent) == (1, 0, ())


def test_same_words_again_are_not_called_sent(as_: Any, at: Any, activity: Activity, ilze: User) -> None:
    come(activity, "anna")
    typed = {"subject": "Krūze", "text": "Ņemiet līdzi krūzi.", "step": "send"}
    browser = as_(ilze)
    browser.post(at("registration_letter"), typed)
    page = browser.post(at("registration_letter"), typed, follow=True).content.decode()
    assert "vēstule nav sagatavota" in page
    assert OutgoingMail.objects.filter(template="registration_message").count() == 1


def test_list_shows_what_became_of_letters(
    as_: Any,
    at: Any,
    activity: Activity,
    ilze: User,
    anna: User,
    mailoutbox: list[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two, three = come(activity, "anna", "juris", "ieva")
    OutgoingMail.objects.all().delete()
    write(ilze, activity)
    page = as_(ilze).get(at("registration_list")).content.decode()
    assert "gaida nosūtīšanu: 3" in page

    Registration.objects.filter(pk=one.pk).update(state="cancelled", ending="self", confirm_by=None)
    send = EmailMultiAlternatives.send

    def server(message: EmailMultiAlternatives, **given: Any) -> int:
        if message.to == [two.email]:
            raise SMTPRecipientsRefused({two.email: (550, b"No such user")})
        return send(message, **given)

    monkeypatch.setattr(EmailMultiAlternatives, "send", server)
    send_due()
    for name in ("registration_list", "invitation_list"):
        page = " ".join(as_(ilze).get(at(name)).content.decode().split())
        assert ("nosūtīts: 1" in page, "nav nosūtīts: 2" in page) == (True, True)
        assert f"{one.email}: līdz tam bija mainījies statuss" in page
        assert f"{two.email}: saņēmēja serveris šādu adresi nepazīst" in page
        assert "nav nosūtīts" not in as_(anna).get(at(name)).content.decode()  # may look, may not write
    detail = " ".join(as_(ilze).get(at("registration_detail", one.pk)).content.decode().split())
    assert "līdz tam bija mainījies statuss" in detail
    assert [letter.to for letter in mailoutbox] == [[three.email]]
