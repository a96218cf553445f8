"""Writing letters into the outbox and sending what is due. No address and no text ever reaches the log."""

import hashlib
import logging
import re
import smtplib
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.retention import RetentionKind, limit_of
from darbigas_kopienas.programme.actors import VISITOR, Actor
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.rooms import Letter, NoLetter, compose_letter
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.contacts import portal_contact, sender
from darbigas_kopienas.values.email_addresses import mailbox, require_mailbox
from darbigas_kopienas.values.prepared_queries import write, write_new

from . import folder
from .lease import LEASE, in_hand
from .models import FORGETS_ADDRESS, OutgoingMail, State
from .plain_text import plain_text

log = logging.getLogger("portal.mailing")

TASK = "mailing.send_due"
PAUSES = (1, 5, 15, 60, 360)  # minutes after each failed attempt; after the last the letter is given up
READY_MADE = "message"  # the text came with the letter, no template
ADDRESS_DAYS = 90
NUDGE_SECONDS = 1.0
ENDED = ["state", "error", "lease_until", "sent_at", "text_body", "html_body", "subject", "context", "attachments"]
_nudged_until = 0.0


class BadAddress(ValidationError):
    """Not one e-mail address: line breaks and lists are refused, so nobody adds headers or recipients."""


def queue(
    *,
    by: Actor,
    to: str,
    template: str,
    language: str,
    context: dict[str, object],
    unique_key: str,
    due_at: datetime | None = None,
    user: User | None = None,
    scope: Scope | None = None,
    attachments: list[dict[str, str]] | None = None,
    is_first: bool = False,
) -> OutgoingMail:
    """Write a letter, rendered from `mail/<template>.html` when it leaves; JSON values only in `context`.

    A used `unique_key` gives the letter already written. Attachments: dicts of name, content_type and text.
    `is_first`: the row that the letter is about is being written in the same deed, so the key cannot be used and that
    deed's own entry names the letter. Raises BadAddress.
    """
    return _put(
        OutgoingMail(
            to_email=single_address(to),
            user=user,
            template=template,
            language=language,
            context=context,
            attachments=attachments or [],
            unique_key=unique_key,
            due_at=due_at or clock.now(),
            programme_id=scope.programme_id if scope else None,
            municipality_id=scope.municipality_id if scope else None,
        ),
        by=by,
        is_first=is_first,
    )


def queue_to(user: User, *, by: Actor, **letter: Any) -> OutgoingMail:
    """`queue` to the address of an account, in the language that its owner reads."""
    return queue(by=by, to=user.email, user=user, language=user.language, **letter)


def queue_many(
    *, by: Actor, letters: Iterable[OutgoingMail], due_at: datetime | None = None, about: Model, scope: Scope
) -> int:
    """Many letters of one occasion in two statements; returns how many are new. One entry tells of them on `about`.

    Give each its recipient, template, language, context and unique_key; a used key is skipped. Raises BadAddress.
    """
    made, now = list(letters), clock.now()
    for mail in made:
        mail.about, mail.created_at = about_key(about), now
        mail.to_email, mail.due_at = single_address(mail.to_email), due_at or now
        mail.programme_id, mail.municipality_id = scope.programme_id, scope.municipality_id
    with transaction.atomic():
        used = set(used_keys(mail.unique_key for mail in made))
        new = [mail for mail in made if mail.unique_key not in used]
        if new:
            OutgoingMail.objects.bulk_create(new, ignore_conflicts=True)
            transaction.on_commit(_nudge)
            changes = {"template": new[0].template, "letters": len(new)}
            record(by=by, verb="mail.queued", obj=about, scope=scope, changes=changes)
    return len(new)


def about_key(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def used_keys(keys: Iterable[str]) -> list[str]:
    """Those of the keys under which a letter was written already."""
    return list(OutgoingMail.objects.filter(unique_key__in=list(keys)).values_list("unique_key", flat=True))


def queue_message(
    *, to: str, subject: str, text: str, html: str = "", unique_key: str, language: str = ""
) -> OutgoingMail:
    """A letter whose words are ready (sign-in codes); it leaves at once. Raises BadAddress."""
    return _put(
        OutgoingMail(
            to_email=single_address(to),
            template=READY_MADE,
            language=language or translation.get_language() or settings.LANGUAGE_CODE,
            subject=_single_line(subject),
            text_body=text,
            html_body=html,
            unique_key=unique_key,
        ),
        by=VISITOR,
    )


def _put(mail: OutgoingMail, *, by: Actor, is_first: bool = False) -> OutgoingMail:
    queued = mail
    with transaction.atomic(savepoint=False):
        if is_first:
            write(mail)
        elif write_new(mail):
            record(by=by, verb="mail.queued", obj=mail, changes={"template": mail.template})
        else:
            queued = OutgoingMail.objects.get(unique_key=mail.unique_key)
        if queued.attempts == 0 and queued.state == State.WAITING and queued.due_at <= clock.now():
            transaction.on_commit(_nudge)
    return queued


def _nudge() -> None:
    """Tell a worker after the commit: at once, and within the same second once more at that second's end.

    A thousand letters in a minute need no thousand nudges: each empties the whole outbox.
    """
    global _nudged_until  # noqa: PLW0603  (what this process has told the worker)
    now = time.monotonic()
    if now < _nudged_until - NUDGE_SECONDS:  # one is on its way that leaves later than now
        return
    is_soon = now < _nudged_until
    _nudged_until = now + NUDGE_SECONDS * (2 if is_soon else 1)
    try:
        current_app.send_task(TASK, retry=False, ignore_result=True, countdown=NUDGE_SECONDS if is_soon else None)
    except Exception as error:  # noqa: BLE001  (whatever a broker raises, the sweep sends the letter)
        log.warning("nudge %s not sent: %s", TASK, type(error).__name__)


def single_address(to: str) -> str:
    """Exactly one e-mail address, in its one form. Raises BadAddress."""
    if re.search(r"[\r\n,;<>]", to):
        raise BadAddress(_("This is not one e-mail address."))
    try:
        require_mailbox(address := mailbox(to))
    except ValidationError as error:
        raise BadAddress(error.messages) from error
    return address


def _single_line(subject: str) -> str:
    return " ".join(subject.split())[:250]


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
    mail.save(update_fields=["state", "attempts", "lease_until"])
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
        _end(mail, State.FAILED, error=type(error).__name__)
        return False
    except Exception as error:  # noqa: BLE001  (one letter must not stop the others)
        _try_later(mail, type(error).__name__)
        return False
    _end(mail, State.SENT)
    return True


def _try_later(mail: OutgoingMail, error: str) -> None:
    log.warning("mail %s (%s), attempt %s: %s", mail.pk, mail.template, mail.attempts, error)
    if mail.attempts > len(PAUSES):
        _end(mail, State.FAILED, error=error)
        return
    mail.state, mail.lease_until, mail.error = State.WAITING, None, error
    mail.due_at = clock.now() + timedelta(minutes=PAUSES[mail.attempts - 1])
    mail.save(update_fields=["state", "lease_until", "error", "due_at"])


def _end(mail: OutgoingMail, state: State, error: str = "") -> None:
    """The letter is over: what it said is wiped, that it was said stays."""
    mail.state, mail.error, mail.lease_until = state, error, None
    mail.sent_at = clock.now() if state == State.SENT else None
    forgets = FORGETS_ADDRESS in mail.context
    if forgets:
        folder.forget(Path(settings.EMAIL_FILE_PATH), mail.to_email)
        mail.to_email, mail.user = "", None
    mail.text_body = mail.html_body = mail.subject = ""
    mail.context, mail.attachments = {}, []
    # To whom it went may have been erased meanwhile.
    mail.save(update_fields=[*ENDED, "to_email", "user"] if forgets else ENDED)


def _message(mail: OutgoingMail, letter: Letter) -> EmailMultiAlternatives:
    subject, text, html = rendered(mail, letter)
    host = settings.PUBLIC_URL.split("://", 1)[-1].split(":", 1)[0]
    # The same letter keeps its Message-ID, so a mail server can recognise a second copy after a crash.
    name = hashlib.sha256(mail.unique_key.encode()).hexdigest()[:32]
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=sender(),
        to=[mail.to_email],
        reply_to=[(letter.contact or portal_contact()).header],
        headers={
            "Message-ID": f"<{name}@{host}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
        connection=get_connection(),
    )
    if html:
        message.attach_alternative(html, "text/html")
    for attachment in (*mail.attachments, *letter.attachments):
        message.attach(attachment["name"], attachment["text"], attachment["content_type"])
    return message


def rendered(mail: OutgoingMail, letter: Letter) -> tuple[str, str, str]:
    """(subject, text, html) in the active language, all of one template: without a subject it draws the subject."""
    if mail.template == READY_MADE:
        return mail.subject, mail.text_body, mail.html_body
    frame = {
        "public_url": settings.PUBLIC_URL,
        "language": mail.language,
        "contact": letter.contact or portal_contact(),
    }
    context = {**mail.context, **letter.context, **frame}
    template = f"mail/{mail.template}.html"
    subject = _single_line(unescape(render_to_string(template, {**context, "subject": ""})))
    html = render_to_string(template, {**context, "subject": subject})
    return subject, plain_text(html), html


def tidy() -> int:
    """Forget the addresses of letters long over, and codes whole: nothing asks whether one was sent; returns how many.

    The row of any other letter stays, since by it nothing is told twice. Letters in the folder go with them.
    """
    folder.tidy(Path(settings.EMAIL_FILE_PATH))
    over = _over_before(limit_of(ADDRESSES))
    codes, _by_model = over.filter(template=READY_MADE).delete()
    return codes + over.exclude(to_email="").update(to_email="", user=None)


def _over_before(moment: datetime) -> "QuerySet[OutgoingMail]":
    return OutgoingMail.objects.filter(
        state__in=[State.SENT, State.DROPPED, State.FAILED], created_at__lt=moment
    )  # fmt: skip


ADDRESSES = RetentionKind(
    key="mailing.addresses",
    label=_("Addresses of e-mails that were sent"),
    counted_from=_("the writing"),
    days=ADDRESS_DAYS,
    overdue=lambda moment: _over_before(moment).filter(Q(template=READY_MADE) | ~Q(to_email="")),
    is_public=True,
)
