"""Which browser on which system, in two plain words; nothing else of what a browser tells about itself is kept."""

from django.utils.translation import gettext as _

# The first that fits: most call themselves by the names of others too.
NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def words_of(user_agent: str) -> tuple[str, str]:
    """(browser, system); empty where it is none of those that people here use."""
    return _first(NAMES, user_agent), _first(SYSTEMS, user_agent)


def said(words: tuple[str, str]) -> str:
    """`Firefox, Windows`, for a person to know it by."""
    name, system = words
    return ", ".join(word for word in (name or _("unknown browser"), system) if word)


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for mark, word in known if mark in user_agent), "")
