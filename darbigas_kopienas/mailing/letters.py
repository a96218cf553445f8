"""What each kind of letter is called and says; the kinds are the rooms' (`Room.letters`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from darbigas_kopienas.programme.actors import Reader
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
class Placeholder:
    """What own words of a letter may name in braces, in Latvian and in English; `value` is empty where not known."""

    lv: str
    en: str
    label: Text
    value: Callable[[Letter], str]

    def name_in(self, language: str) -> str:
        return self.en if language == "en" else self.lv

    def value_in(self, letter: Letter) -> str:
        """A letter that lacks what is asked of it does not know it: nothing stops it from leaving."""
        try:
            return self.value(letter)
        except (AttributeError, LookupError, TypeError, ValueError):
            return ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a programme may write in its own words of a kind, and letters that show how these look.

    `newest` gives the letter of the newest row that the reader may see, whether or not it would be sent today;
    `sample` an invented one.
    """

    placeholders: Sequence[Placeholder]
    newest: Callable[[Reader, OutgoingMail], Letter | None]
    sample: Callable[[], Letter]

    def names_in(self, language: str) -> set[str]:
        return {placeholder.name_in(language) for placeholder in self.placeholders}

    def values_in(self, letter: Letter, language: str) -> dict[str, Callable[[], str]]:
        """By name; read only where a text asks for them."""
        return {row.name_in(language): partial(row.value_in, letter) for row in self.placeholders}


@dataclass(frozen=True, slots=True)
class LetterKind:
    """What lists call letters of a template, and what one says when it leaves, in its language, or why it does not.

    Without `words` a programme cannot write it in its own.
    """

    label: Text
    compose: Callable[[OutgoingMail], Letter | NoLetter] = as_written
    words: Words | None = None
    topic: str = ""
    """One of `Topic` where somebody may do without such letters."""


def kinds() -> dict[str, LetterKind]:
    """By template."""
    return {template: kind for room in registered() for template, kind in room.letters.items()}


def rewritable() -> dict[str, LetterKind]:
    """Those that a programme may write in its own words, by template."""
    return {template: kind for template, kind in kinds().items() if kind.words is not None}


def words_of(template: str) -> Words | None:
    kind = kinds().get(template)
    return kind.words if kind is not None else None


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
