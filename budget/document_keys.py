"""When two documents are one: supplier and number in the one form in which they are compared.

Capitals, diacritics, marks, quotation marks, spaces, kinds of dashes, full-width letters, words like "Nr." and the
legal form of a company, before its name or after, make no other supplier and no other document. Plain functions.
"""

import re
import unicodedata

from darbigas_kopienas.values import formats

SUPPLIER_LENGTH = 200
NUMBER_LENGTH = 60
REGISTRATION_LENGTH = 20

# Longer ones first: "valsts akciju sabiedrība" is not "akciju sabiedrība" of a company called "Valsts".
_LEGAL_FORMS = sorted(
    (
        tuple(form.split())
        for form in (
            "sabiedriba ar ierobezotu atbildibu", "valsts sabiedriba ar ierobezotu atbildibu", "sia", "valsts sia",
            "pasvaldibas sia", "vsia", "psia", "bo sia", "akciju sabiedriba", "valsts akciju sabiedriba", "as", "vas",
            "pas", "individualais komersants", "individualais uznemums", "individuala darba veicejs", "ik", "iu",
            "zemnieku saimnieciba", "zvejnieku saimnieciba", "zs", "pilnsabiedriba", "ps", "komanditsabiedriba", "ks",
            "kooperativa sabiedriba", "lauksaimniecibas pakalpojumu kooperativa sabiedriba", "lpks", "kops",
            "biedriba", "nodibinajums", "pasnodarbinata persona", "ou", "uab", "ab", "ltd", "llc", "gmbh", "inc",
        )
    ),
    key=len,
    reverse=True,
)  # fmt: skip

# Words beside a number that say what it is the number of.
_BESIDE_NUMBERS = re.compile(
    r"(?<![^\W\d_])(?:nr|num|numurs|numuru|number|no(?=[\W_])|serija|rekins|rekina|avansa rekins|pavadzime|"
    r"pavadzimes|ceks|ceka|kvits|akts|akta|ligums|liguma|invoice|receipt|bill)(?![^\W\d_])"
)
_NO_NUMBER = {"", "bn", "bez", "na", "nav", "none", "navnumura", "beznumura", "bezn"}
_MARKS = re.compile(r"[\W_]+")


def supplier_key(name: str) -> str:
    """`SIA „Ozolzars”`, `Ozolzars, SIA` and `OZOLZARS` are one; a name that is nothing but a legal form stays."""
    words = _joined_initials(_MARKS.sub(" ", _plain(name)).split())
    while shorter := _without_legal_form(words):
        words = shorter
    return "".join(words)[:SUPPLIER_LENGTH]


def registration_key(number: str) -> str:
    """Of a company register or of VAT: `LV 40003012345` is `40003012345`."""
    return _MARKS.sub("", _plain(number)).removeprefix("lv")[:REGISTRATION_LENGTH]


def number_key(number: str) -> str:
    """`Rēķins Nr. AB–2026 / 17` is `ab2026-17`; empty for a document without a number ("b/n").

    A mark between two digits parts them, whichever it is: 1-12 and 11-2 are two numbers, 1-12 and 1/12 are one.
    """
    plain = _MARKS.sub(_mark, _BESIDE_NUMBERS.sub(" ", _plain(number)).strip())
    is_none = plain in _NO_NUMBER or set(plain) <= {"0"} or set(plain) == {"x"}
    return "" if is_none else plain[:NUMBER_LENGTH]


def bare_number(key: str) -> str:
    """Of a `number_key`, what is left without any mark and zeros in front: numbers that only look alike."""
    return "".join(part.lstrip("0") for part in re.split(r"-|(?<=\D)(?=\d)", key))


def _plain(text: str) -> str:
    return formats.folded(unicodedata.normalize("NFKC", text)).casefold()


def _mark(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    is_a_mark = not match.group().isspace()
    return "-" if is_a_mark and before.isdecimal() and after.isdecimal() else ""


def _joined_initials(words: list[str]) -> list[str]:
    """`z/s`, `S.I.A.`: letters that stand alone beside one another are one word."""
    joined: list[str] = []
    is_initial = False
    for word in words:
        if is_initial and len(word) == 1:
            joined[-1] += word
        else:
            joined.append(word)
            is_initial = len(word) == 1
    return joined


def _without_legal_form(words: list[str]) -> list[str]:
    """Without the one before or after the name; empty where there is none, or nothing else."""
    for form in _LEGAL_FORMS:
        length = len(form)
        if len(words) > length and tuple(words[:length]) == form:
            return words[length:]
        if len(words) > length and tuple(words[-length:]) == form:
            return words[:-length]
    return []
