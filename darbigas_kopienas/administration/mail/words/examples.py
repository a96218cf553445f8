"""One e-mail of a kind to show words with: of the newest row that the reader may see, else an invented one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import override

from darbigas_kopienas.mailing import services as mailing
from darbigas_kopienas.mailing.letters import Letter, Words
from darbigas_kopienas.mailing.models import MailWording, OutgoingMail
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Shown:
    """How an e-mail looks to its reader. `lacks`: it leaves in the portal's words, as something is not known."""

    subject: str
    text: str
    lacks: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A placeholder as it is typed, what it stands for, and what it would give; empty where that is not known."""

    typed: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Example:
    """A letter that is never sent. Links by which its recipient would act are taken out of it."""

    words: Words
    mail: OutgoingMail
    letter: Letter
    is_real: bool

    def shown(self, wording: Mapping[str, str]) -> Shown:
        """With these words in place of the portal's."""
        with override(self.mail.language):
            own = mailing.filled(self.words, self.letter, MailWording(language=self.mail.language, **wording))
            subject, text, _html = mailing.drawn(self.mail, self.letter, own)
        lacks = any(wording[part] and not getattr(own, part) for part in ("subject", "opening"))
        return Shown(subject, text, lacks)

    @property
    def portal_opening(self) -> str:
        with override(self.mail.language):
            return mailing.portal_opening(self.mail, self.letter)

    @property
    def known(self) -> list[Known]:
        language = self.mail.language
        rows = self.words.placeholders
        with override(language):
            values = [row.value_in(self.letter) for row in rows]
        return [
            Known(f"{{{row.name_in(language)}}}", str(row.label), value)
            for row, value in zip(rows, values, strict=True)
        ]


def example(reader: Reader, programme: Programme, words: Words, *, template: str, language: str) -> Example:
    mail = OutgoingMail(programme=programme, template=template, language=language)
    with override(language):
        newest = words.newest(reader, mail)
        letter = newest if newest is not None else words.sample()
    return Example(words, mail, _without_links(letter), is_real=newest is not None)


def _without_links(letter: Letter) -> Letter:
    """Whoever opened them could answer, cancel or read in the recipient's place."""
    harmless = f"{settings.PUBLIC_URL}/…"
    context = {name: harmless if name.endswith("_url") and value else value for name, value in letter.context.items()}
    return replace(letter, context=context, attachments=())
