"""Letters about opening a closed period. The programme and the outbox do not know each other; the roof knows both."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, NoLetter
from darbigas_kopienas.mailing.models import OutgoingMail, Reason
from darbigas_kopienas.people.contacts import contact_of_user
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.colleagues import openers_of
from darbigas_kopienas.programme.models import Reopening
from darbigas_kopienas.programme.scoping import Scope


def notify_of_reopening(reopening: Reopening) -> None:
    """The request to all who may open; its answer to whoever asked. Inside the transaction that asks or answers."""
    template, by, people = "reopening_asked", reopening.asked_by, list(openers_of(reopening))
    if reopening.answered_by is not None:
        template, by, people = "reopening_answered", reopening.answered_by, [reopening.asked_by]
    for person in (person for person in people if mailing.can_be_written_to(person.email)):
        mailing.queue_to(
            person,
            by=by,
            template=template,
            context={"reopening": reopening.pk},
            unique_key=f"{template}:{reopening.pk}:{person.pk}",
            scope=reopening.scope,
        )


def ask_opener(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where it is answered meanwhile, or the person no longer opens periods."""
    reopening = _reopening(mail)
    if reopening is None or reopening.state != Reopening.State.ASKED:
        return NoLetter(Reason.ANSWERED)
    if not may(mail.user, Permission.CLOSE_PERIOD, Scope(reopening.programme_id)):
        return NoLetter(Reason.NO_RIGHT)
    return _letter(mail, reopening)


def notify_answer(mail: OutgoingMail) -> Letter | NoLetter:
    """Not sent where the person no longer works with what was asked for, or the days are over already."""
    reopening = _reopening(mail)
    if reopening is None or not may(mail.user, Permission.ASK_CLOSING, reopening.scope):
        return NoLetter(Reason.NO_RIGHT)
    if reopening.state == Reopening.State.OPENED and not reopening.is_open:
        return NoLetter(Reason.OVER)
    return _letter(mail, reopening)


def _reopening(mail: OutgoingMail) -> Reopening | None:
    rows = Reopening.objects.select_related("closing", "municipality", "asked_by", "answered_by")
    return rows.filter(pk=mail.context.get("reopening")).first()


def _letter(mail: OutgoingMail, reopening: Reopening) -> Letter:
    with translation.override(mail.language):
        address = settings.PUBLIC_URL + reverse("programme:closing_list")
        whole = _("the whole programme")
    other = reopening.asked_by if mail.template == "reopening_asked" else reopening.answered_by
    is_open = reopening.state == Reopening.State.OPENED
    return Letter(
        context={
            "reopening": reopening,
            "closing": reopening.closing,
            "is_open": is_open,
            "whole": whole,
            "address": address,
        },
        contact=contact_of_user(other),
    )
