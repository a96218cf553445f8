"""Writing letters into the outbox."""

import logging
import re
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.mailing.letters import READY_MADE
from darbigas_kopienas.mailing.models import OutgoingMail, State
from darbigas_kopienas.mailing.plain_text import single_line
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import VISITOR, Actor
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.email_addresses import mailbox, require_mailbox
from darbigas_kopienas.values.prepared_queries import write, write_new

log = logging.getLogger("portal.mailing")

TASK = "mailing.send_due"
NUDGE_SECONDS = 1.0
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
    about: Model | None = None,
    is_first: bool = False,
) -> OutgoingMail:
    """Write a letter, rendered from `mail/<template>.html` when it leaves; JSON values only in `context`.

    A used `unique_key` gives the letter already written. Attachments: dicts of name, content_type and text.
    `about` is the row by which whoever looks for the letter later will find it.
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
            about=about_key(about) if about is not None else "",
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
        mail.about, mail.created_at, mail.is_one_of_many = about_key(about), now, True
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


def queue_to_each(
    people: Iterable[User], *, by: Actor, template: str, context: dict[str, object], about: Model, scope: Scope
) -> int:
    """The same once to each, but for whoever did it and for whom no e-mail would reach: see `queue_many`."""
    letters = [
        OutgoingMail(
            to_email=person.email,
            user=person,
            template=template,
            language=person.language,
            context=context,
            unique_key=f"{template}:{about.pk}:{person.pk}",
        )
        for person in people
        if person.pk != by.pk and can_be_written_to(person.email)
    ]
    return queue_many(by=by, letters=letters, about=about, scope=scope)


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
            subject=single_line(subject),
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


def can_be_written_to(to: str) -> bool:
    """Whether `queue` would take the address: a deed is not to fail by what stands in a colleague's account."""
    try:
        single_address(to)
    except BadAddress:
        return False
    return True


def single_address(to: str) -> str:
    """Exactly one e-mail address, in its one form. Raises BadAddress."""
    if re.search(r"[\r\n,;<>]", to):
        raise BadAddress(_("This is not one e-mail address."))
    try:
        require_mailbox(address := mailbox(to))
    except ValidationError as error:
        raise BadAddress(error.messages) from error
    return address
