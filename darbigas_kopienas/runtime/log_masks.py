"""What a line of the log may not repeat: secrets in addresses, what was typed, e-mail addresses, IP addresses.

Which part of an address is secret follows from what its URL pattern calls it, so a new room need do nothing: a house
test walks all patterns. Of an address that leads nowhere only plain words are repeated, since a secret may stand in it.
"""

import re
from urllib.parse import unquote

from django.conf import settings
from django.urls import resolve
from django.utils import translation

HIDDEN = "…"
SECRET_NAMES = frozenset({"token", "key", "code", "secret", "signature", "password", "hash"})
_PLAIN = re.compile(r"[a-z_-]{1,40}(?:\.(?:css|js|svg|png|ico|txt|xml|php|html))?|\d{1,6}|")
_PARAMETER = re.compile(r"[a-z_-]{1,30}")
_ADDRESS = re.compile(
    r"""(?P<host>\b[a-z]+://[^/\s"'<>]*) (?P<path>/[^\s?\#"'<>]*)? (?P<query>\?[^\s"'<>]*)?
      | (?<![\w./)\]-]) (?P<own_path>/[^\s?\#"'<>]*) (?P<own_query>\?[^\s"'<>]*)?""",
    re.VERBOSE,
)
_LETTER = r"""[^\s@<>"'(),;:=/]"""
# begun only where a word begins and never taken back: else a long word without an @ would be read from each letter on
_EMAIL = re.compile(rf"(?<!{_LETTER}){_LETTER}++@{_LETTER}++")
_IP = re.compile(r"\bip=\S+")  # so says gunicorn of whom it refuses


def is_secret(argument: str) -> bool:
    """By its name, or by a word of it: `token`, `figure_code`."""
    return not SECRET_NAMES.isdisjoint(argument.lower().split("_"))


def masked(text: str) -> str:
    text = _IP.sub(f"ip={HIDDEN}", _EMAIL.sub(HIDDEN, text))
    return _ADDRESS.sub(_masked_address, text)


def _masked_address(match: re.Match[str]) -> str:
    path, query = match["path"] or match["own_path"] or "", match["query"] or match["own_query"] or ""
    return f"{match['host'] or ''}{masked_path(path) if path else ''}{_masked_query(query)}"


def masked_path(path: str) -> str:
    path = unquote(path)
    values = _secrets_in(path)
    if values is None:
        return "/".join(part if _PLAIN.fullmatch(part) else HIDDEN for part in path.split("/"))
    for value in values:
        path = path.replace(value, HIDDEN)
    return path


def _secrets_in(path: str) -> list[str] | None:
    """The values of secret arguments; None where the address leads nowhere, or to what takes whatever comes."""
    try:
        language = path.split("/")[1] if path.split("/")[1] in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            match = resolve(path)
    except Exception:  # noqa: BLE001  (whatever is broken, a line is written, and no more than plain words in it)
        return None
    if match.url_name is None or match.args:
        return None
    return [str(value) for name, value in match.kwargs.items() if is_secret(name) and value]


def _masked_query(query: str) -> str:
    """The names of parameters that look like names, no value: words that somebody looks for may name a person."""
    if not query:
        return ""
    names = [part.partition("=")[0] for part in query[1:].split("&")]
    return "?" + "&".join(f"{name}={HIDDEN}" if _PARAMETER.fullmatch(name) else HIDDEN for name in names)
