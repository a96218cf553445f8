"""What of a text is seen: names, addresses and numbers come with marks that nobody sees when they are copied."""

import re
import unicodedata

# Unicode calls these "default ignorable": drawn as nothing. Some count as letters (the Hangul fillers), some as marks
# (variation selectors), most as format characters (directions of writing, joiners, the byte order mark, tags).
_UNSEEN_RANGES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_UNSEEN_RANGES}]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HELD_CONTROLS = "\u0001-\u001f\u007f-\u009f"  # what a text of the database can hold of them
_SPACES = "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000"
_BLANK = re.compile("[\u2800]")  # a Braille cell without dots is a space to whoever looks at it
_JOINERS = "\u200c\u200d"
LONGEST_LINE = 5000


def _escaped(ranges: str) -> str:
    """As PostgreSQL writes characters in a pattern."""
    return "".join(char if char == "-" else f"\\U{ord(char):08x}" for char in ranges)


# For the database: a text in which something is seen, and one in which something is not.
SOMETHING_SEEN = rf"[^\s{_escaped(_HELD_CONTROLS + _SPACES + _UNSEEN_RANGES)}]"
SOMETHING_UNSEEN = f"[{_escaped(_HELD_CONTROLS + _UNSEEN_RANGES)}]"


def visible(text: str) -> str:
    """The text without characters that are drawn as nothing; spaces and ends of lines stay."""
    return _CONTROLS.sub("", _UNSEEN.sub("", text))


def one_line(text: str) -> str:
    """A name or title as it is stored: composed (NFC), single spaces, nothing that is not seen.

    A joiner stays where a script needs it: between letters that join (Arabic, Indic) and in a picture of several.
    """
    if len(text) > LONGEST_LINE:  # no field is so long; normalising takes the square of a long row of marks
        return text
    seen = _CONTROLS.sub("", _UNSEEN.sub(_joiner, text))
    return " ".join(unicodedata.normalize("NFC", _BLANK.sub(" ", seen)).split())


def _joiner(match: re.Match[str]) -> str:
    whole, at = match.string, match.start()
    is_inside = match[0] in _JOINERS and 0 < at < len(whole) - 1
    return match[0] if is_inside and _joins(whole[at - 1]) and _joins(whole[at + 1]) else ""


def _joins(char: str) -> bool:
    """A letter without capitals, a mark on one, or a picture; none of them drawn as nothing."""
    return unicodedata.category(char) in {"Lo", "Mn", "Mc", "So", "Sk"} and not _UNSEEN.match(char)


def has_letter(text: str) -> bool:
    """Something in it is a letter of some script; digits and signs alone name nobody."""
    return any(unicodedata.category(char).startswith("L") for char in visible(text))


def has_letter_or_digit(text: str) -> bool:
    return any(unicodedata.category(char)[0] in "LN" for char in visible(text))
