"""Addresses as mail programs write and copy them: `Anna Kalna <anna@example.lv>; "Upe, Juris" <juris@example.lv>`.

Several may stand in one line, with any separator or none. What is not clear is given back as it stands, for whoever
pasted it to be asked; no word is dropped and no name is guessed to be another's.
"""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header

# Bounded, so that a hostile line takes no longer than its length.
_ADDRESS = re.compile(r"""[^\s<>;,()\[\]"]{1,254}@[^\s<>;,()\[\]"]{1,254}""")
_QUOTED_NAME = re.compile(r'"(?:\\.|[^"\\]){0,300}"(?= ?<)')
_SHOWN_TWICE = re.compile(
    r"""['"]?([^\s<>;,()\[\]"'@]{1,128}@[^\s<>;,()\[\]"'@]{1,254})['"]? ?(?=<(?:mailto:)?\1>)""", re.IGNORECASE
)
_WITH_BRACKETS = re.compile(r"[^<>]{0,400}<[^<>]{0,400}>")
_HEADER = re.compile(r"^\s*(?:to|cc|bcc|kam|kopija|slēptā kopija)\s*:", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>(?P<rest>[^<>]*)")
_NAME_BEHIND = re.compile(r"(?P<address>\S*@\S*)\s*\((?P<name>[^()]*)\)(?P<rest>)")
_BARE = re.compile(r"(?P<name>[^@]*?)(?P<address>\S*@\S*)(?P<rest>.*)", re.DOTALL)
_SURNAME_FIRST = re.compile(r"([^\W\d][^,\d]*), *([^\W\d][^,\d]*)")
_MARKS = " \t\"'“”„‟«»‘’"
SEPARATORS = ";\t,"


@dataclass(frozen=True)
class Entry:
    """One address with the name beside it; `rest` is what else stands there."""

    name: str
    address: str
    rest: str = ""


def tidied(line: str) -> str:
    """Without the name of a header, and without an address that is shown as its own name."""
    return _SHOWN_TWICE.sub("", _HEADER.sub("", re.sub(r"[^\S\t]+", " ", line)))


def count_addresses(text: str) -> int:
    """Those in a quoted name are no addresses."""
    return len(_ADDRESS.findall(_QUOTED_NAME.sub("", text)))


def entries(text: str, separators: str = SEPARATORS) -> list[str]:
    """One text for each address; a text without one stood between separators by itself."""
    if count_addresses(text) < 2:  # noqa: PLR2004  (one address is one entry)
        return [text]
    for number, separator in enumerate(separators, start=1):
        pieces = [piece for piece in split(text, separator) if piece.strip(f"{_MARKS}{SEPARATORS}.")]
        if len(pieces) > 1:
            return [entry for piece in pieces for entry in entries(piece, separators[number:])]
    if "<" not in text:
        return text.split()
    bracketed = _WITH_BRACKETS.findall(text)
    left = _WITH_BRACKETS.sub("", text).strip(f"{_MARKS}{SEPARATORS}.")
    return [*bracketed, left] if left else bracketed


def split(text: str, separator: str) -> list[str]:
    """At the separator, but not inside quotation marks that close again, nor inside brackets."""
    pieces = [""]
    for part in re.split(r'("(?:\\.|[^"\\]){0,300}"|<[^<>]{0,400}>)', text):
        if part[:1] in {'"', "<"} and len(part) > 1:
            pieces[-1] += part
            continue
        first, *more = part.split(separator)
        pieces[-1] += first
        pieces.extend(more)
    return pieces


def read(text: str) -> Entry:
    """The address is empty where there is none; whether it is a right one is for others to say."""
    text = text.strip(f" \t{SEPARATORS}")
    for pattern in (_IN_BRACKETS, _NAME_BEHIND, _BARE):
        match = pattern.fullmatch(text)
        if match is not None:
            return Entry(name_of(match["name"]), address_of(match["address"]), cell_of(match["rest"]))
    return Entry(name_of(text), "")


def address_of(typed: str) -> str:
    """Without what programs put around it: brackets, `mailto:`, a full stop or a separator behind."""
    bare = typed.strip(f"{_MARKS}<>()[]{SEPARATORS}.")
    return re.sub(r"^mailto:|\?.*$", "", bare, flags=re.IGNORECASE)


def name_of(typed: str) -> str:
    """As it is said: without quotation marks, decoded, "Kalna, Anna" the right way round; an address is no name."""
    bare = unquoted(typed.strip()).strip(_MARKS)
    name = " ".join(re.sub(r"\\(.)", r"\1", bare).split()).strip(f"{_MARKS}{SEPARATORS}")
    if "=?" in name:
        try:
            name = str(make_header(decode_header(name)))
        except (HeaderParseError, LookupError, UnicodeError):
            return name
    surname_first = _SURNAME_FIRST.fullmatch(name)
    if surname_first is not None:
        name = f"{surname_first[2].strip()} {surname_first[1].strip()}"
    return "" if _ADDRESS.fullmatch(name) else name


def cell_of(typed: str) -> str:
    """As a table has it, and without what only ends a list."""
    return unquoted(" ".join(typed.split()).strip(f"{SEPARATORS}. "))


def unquoted(cell: str) -> str:
    """Without the quotation marks that a table puts around a whole cell, those in it written twice."""
    return cell[1:-1].replace('""', '"').strip() if re.fullmatch(r'"(?:[^"]|"")*"', cell) else cell


def quoted(cell: str) -> str:
    """The opposite: a cell in a line of cells with semicolons between."""
    plain = " ".join(cell.split())
    return '"' + plain.replace('"', '""') + '"' if '"' in plain or ";" in plain else plain
