"""Academic hours in words."""

from decimal import Decimal

from django.utils.translation import ngettext

from .money import short_number, trimmed


def academic_hours(value: Decimal | int) -> str:
    """`6 akadēmiskās stundas`, `1,5 akadēmiskās stundas`, in the active language."""
    said = ngettext("%(hours)s academic hour", "%(hours)s academic hours", counted_hours(value))
    return said % {"hours": short_number(value)}


def counted_hours(value: Decimal | int | str) -> int:
    """What the noun agrees with: a half hour takes the plural of a few. A text is hours as they were once written."""
    written = value if isinstance(value, str) else f"{trimmed(value):f}"
    return int(written) if written.isdigit() else 2
