"""Codes that are printed, read aloud and typed: on a report, on a certificate, on a wall."""

import secrets

# Crockford's alphabet: no I, L, O, U, so a code read aloud or copied by hand is not misread.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Without letters and digits that are mistaken for one another on a wall.
FAR_APART = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUP = 4
MOST_TYPED = 40


def random_code(length: int, letters: str = CROCKFORD) -> str:
    """Five bits for each letter: 26 hold the 128 that what must not be guessed needs."""
    return "".join(secrets.choice(letters) for _letter in range(length))


def plain(typed: str) -> str:
    """What a person typed, as codes are stored: without spaces and dashes, look-alikes put right."""
    letters = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))[:MOST_TYPED]


def spaced(code: str) -> str:
    """In groups of four, as printed and as one reads it aloud."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
