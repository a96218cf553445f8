"""The code by which a printed report is found again."""

from darbigas_kopienas.values.codes import random_code

LENGTH = 26
LENGTH_BEFORE = 12  # of reports that are printed already


def new_code() -> str:
    """130 bits, as a certificate's: whoever has the code reads the check page, and nobody finds one by guessing."""
    return random_code(LENGTH)
