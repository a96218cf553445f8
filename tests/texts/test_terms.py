"""One thing, one word: no text says a word that docs/terms.md refuses."""

import re

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

TERMS = settings.BASE_DIR / "docs" / "terms.md"
CATALOGUE = settings.BASE_DIR / "locale" / "lv" / "LC_MESSAGES" / "django.po"
OF_PACKAGES = settings.BASE_DIR / "locale" / "packages" / "lv" / "LC_MESSAGES" / "django.po"
IN_ENGLISH = settings.BASE_DIR / "locale" / "packages" / "en" / "LC_MESSAGES" / "django.po"
# Texts in which the word means another thing: a letter on paper, schools as a whole.
OTHER_SENSE = {
    "For example, the letter’s date and number.",
    "For schools, families and communities; free to use and share.",
    "Guidelines and support materials for schools, families and communities, free to use.",
    "How a school yard becomes a meeting place: steps, costs, people.",
    "With one of them you sign in when the device is lost; each works once. Keep them on paper.",
}
# Addresses of pages are bookmarked and printed: they keep the words that they were made with.
_ADDRESS = re.compile(r"^[a-z0-9<>:_/-]*/$")
_UNSEEN = re.compile(r"%\(\w+\)[sd]|<[^>]*>")


def refused(column: int) -> list[re.Pattern[str]]:
    """The words of one column of the table."""
    rows = [line.split("|") for line in TERMS.read_text().splitlines() if line.startswith("|")][2:]
    words = [word.strip() for row in rows for word in row[column].split(",") if word.strip()]
    patterns = [re.escape(word).replace(r"\*", r"\w*") for word in words]
    return [re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE) for pattern in patterns]


ENGLISH, LATVIAN = refused(3), refused(4)


def faults(entry: polib.POEntry) -> list[str]:
    """The refused words that a text says, in either language."""
    if _ADDRESS.match(entry.msgid):
        return []
    english = (word for text in (entry.msgid, entry.msgid_plural) for word in said_of(ENGLISH, text))
    return [*english, *latvian_faults(entry)]


def latvian_faults(entry: polib.POEntry) -> list[str]:
    return [word for text in _latvian(entry) for word in said_of(LATVIAN, text)]


def said_of(patterns: list[re.Pattern[str]], text: str) -> list[str]:
    plain = _UNSEEN.sub("", text)
    return [found[0] for pattern in patterns if (found := pattern.search(plain))]


def _latvian(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_no_text_says_a_word_that_is_refused() -> None:
    """Nor is anything excused that need not be."""
    catalogue = polib.pofile(str(CATALOGUE))
    found = {entry.msgid: told for entry in catalogue if (told := faults(entry))}
    assert {text: told for text, told in found.items() if text not in OTHER_SENSE} == {}
    assert set(found) == OTHER_SENSE


def test_what_packages_say_and_the_changes_told_say_none_either() -> None:
    packages = polib.pofile(str(OF_PACKAGES))
    assert {entry.msgid: told for entry in packages if (told := latvian_faults(entry))} == {}
    changes = (settings.BASE_DIR / "CHANGELOG.md").read_text()
    assert said_of(LATVIAN, " ".join(changes.split())) == []


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


def test_what_stands_above_a_name_is_called_one_way() -> None:
    """In a sentence it is *vārds un uzvārds*; see docs/terms.md."""
    catalogue = polib.pofile(str(CATALOGUE))
    assert [entry.msgid for entry in catalogue if entry.msgstr.startswith("Vārds un uzvārds")] == []


# -- what packages say ---------------------------------------------------------------------------------------
def test_packages_say_e_mail_as_the_portal_does() -> None:
    ours = {entry.msgid: entry.msgstr for entry in polib.pofile(str(IN_ENGLISH))}
    said = re.compile(r"(?<![\w(%{./:])email", re.IGNORECASE)
    assert [text for text in ours.values() if said.search(_UNSEEN.sub("", text))] == []
    with override("en"):
        assert gettext("Enter a valid email address.") == "Enter a valid e-mail address."
        assert gettext("Confirmation email sent to %(email)s.") == "Confirmation e-mail sent to %(email)s."


# -- numbers ---------------------------------------------------------------------------------------------------------
_PARTS = re.compile(r"(?<=\d)[ \u00a0](?=\d)")


def numbers_of(text: str) -> set[str]:
    return set(re.findall(r"\d+", _PARTS.sub("", _UNSEEN.sub("", text))))


def test_a_limit_is_the_same_number_in_both_languages() -> None:
    catalogue = [entry for entry in polib.pofile(str(CATALOGUE)) if entry.msgstr]
    assert [entry.msgid for entry in catalogue if numbers_of(entry.msgid) != numbers_of(entry.msgstr)] == []


def test_the_check_of_numbers_can_fail() -> None:
    assert numbers_of("At most 40, or 1 000") == {"40", "1000"} != numbers_of("Ne vairāk kā 20")
