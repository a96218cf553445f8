"""A page as it is read: white space that nobody sees is left out."""

import re


def tight(html: str) -> str:
    """Without white space beside tags, and with one space where there was any in a text."""
    return re.sub(r" ?(<[^>]*>) ?", r"\1", re.sub(r"[ \t\r\n]+", " ", html))
