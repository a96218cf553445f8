"""Back from Latvian words to an amount: finds where a document's figure and words disagree."""

import re
from decimal import Decimal

from .words import LV_STEMS, LV_UNITS

_UNITS = {word: at for at, word in enumerate(LV_UNITS) if at}
_TENS = {f"{stem}desmit": at * 10 for at, stem in enumerate(LV_STEMS) if at > 1}
_TEENS = {"desmit": 10} | {f"{stem}padsmit": 10 + at for at, stem in enumerate(LV_STEMS) if at}
_HUNDRED = {"simt", "simts", "simti", "simtu"}
_HUNDREDS = {f"{stem}simt": at * 100 for at, stem in enumerate(LV_STEMS) if at}
_SCALES = {
    **dict.fromkeys(("miljards", "miljardi", "miljardu"), 10**9),
    **dict.fromkeys(("miljons", "miljoni", "miljonu"), 10**6),
    **dict.fromkeys(("tūkstotis", "tūkstoši", "tūkstošu", "tūkstoš"), 1000),
}
_CENTS = re.compile("[0-9]{1,2}")  # `isdigit` would take "²" and the digits of every script
_AMOUNT = re.compile(
    r"(?P<minus>mīnus )?(?P<euros>[^0-9]+?)"
    r"(?: (?:eiro|euro|eur)(?:,? (?:un )?(?P<cents>[0-9]{1,2}|[^0-9]+?) ?(?:eiro ?|euro ?)?cent[siu])?)?"
)


class NotWords(ValueError):
    """The text is not an amount in Latvian words."""


def amount_from_words(text: str) -> Decimal:
    """Read `simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi` as 111029.00.

    Takes simt, simts and simtu, with or without "viens", eiro or euro, cents in digits or words.
    Raises NotWords when a word is unknown or stands where it cannot.
    """
    bare = " ".join(text.casefold().strip(" \t\n().;").split())
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise NotWords(text)
    euros = _whole(match["euros"].split())
    written = match["cents"] or "0"
    cents = int(written) if _CENTS.fullmatch(written) else _whole(written.split())
    if cents > 99:
        raise NotWords(text)
    amount = Decimal(euros * 100 + cents).scaleb(-2)
    return -amount if match["minus"] else amount


def _whole(words: list[str]) -> int:
    """Groups of three digits, each with its scale, from the largest down."""
    if words == ["nulle"]:
        return 0
    total, group, limit = 0, [], 10**12
    for word in words:
        scale = _SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        if scale >= limit:
            raise NotWords(word)
        total += _below_thousand(group, empty=1) * scale
        group, limit = [], scale
    return total + _below_thousand(group, empty=0)


def _below_thousand(words: list[str], empty: int) -> int:
    """One group; an empty one means "a thousand" without "one", or nothing after the thousands."""
    if not words:
        return empty
    rest = list(words)
    value = _take_hundreds(rest)
    if rest and rest[0] in _TEENS:
        value += _TEENS[rest.pop(0)]
    else:
        value += _TENS.get(rest[0], 0) if rest else 0
        rest = rest[1:] if rest and rest[0] in _TENS else rest
        value += _UNITS[rest.pop(0)] if rest and rest[0] in _UNITS else 0
    if rest:
        raise NotWords(rest[0])
    return value


def _take_hundreds(rest: list[str]) -> int:
    """Take the hundreds off the front of the list, if it begins with any."""
    if rest[0] in _HUNDREDS:
        return _HUNDREDS[rest.pop(0)]
    if rest[0] in _HUNDRED:
        rest.pop(0)
        return 100
    if len(rest) > 1 and rest[0] in _UNITS and rest[1] in _HUNDRED:
        value = _UNITS[rest[0]] * 100
        del rest[:2]
        return value
    return 0
