"""What the format files share: which language is meant, and the marks that both languages use."""

from django.utils.translation import get_language

NBSP = "\u00a0"
SPACES = " \u00a0\u202f\u2009"  # between groups of three digits
MINUS = "\u2212"
EMPTY = "\u2014"  # shown where there is no value, so that nobody reads an empty cell as a zero


def is_latvian(language: str | None = None) -> bool:
    """Latvian unless English was asked for: Latvian is the portal's first language."""
    return not (language or get_language() or "lv").startswith("en")


def active_language() -> str:
    """`lv` or `en`: which of the two texts is read, whatever else Django calls the language of now."""
    return "lv" if is_latvian() else "en"
