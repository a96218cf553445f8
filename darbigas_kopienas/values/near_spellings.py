"""Which of many texts are spelt almost so, found without comparing each with each. Plain functions over words."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from . import formats

LONG = 12  # letters, from which on two may differ; in a shorter text one
SHORT = 2  # letters, of which each says too much to be left out
MOST = 2
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the texts: its row's key, what it is compared within, and its words in the order of the alphabet."""

    key: int
    within: Hashable
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


def words_in(text: str) -> list[str]:
    """Folded, without punctuation, in the order in which they stand."""
    return _WORD.findall(formats.folded(text))


def near_pairs(spellings: Iterable[Spelling]) -> Iterator[tuple[int, int]]:
    """Keys of those within the same that differ by a letter or two; of equal texts none.

    Such texts share a word, or have one that differs by a letter alone: only those that do are compared.
    """
    buckets: dict[Hashable, list[tuple[Spelling, str, int]]] = defaultdict(list)
    for spelling in spellings:
        text = spelling.text
        entry = (spelling, text, _letters(text))
        for near in {near for word in spelling.words for near in _without_a_letter(word)}:
            buckets[spelling.within, near].append(entry)
    seen: set[tuple[int, int]] = set()
    for bucket in buckets.values():
        for (first, text, letters), (second, other, others) in combinations(bucket, 2):
            # Each change takes a letter away and brings another.
            if (letters ^ others).bit_count() > 2 * MOST or (first.key, second.key) in seen:
                continue
            seen.add((first.key, second.key))
            if text != other and differ_by(text, other, MOST if min(len(text), len(other)) >= LONG else 1):
                yield first.key, second.key


def differ_by(first: str, second: str, most: int) -> bool:
    """Whether so many letters, or fewer, are to be put in, taken out or changed to make one of the other."""
    first, second = _without_ends(first, second)
    if abs(len(first) - len(second)) > most:
        return False
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        above, row = row, [at]
        for place, other in enumerate(second, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != other)))
        if min(row) > most:
            return False
    return row[-1] <= most


def _without_ends(first: str, second: str) -> tuple[str, str]:
    """Without what both begin with and both end in."""
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return first, second


def _letters(text: str) -> int:
    """Which letters it has, a bit for each."""
    letters = 0
    for letter in text:
        letters |= 1 << (ord(letter) % 64)
    return letters


def _without_a_letter(word: str) -> set[str]:
    """The word, and what is left of it without any one letter: shared by all that differ from it by a letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)) if len(word) > SHORT)}
