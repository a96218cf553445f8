"""How the words of the environment are read (settings.py); what contradicts itself, environment_checks.py says."""

import os
import re
from urllib.parse import urlsplit

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def word(name: str, default: str = "") -> str:
    """What is empty is not set: compose passes each name, whether `.env` has it or not."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    return word(name, "1" if default else "0").lower() in YES


def number(name: str, default: int) -> int:
    """What is no number is said by a check before anything starts (environment_checks.py)."""
    said = whole_number(word(name))
    return default if said is None else said


def whole_number(said: str) -> int | None:
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else None


def host_of(address: str) -> str:
    """As Django names it, numbers of IPv6 in brackets; empty where there is none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return f"[{host}]" if ":" in host else host


def listed(words: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in words.split(",") if part.strip()]
