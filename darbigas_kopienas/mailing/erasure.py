"""What this floor erases of somebody: to whom letters went, what those still say, and those that lie in the folder."""

import logging
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from darbigas_kopienas.people.erasure import Erasure, Subject, columns_of
from darbigas_kopienas.people.named import names, naming, without, without_in_values

from .choices import keys_of
from .models import MailChoice, OutgoingMail, Reason, State

log = logging.getLogger("portal.mailing")
SAID = ["context", "attachments", "subject", "text_body", "html_body"]
BETWEEN = b"-" * 79  # as Django writes letters one behind another


def erase(subject: Subject) -> Mapping[str, int]:
    to_them = Q(to_email__in=subject.addresses)
    if subject.user is not None:
        to_them |= Q(user=subject.user)
    last = OutgoingMail.objects.last_to_leave()  # forgets the address by itself
    theirs = OutgoingMail.objects.filter(to_them).exclude(pk__in=last.values("pk"))
    waiting = theirs.filter(state__in=[State.WAITING, State.SENDING])
    dropped = waiting.update(state=State.DROPPED, error=Reason.GONE, lease_until=None)
    emptied = theirs.update(
        to_email="", user=None, context={}, attachments=[], subject="", text_body="", html_body=""
    )  # fmt: skip
    about = list(naming(OutgoingMail.objects.all(), SAID, subject).select_for_update(of=("self",)))
    for mail in about:
        _forget_in(mail, subject)
    keys = [key for address in subject.addresses for key in keys_of(address)]
    choices, _by_model = MailChoice.objects.filter(address_key__in=keys).delete()
    transaction.on_commit(lambda: forget_in_folder(Path(settings.EMAIL_FILE_PATH), subject))
    return {"letters": emptied, "letters_dropped": dropped, "letters_about": len(about), "mail_choices": choices}


def _forget_in(mail: OutgoingMail, subject: Subject) -> None:
    """A letter to somebody else leaves as it would have, without the name."""
    mail.context, mail.attachments = (
        without_in_values(mail.context, subject),
        without_in_values(mail.attachments, subject),
    )
    mail.subject = without(mail.subject, subject)[:250]
    mail.text_body, mail.html_body = without(mail.text_body, subject), without(mail.html_body, subject)
    mail.save(update_fields=SAID)


def forget_in_folder(folder: Path, subject: Subject) -> int:
    """Take away the letters that went to them or name them; returns how many files. One that is gone is gone."""
    gone = 0
    for file in sorted(folder.glob("*.log")):
        try:
            if any(names(text, subject) for text in _texts_in(file.read_bytes())):
                file.unlink(missing_ok=True)
                gone += 1
        except OSError as error:
            log.warning("a letter in the folder was not looked through: %s", type(error).__name__)
    return gone


def _texts_in(content: bytes) -> Iterator[str]:
    """Heads and texts as they are read, however they were packed."""
    yield content.decode(errors="replace")
    for part in content.split(BETWEEN):
        letter = message_from_bytes(part.lstrip(), policy=policy.default)
        yield from (str(value) for value in letter.values())
        for piece in letter.walk():
            if piece.get_content_maintype() == "text":
                payload = cast(bytes, piece.get_payload(decode=True) or b"")
                yield payload.decode(piece.get_content_charset() or "utf-8", errors="replace")


ERASURE = Erasure(
    erase,
    columns=columns_of("mailing.OutgoingMail", "to_email", "user", "unique_key", "error", *SAID),
)
