"""The author hears that a guideline is published, once, while it is."""

from datetime import timedelta

from django.core import mail as outbox

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from guidelines import services
from guidelines.models import Guideline


def test_the_author_is_told_with_the_link(published: Guideline) -> None:
    assert send_due() == 1
    (letter,) = outbox.outbox
    assert letter.to == ["ilze@example.lv"]
    assert letter.subject == "Jūsu vadlīnijas ir publicētas: Kā sākt"
    assert f"/lv/vadlinijas/{published.pk}/" in str(letter.body)
    assert "marta@example.lv" in letter.reply_to[0]


def test_what_is_out_of_sight_again_is_not_told(published: Guideline, marta: User) -> None:
    services.archive(by=marta, guideline=published)
    assert send_due() == 0


def test_what_waited_for_a_month_is_no_news(published: Guideline) -> None:
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert send_due() == 0


def test_an_author_who_is_gone_is_not_written_to(draft: Guideline, ilze: User, marta: User) -> None:
    User.objects.filter(pk=ilze.pk).update(is_active=False)
    services.publish(by=marta, guideline=Guideline.objects.get(pk=draft.pk))
    Guideline.objects.update(written_by=None)
    assert not OutgoingMail.objects.exists()


def test_a_guideline_that_nobody_here_wrote_is_published_in_silence(draft: Guideline, marta: User) -> None:
    Guideline.objects.update(written_by=None)
    services.publish(by=marta, guideline=Guideline.objects.get(pk=draft.pk))
    assert not OutgoingMail.objects.exists()


def test_whoever_published_it_is_gone_and_the_portal_answers(published: Guideline) -> None:
    Guideline.objects.update(published_by=None)
    send_due()
    assert "portals@example.lv" in outbox.outbox[0].reply_to[0]
