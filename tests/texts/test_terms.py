"""One thing, one word: no text says a word that docs/terms.md refuses."""

import re

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

TERMS = settings.BASE_DIR / "docs" / "terms.md"
CATALOGUE = settings.BASE_DIR / "locale" / "lv" / "LC_MESSAGES" / "django.po"
IN_ENGLISH = settings.BASE_DIR / "locale" / "packages" / "en" / "LC_MESSAGES" / "django.po"
# Texts in which the word means another thing: letters of the alphabet, a letter on paper, the highest mark.
OTHER_SENSE = {
    "For example, the letter’s date and number.",
    "For schools, families and communities; free to use and share.",
    "Guidelines and support materials for schools, families and communities, free to use.",
    "How a school yard becomes a meeting place: steps, costs, people.",
    "1 is the lowest mark, 5 the highest.",
    "kindergarten",
}
# Addresses of pages are bookmarked and printed: they keep the words that they were made with.
_ADDRESS = re.compile(r"^[a-z0-9<>:_/-]*/$")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def refused(column: int) -> list[re.Pattern[str]]:
    """The words of one column of the table."""
    rows = [line.split("|") for line in TERMS.read_text().splitlines() if line.startswith("|")][2:]
    words = [word.strip() for row in rows for word in row[column].split(",") if word.strip()]
    patterns = [re.escape(word).replace(r"\*", r"\w*") for word in words]
    return [re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE) for pattern in patterns]


ENGLISH, LATVIAN = refused(3), refused(4)


def faults(entry: polib.POEntry) -> list[str]:
    """The refused words that a text says, in either language."""
    if entry.msgid in OTHER_SENSE or _ADDRESS.match(entry.msgid):
        return []
    english = [entry.msgid, entry.msgid_plural]
    pairs = [(ENGLISH, text) for text in english] + [(LATVIAN, text) for text in _latvian(entry)]
    read = [(patterns, _PLACEHOLDER.sub("", text)) for patterns, text in pairs]
    return [found[0] for patterns, text in read for pattern in patterns if (found := pattern.search(text))]


def _latvian(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_no_text_says_a_word_that_is_refused() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    assert {entry.msgid: told for entry in catalogue if (told := faults(entry))} == {}


def test_no_excuse_outlives_its_text() -> None:
    assert {entry.msgid for entry in polib.pofile(str(CATALOGUE))} >= OTHER_SENSE


@pytest.mark.parametrize(
    ("english", "latvian"),
    [
        ("Check a paper", "Pārbaudīt dokumentu"),
        ("Trainer", "Pasniedzējs"),
        ("Moved", "pārcelts tiešsaistē"),
        ("Empty: none", "Tukšs: neviens"),
    ],
)
def test_refused_word_is_found(english: str, latvian: str) -> None:
    assert faults(polib.POEntry(msgid=english, msgstr=latvian)) != []


@pytest.mark.parametrize(("english", "latvian"), [("paperless", "Saraksts ir tukšs."), ("Team", "teksts")])
def test_word_within_a_word_is_not(english: str, latvian: str) -> None:
    assert faults(polib.POEntry(msgid=english, msgstr=latvian)) == []


# -- the reader may be a woman -------------------------------------------------------------------------------
MASCULINE = re.compile(
    r"\b(?:ne)?(?:esat|būsiet|būtu) (?:\w+ ){0,2}\w{2,}(?:ies|jis|tis|sis|dis|dzis|cis|ats)\b|\bJūs (?:\w+ )*pats\b"
)


def test_reader_is_not_addressed_as_a_man() -> None:
    texts = {text: entry.msgid for entry in polib.pofile(str(CATALOGUE)) for text in _latvian(entry)}
    assert [text for text in texts if MASCULINE.search(text)] == []


@pytest.mark.parametrize("text", ["Jūs neesat norādījis vārdu.", "Kamēr esat pieslēdzies, piesakāties."])
def test_address_to_a_man_is_found(text: str) -> None:
    assert MASCULINE.search(text)


# -- what packages say ---------------------------------------------------------------------------------------
def test_packages_say_e_mail_as_the_portal_does() -> None:
    ours = {entry.msgid: entry.msgstr for entry in polib.pofile(str(IN_ENGLISH))}
    said = re.compile(r"(?<![\w(%{./:])email", re.IGNORECASE)
    assert [text for text in ours.values() if said.search(_PLACEHOLDER.sub("", text))] == []
    with override("en"):
        assert gettext("Enter a valid email address.") == "Enter a valid e-mail address."
        assert gettext("Confirmation email sent to %(email)s.") == "Confirmation e-mail sent to %(email)s."
