"""What an organisation is called without the words that many are called by."""

import re
from dataclasses import dataclass
from typing import Self

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.near_spellings import words_in

# Folded. `pamatskola` and `sakumskola` stay: a place may have them beside its `vidusskola`.
_PHRASES = ("pirmsskolas izglitibas iestade", "sabiedriba ar ierobezotu atbildibu")
_WORDS = frozenset(
    {"vidusskola", "skola", "vsk", "pii", "bernudarzs", "biedriba", "bdr", "nodibinajums", "nod", "sia", "as", "nr",
     "no"}
)  # fmt: skip
_DIGIT = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """Its words in the order of the alphabet, and the numbers among them: a school of another number is another."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        text = " ".join(words_in(organisation.name_lv))
        for phrase in _PHRASES:
            text = text.replace(phrase, " ")
        words = [word for word in _without(text, organisation.municipality).split() if word not in _WORDS]
        return cls(tuple(sorted(words)), tuple(sorted(_DIGIT.findall(" ".join(words)))))


def _without(text: str, municipality: Municipality | None) -> str:
    """`Rēzeknes novada Maltas vidusskola` is `Maltas vidusskola` in that municipality."""
    if municipality is None:
        return text
    name = formats.folded(municipality.name_lv)
    genitive = f"{name.removesuffix('s')}a" if name.endswith(" novads") else name
    return f" {text} ".replace(f" {genitive} ", " ")
