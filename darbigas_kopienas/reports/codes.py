"""The short code by which a printed report is found again."""

from darbigas_kopienas.values.codes import random_code

LENGTH = 12


def new_code() -> str:
    """Twelve letters of 32: 60 bits, so a report's check page is not found by guessing."""
    return random_code(LENGTH)
