"""Nothing is issued of which a part would be blank: letters that our font lacks are said, and whose they are."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from darbigas_kopienas.values.characters import has_letter
from darbigas_kopienas.values.glyphs import undrawable

from .errors import LettersNotDrawn
from .facts import LANGUAGES, Facts

MOST_NAMED = 10


def require_drawable(frozen: Iterable[Facts]) -> None:
    """Everything that is printed, and for each holder a name. Raises LettersNotDrawn with the texts and letters."""
    slips = list(dict.fromkeys(slip for facts in frozen for slip in _slips(facts)))
    if not slips:
        return
    more = "; …" if len(slips) > MOST_NAMED else ""
    sentence = _(
        "Nothing was issued: the font of the certificates does not have all letters of these texts: %(texts)s. "
        "Write them in Latin, Greek or Cyrillic letters, then issue again."
    )
    raise LettersNotDrawn(sentence % {"texts": "; ".join(slips[:MOST_NAMED]) + more}, code="letters")


def _slips(facts: Facts) -> Iterator[str]:
    for language in LANGUAGES:
        said: dict[str, str] = facts[language]
        if not has_letter(said["holder"]):
            yield _("“%(text)s” (no letters)") % {"text": said["holder"]}
        for text in said.values():
            if letters := undrawable(text):
                yield _("“%(text)s” (%(letters)s)") % {"text": text, "letters": letters}
