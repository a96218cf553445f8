"""What each kind of letter is called and says; the kinds are the rooms' (`Room.letters`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from darbigas_kopienas.rooms import Text, registered
from darbigas_kopienas.values.contacts import Contact

from .choices import unwanted_by
from .models import OutgoingMail, Reason

READY_MADE = "message"  # the text came with the letter, no template


@dataclass(frozen=True)
class Letter:
    """Facts for the template, beside those kept with the mail. Attachments: dicts of name, content_type and text.

    `contact` answers it, and is named in its last line; left out, the portal's own address.
    """

    context: Mapping[str, object] = field(default_factory=dict)
    attachments: Sequence[Mapping[str, str]] = ()
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class NoLetter:
    """The letter is not sent, since it would not be true; `reason` is one of `Reason`."""

    reason: str


def as_written(_mail: OutgoingMail) -> Letter:
    """Of a kind whose facts do not change between the writing and the leaving."""
    return Letter()


@dataclass(frozen=True, slots=True)
class LetterKind:
    """What lists call letters of a template, and what one says when it leaves, in its language, or why it does not."""

    label: Text
    compose: Callable[[OutgoingMail], Letter | NoLetter] = as_written
    topic: str = ""
    """One of `Topic` where somebody may do without such letters."""


def kinds() -> dict[str, LetterKind]:
    """By template."""
    return {template: kind for room in registered() for template, kind in room.letters.items()}


def label_of(template: str) -> str:
    """What a letter of this template is called; one that no room knows any more by its template."""
    kind = kinds().get(template)
    return str(kind.label) if kind is not None else template


def compose_letter(mail: OutgoingMail) -> Letter | NoLetter:
    """What the letter says beside its kept context, or why it is not sent."""
    kind = kinds().get(mail.template)
    if kind is None:
        return Letter()
    if kind.topic and kind.topic in unwanted_by(mail.to_email):
        return NoLetter(Reason.UNWANTED)
    return kind.compose(mail)
