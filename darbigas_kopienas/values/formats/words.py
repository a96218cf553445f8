"""Amounts in words, as contracts and acts write them."""

from decimal import Decimal

from .languages import is_latvian
from .money import MAX_AMOUNT, half_up

LV_UNITS = ("", "viens", "divi", "trīs", "četri", "pieci", "seši", "septiņi", "astoņi", "deviņi")
LV_STEMS = ("", "vien", "div", "trīs", "četr", "piec", "seš", "septiņ", "astoņ", "deviņ")
LV_SCALES = (("miljards", "miljardi"), ("miljons", "miljoni"), ("tūkstotis", "tūkstoši"), ("", ""))
_EN_UNITS = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ("billion", "million", "thousand", "")


def amount_in_words(value: Decimal, language: str | None = None) -> str:
    """`viens tūkstotis euro un 00 centi`: euros in words, cents in digits, "euro" as the law writes it.

    Latvian allows two forms after 10 to 19 and whole tens (tūkstoši or tūkstošu, centi or centu);
    the nominative is used throughout, as in the grant's own documents. Raises ValueError beyond
    what the database holds.
    """
    exact = half_up(value)
    if abs(exact) > MAX_AMOUNT:
        raise ValueError("the amount is larger than the portal stores")
    euros, cents = divmod(int(abs(exact) * 100), 100)
    if is_latvian(language):
        sign, join, cent, words = "mīnus ", "un", "cents" if _is_singular(cents) else "centi", _latvian(euros)
        currency = "euro"
    else:
        sign, join, cent, words = "minus ", "and", "cent" if cents == 1 else "cents", _english(euros)
        currency = "euro" if euros == 1 else "euros"
    return f"{sign if exact < 0 else ''}{words} {currency} {join} {cents:02d} {cent}"


def _is_singular(count: int) -> bool:
    """Latvian takes the singular after 1, 21, 31… but not after 11."""
    return count % 10 == 1 and count % 100 != 11


def _groups(value: int) -> tuple[int, int, int, int]:
    return (value // 10**9, value // 10**6 % 1000, value // 1000 % 1000, value % 1000)


def _latvian(value: int) -> str:
    words: list[str] = []
    for group, (singular, many) in zip(_groups(value), LV_SCALES, strict=True):
        if group:
            words += [*_latvian_hundreds(group), singular if _is_singular(group) else many]
    return " ".join(filter(None, words)) or "nulle"


def _latvian_hundreds(group: int) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [LV_UNITS[hundreds], "simts" if hundreds == 1 else "simti"] if hundreds else []
    tens, unit = divmod(rest, 10)
    if rest == 10:
        return [*words, "desmit"]
    if tens == 1:
        return [*words, f"{LV_STEMS[unit]}padsmit"]
    return [*words, f"{LV_STEMS[tens]}desmit" if tens else "", LV_UNITS[unit]]


def _english(value: int) -> str:
    words: list[str] = []
    for group, scale in zip(_groups(value), _EN_SCALES, strict=True):
        if group:
            is_tail = bool(words) and not scale and group < 100
            words += ["and" if is_tail else "", _english_hundreds(group), scale]
    return " ".join(filter(None, words)) or "zero"


def _english_hundreds(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    head = f"{_EN_UNITS[hundreds]} hundred" if hundreds else ""
    compound = "-".join(filter(None, (_EN_TENS[rest // 10], _EN_UNITS[rest % 10])))
    tail = _EN_UNITS[rest] if rest < 20 else compound
    return " and ".join(filter(None, (head, tail)))
