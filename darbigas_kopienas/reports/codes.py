"""The short code by which a printed report is found again."""

import secrets

# Crockford's alphabet: no I, L, O, U, so a code read aloud or copied by hand is not misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4


def new_code() -> str:
    """Twelve letters of 32: 60 bits, so a report's check page is not found by guessing."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))


def plain(typed: str) -> str:
    """What a person typed, as codes are kept: without spaces and dashes, look-alikes put right."""
    plain_text = "".join(letter for letter in typed.upper() if letter.isalnum())
    return plain_text.translate(str.maketrans("OIL", "011"))[:40]


def spaced(code: str) -> str:
    """Three groups of four: as printed, and as a person reads it aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
