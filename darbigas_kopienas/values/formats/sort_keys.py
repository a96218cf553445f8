"""Latvian order and text made plain for search, the same on every server.

PostgreSQL's collations differ between machines (and the embedded one has only C.UTF-8), so the key is
stored. It is made of the digits 0 to 9 alone, which every collation puts in the same order.
"""

import unicodedata
from functools import lru_cache

from darbigas_kopienas.values.characters import visible

_ALPHABET = "abcčdefgģhijkķlļmnņopqrsštuvwxzž"
_LETTERS = {char: 12 + at for at, char in enumerate(_ALPHABET)}
_DIGITS = {char: 2 + at for at, char in enumerate("0123456789")}
_WEIGHTS = _DIGITS | _LETTERS
_SPACE = "01"
_END = "00"
_VARIANTS = {"ā": ("a", 1), "ē": ("e", 1), "ī": ("i", 1), "ū": ("u", 1), "ō": ("o", 1), "ŗ": ("r", 1), "y": ("i", 2)}
_OTHER_ACCENT = 3
# What Unicode does not take apart, and marks of which there are several that look alike. The script is given them too.
PLAIN_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "ŋ": "n", "æ": "ae", "œ": "oe", "ß": "ss",
    "ı": "i", "ĸ": "k", "ə": "e", "ƀ": "b", "ɨ": "i", "ς": "σ", "ґ": "г",
    "'": "", "’": "", "‘": "", "ʼ": "", "ʻ": "", "ʹ": "", "′": "", "`": "", "´": "",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
}  # fmt: skip
_PLAIN = str.maketrans(PLAIN_LETTERS)
MOST_WORDS = 6


@lru_cache(maxsize=5000)
def folded(text: str) -> str:
    """Lower case, no diacritics, no apostrophes, single spaces: what search compares.

    `static/js/fold.js` does the same for a list that is searched in the browser.
    """
    plain = unicodedata.normalize("NFKD", visible(text).translate(_PLAIN)).lower().translate(_PLAIN)
    return " ".join("".join(char for char in plain if not unicodedata.category(char).startswith("M")).split())


def words_of(text: str) -> list[str]:
    """What is looked for, word by word, folded."""
    return folded(text).split()[:MOST_WORDS]


def same_words(name: str) -> str:
    """What two names have in common whose words stand in another order: `Kalna Anna` and `Anna Kalna`."""
    return " ".join(sorted(folded(name).split()))


def sort_key(text: str) -> str:
    """A key to store and to order by: č ģ ķ ļ ņ š ž are letters, ā ē ī ū (and y as i) only break ties.

    Punctuation does not count, capitals decide last. About four characters for each letter.
    """
    composed = unicodedata.normalize("NFKC", text)
    primary: list[str] = []
    accents: list[str] = []
    capitals: list[str] = []
    for char in composed:
        weight, accent = _weigh(char.casefold())
        if weight == _SPACE and primary[-1:] in ([], [_SPACE]):
            continue
        if weight:
            primary.append(weight)
            accents.append(str(accent))
            capitals.append("1" if char.isupper() else "0")
    if primary[-1:] == [_SPACE]:
        del primary[-1], accents[-1], capitals[-1]
    return _END.join(("".join(primary), "".join(accents), "".join(capitals).rstrip("0")))


def _weigh(char: str) -> tuple[str, int]:
    """A letter's place in the alphabet and its accent; "" for what does not count."""
    if char in _WEIGHTS:
        return f"{_WEIGHTS[char]:02d}", 0
    if char in _VARIANTS:
        letter, accent = _VARIANTS[char]
        return f"{_WEIGHTS[letter]:02d}", accent
    plain = folded(char)
    if plain and all(part in _WEIGHTS for part in plain):
        return "".join(f"{_WEIGHTS[part]:02d}" for part in plain), _OTHER_ACCENT
    if char.isalnum():  # other alphabets stand after ours, in the order of their code
        return f"98{ord(char[0]):08d}", 0
    return (_SPACE, 0) if char.isspace() or char in "-\u2013\u2014/" else ("", 0)
