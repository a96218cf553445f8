"""Sending what is due. No address and no text ever reaches the log."""

import logging
import smtplib
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from darbigas_kopienas.mailing import folder
from darbigas_kopienas.mailing.lease import LEASE, in_hand
from darbigas_kopienas.mailing.letters import READY_MADE, Letter, NoLetter, compose_letter
from darbigas_kopienas.mailing.models import ENDED, FORGETS_ADDRESS, OutgoingMail, State
from darbigas_kopienas.mailing.plain_text import plain_text, single_line
from darbigas_kopienas.mailing.unsubscribe import unsubscribe_url
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.contacts import portal_contact, sender

from .own_words import Filled, own_words_of

log = logging.getLogger("portal.mailing")

FOR_GOOD = 500  # from here on a server's answer says that it will not change
PAUSES = (1, 5, 15, 60, 360)  # minutes after each failed attempt; after the last the letter is given up
AT_END = ["state", "error", "lease_until", "sent_at", "text_body", "html_body", "subject", "context", "attachments"]


def send_due(limit: int = 100) -> int:
    """Send what is due; returns how many left. Several workers share the work: each letter is leased to one."""
    sent = 0
    for _attempt in range(limit):
        mail = _take()
        if mail is None:
            break
        sent += _deliver(mail)
    return sent


@transaction.atomic
def _take() -> OutgoingMail | None:
    mail = OutgoingMail.objects.due().select_for_update(skip_locked=True, of=("self",)).first()
    if mail is None:
        return None
    mail.state, mail.attempts, mail.lease_until = State.SENDING, mail.attempts + 1, clock.now() + LEASE
    mail.message_id = _message_id(mail)
    mail.save(update_fields=["state", "attempts", "lease_until", "message_id"])
    return mail


def _deliver(mail: OutgoingMail) -> bool:
    if mail.attempts > len(PAUSES) + 1:
        _end(mail, State.FAILED, error=mail.error or "worker died")
        return False
    try:
        with in_hand(mail), translation.override(mail.language):
            letter = compose_letter(mail)
            if isinstance(letter, NoLetter):
                _end(mail, State.DROPPED, error=letter.reason)
                return False
            _message(mail, letter).send()
    except smtplib.SMTPRecipientsRefused as error:
        if _is_for_now(error):
            _try_later(mail, type(error).__name__)
        else:
            _end(mail, State.FAILED, error=type(error).__name__)
        return False
    except Exception as error:  # noqa: BLE001  (one letter must not stop the others)
        _try_later(mail, type(error).__name__)
        return False
    _end(mail, State.SENT)
    return True


def _is_for_now(error: smtplib.SMTPRecipientsRefused) -> bool:
    """The server asks to come again (RFC 5321, 4yz): a greylist, a full mailbox, too many at once."""
    codes = [code for code, _text in error.recipients.values()]
    return bool(codes) and all(code < FOR_GOOD for code in codes)


def _try_later(mail: OutgoingMail, error: str) -> None:
    log.warning("mail %s (%s), attempt %s: %s", mail.pk, mail.template, mail.attempts, error)
    if mail.attempts > len(PAUSES):
        _end(mail, State.FAILED, error=error)
        return
    mail.state, mail.lease_until, mail.error = State.WAITING, None, error
    mail.due_at = clock.now() + timedelta(minutes=PAUSES[mail.attempts - 1])
    _write(mail, ["state", "lease_until", "error", "due_at"])


def _end(mail: OutgoingMail, state: State, error: str = "") -> None:
    _write(mail, end(mail, state, error))


def _write(mail: OutgoingMail, fields: list[str]) -> None:
    """Only of a letter that is still on its way: the report that it came back may be quicker than who sends it.

    That it was sent is true whoever has the letter in hand meanwhile; anything else only its own worker may say.
    """
    values = {name: getattr(mail, name) for name in fields}
    rows = OutgoingMail.objects.filter(pk=mail.pk).exclude(state__in=ENDED)
    if mail.state != State.SENT:
        rows = rows.filter(state=State.SENDING, attempts=mail.attempts)
    rows.update(**values)


def end(mail: OutgoingMail, state: State, error: str) -> list[str]:
    """The letter is over: what it said is wiped, that it was said stays. Returns the fields to be written."""
    mail.state, mail.error, mail.lease_until = state, error, None
    left_at = {State.SENT: clock.now(), State.BOUNCED: mail.sent_at or clock.now()}
    mail.sent_at = left_at.get(state)
    forgets = FORGETS_ADDRESS in mail.context
    if forgets:
        folder.forget(Path(settings.EMAIL_FILE_PATH), mail.to_email)
        mail.to_email, mail.user = "", None
    mail.text_body = mail.html_body = mail.subject = ""
    mail.context, mail.attachments = {}, []
    # To whom it went may have been erased meanwhile.
    return [*AT_END, "to_email", "user"] if forgets else AT_END


def _message_id(mail: OutgoingMail) -> str:
    """The same letter has one, so a mail server knows a second copy after a crash; nobody else can make it up."""
    return salted_hmac("mailing.message_id", mail.unique_key, algorithm="sha256").hexdigest()[:32]


def _way_out(mail: OutgoingMail) -> dict[str, str]:
    """What mail programs make their own button of (RFC 2369, and RFC 8058 for one press)."""
    url = unsubscribe_url(mail)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url else {}


def _message(mail: OutgoingMail, letter: Letter) -> EmailMultiAlternatives:
    subject, text, html = rendered(mail, letter)
    host = settings.PUBLIC_URL.split("://", 1)[-1].split(":", 1)[0]
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=settings.MAIL_BOUNCES_TO or sender(),  # of the envelope: where a report is sent
        to=[mail.to_email],
        reply_to=[(letter.contact or portal_contact()).header],
        headers={
            "From": sender(),
            "Message-ID": f"<{mail.message_id}@{host}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
            **_way_out(mail),
        },
        connection=get_connection(),
    )
    if html:
        message.attach_alternative(html, "text/html")
    for attachment in (*mail.attachments, *letter.attachments):
        message.attach(attachment["name"], attachment["text"], attachment["content_type"])
    return message


def rendered(mail: OutgoingMail, letter: Letter) -> tuple[str, str, str]:
    """(subject, text, html) in the active language, begun in the programme's own words where it has some."""
    if mail.template == READY_MADE:
        return mail.subject, mail.text_body, mail.html_body
    return drawn(mail, letter, own_words_of(mail, letter))


def drawn(mail: OutgoingMail, letter: Letter, own: Filled) -> tuple[str, str, str]:
    """(subject, text, html), all of one template: without a subject it draws the subject."""
    context = _context(mail, letter)
    template = context["portal_template"]
    if own != Filled():
        template, context["own"] = "mail/_own_words.html", own
    subject = single_line(unescape(render_to_string(template, {**context, "subject": ""})))
    html = render_to_string(template, {**context, "subject": subject})
    return subject, plain_text(html), html


def portal_opening(mail: OutgoingMail, letter: Letter) -> str:
    """The sentences that own words would take the place of, as text."""
    html = render_to_string("mail/_opening.html", {**_context(mail, letter), "subject": "-"})
    return plain_text(html.split("<!--opening-->")[1])


def _context(mail: OutgoingMail, letter: Letter) -> dict[str, Any]:
    frame = {
        "public_url": settings.PUBLIC_URL,
        "language": mail.language,
        "contact": letter.contact or portal_contact(),
        "unsubscribe_url": unsubscribe_url(mail),
        "portal_template": f"mail/{mail.template}.html",
    }
    return {**mail.context, **letter.context, **frame}
