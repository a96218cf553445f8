"""Institutions that somebody may have meant by what they typed. Plain functions over names."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.near_spellings import words_in

MOST = 5
LIKE = 0.75  # so much of the letters has to be the same where no words are


def near_names(typed: str, names: Iterable[str]) -> list[str]:
    """Those that hold all the typed words, in the order given; then those that are spelt almost so."""
    wanted = formats.folded(typed)
    words = set(words_in(typed))
    if not words:
        return []
    likely = sorted((-_likeness(wanted, words, name), name) for name in names)
    return [name for likeness, name in likely if likeness <= -LIKE][:MOST]


def _likeness(wanted: str, words: set[str], name: str) -> float:
    """From 0 to 1; 2 where every typed word is in the name."""
    folded = formats.folded(name)
    if words <= set(words_in(name)):
        return 2
    return SequenceMatcher(None, wanted, folded).ratio()
