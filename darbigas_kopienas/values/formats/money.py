"""Money and numbers: `115 029,00 EUR` as Latvia writes it, exact to the cent."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from darbigas_kopienas.values.characters import visible

from .languages import EMPTY, MINUS, NBSP, SPACES, is_latvian

MAX_AMOUNT = Decimal("9999999999.99")  # numeric(12,2)

_CURRENCY = re.compile(rf"^(?:EUR|€)[{SPACES}]*|[{SPACES}]*(?:EUR|€)$", re.IGNORECASE)
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")


class NotMoney(ValueError):
    """The text is not an amount; `str()` says why in the active language, `code` says it to a program."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def half_up(value: Decimal | Fraction | int, places: int = 2) -> Decimal:
    """Round as accountants do, 0.125 to 0.13: Python's own rounding would give 0.12."""
    if isinstance(value, Fraction):  # a quotient kept exact until here
        whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
        whole += rest * 2 >= value.denominator
        return Decimal(whole if value.numerator >= 0 else -whole).scaleb(-places)
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Decimal | int | None, places: int | None = None, *, language: str | None = None) -> str:
    """`115 029,5` in Latvian, `115,029.5` in English; `places` rounds half up; nothing is "—"."""
    if value is None:
        return EMPTY
    shown = Decimal(value) if places is None else half_up(value, places)
    digits = f"{abs(shown):,f}"
    if is_latvian(language):
        digits = digits.replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{digits}" if shown < 0 else digits


def trimmed(value: Decimal | int) -> Decimal:
    """Two decimals at most, and none that say nothing: 8.00 is 8, 1648.50 is 1648.5."""
    exact = half_up(value, 2)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def short_number(value: Decimal | int | None, *, language: str | None = None) -> str:
    """`4`, `2,25`, `1 648,5`: hours and all figures but money and shares, everywhere alike."""
    return number(None if value is None else trimmed(value), language=language)


def money(value: Decimal | int | None, *, language: str | None = None) -> str:
    """`115 029,00 EUR` in Latvian, `EUR 115,029.00` in English, held together by no-break spaces."""
    if value is None:
        return EMPTY
    if is_latvian(language):
        return f"{number(value, 2, language='lv')}{NBSP}EUR"
    return f"EUR{NBSP}{number(value, 2, language='en')}"


def percent(
    part: Decimal | int | None,
    base: Decimal | int | None = 100,
    *,
    places: int = 1,
    language: str | None = None,
) -> str:
    """`part` of `base`; with one argument, a percentage already worked out. Of nothing it is "—".

    Near the whole, 99,5 to 100,5, it has two digits after the comma, and only the whole itself reads as 100.
    """
    if part is None or not base:
        return EMPTY
    shown = _percentage(Fraction(part) * 100 / Fraction(base), places)
    if is_latvian(language):
        return f"{number(shown, language='lv')}{NBSP}%"
    return f"{number(shown, language='en')}%"


def _percentage(exact: Fraction, places: int) -> Decimal:
    # in whole numbers: a table has one in every row, and a comparison of fractions is some ten calls
    distance = abs(exact.numerator) - 100 * exact.denominator
    if not distance or abs(distance) * 2 > exact.denominator:
        return half_up(exact, places)
    rounded = half_up(exact, max(places, 2))
    if abs(rounded) != 100:
        return rounded
    step = Decimal("0.01") if distance > 0 else Decimal("-0.01")
    return rounded + (step if exact > 0 else -step)


def parse_money(text: str, *, allow_negative: bool = False) -> Decimal:
    """Read what a person typed: `1000,00`, `1 000,00`, `1000.00`, `115 029.00EUR`.

    Raises NotMoney for everything that could mean two amounts: `1.000,50`, `12,345`, `1e5`, `1_000`.
    """
    bare = _CURRENCY.sub("", visible(text).strip(), count=1).strip()
    is_negative = bare.startswith(("-", MINUS))
    if is_negative:
        bare = bare[1:].strip()
    compact = re.sub(f"[{SPACES}]", "", bare)
    match = _PLAIN.fullmatch(compact)
    if match is None or (compact != bare and not _GROUPED.fullmatch(bare)):
        raise _unreadable(bare)
    if match[2] and len(match[2]) > 2:
        raise NotMoney("decimals", _("Write at most two digits after the comma: for example, 1000,50."))
    amount = Decimal(f"{match[1]}.{(match[2] or '').ljust(2, '0')}")
    if is_negative and amount and not allow_negative:
        raise NotMoney("negative", _("The amount cannot be below zero."))
    if amount > MAX_AMOUNT:
        raise NotMoney("too_large", _("The amount is too large: at most %(limit)s.") % {"limit": money(MAX_AMOUNT)})
    return -amount if is_negative else amount


def _unreadable(bare: str) -> NotMoney:
    """Say which of the usual slips it was: a bare "invalid" sends people guessing."""
    if not bare:
        return NotMoney("empty", _("Enter an amount, for example 1000,50."))
    if any(char.isdigit() and not char.isascii() for char in bare):
        return NotMoney("digits", _("Write the amount with the digits 0 to 9."))
    if re.search(r"[^0-9.,\s]", bare):
        return NotMoney("characters", _("Write only digits and a comma, for example 1000,50."))
    if "." in bare and "," in bare:
        return NotMoney("both_marks", _("Use either a comma or a full stop, not both: for example, 1000,50."))
    return NotMoney("grouping", _("This amount can be read in more than one way. Write it like this: 1000,50."))


def split_by_largest_remainder(total: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Split a sum of whole cents in proportion; the parts always add up to it.

    Weights that are all zero share equally. Raises ValueError for no weights, a weight below zero, or
    a total with parts of a cent.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("weights must be given and must not be below zero")
    cents = Fraction(total) * 100
    if cents.denominator != 1:
        raise ValueError("the total must be in whole cents")
    exact = [Fraction(weight) for weight in weights] if any(weights) else [Fraction(1)] * len(weights)
    whole = abs(int(cents))
    quotas = [whole * weight / sum(exact) for weight in exact]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda at: (shares[at] - quotas[at], at))
    for at in by_remainder[: whole - sum(shares)]:
        shares[at] += 1
    sign = -1 if total < 0 else 1
    return [Decimal(sign * share).scaleb(-2) for share in shares]
