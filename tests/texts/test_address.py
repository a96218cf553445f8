"""The reader is addressed so that a woman reads it too: no participle or „pats” that fits a man alone."""

import re

import polib
import pytest
from django.conf import settings

# „Jūs esat pieteicies”, „būsiet redzējis”, „esat pierakstīts”: the verb, and then a masculine form.
TO_THE_READER = re.compile(
    r"\b(?:ne)?(?:esat|būsiet|būtu jābūt|bijāt)\b(?: \w+){0,3}? "
    r"(?!(?:tas|šis|Jūs)\b)\w+(?:is|ies|ts|nākamais|pirmais|viens)\b",
    re.IGNORECASE,
)
# „pieteicāties Jūs pats”, „mainīt pašam”, „katrs piekrīt pats”: the reader alone.
BY_ONESELF = re.compile(
    r"\b(?:Jūs|Jums|varat|varējāt|var|variet|pieteikties|atteikties|mainīt|atsaukt|pievienot|atteicās|pieteicās)\b"
    r"(?: \w+){0,4}? (?:pats|pašam)\b|\b(?:pats|pašam) (?:dalībnie|pedagog)",
    re.IGNORECASE,
)
NEXT_IN_LINE = re.compile(r"\bJūs (?:ne)?esat nākamais\b")
PATTERNS = (TO_THE_READER, BY_ONESELF, NEXT_IN_LINE)
# Whose Latvian is put right together with the mails that say it.
ALLOWED = {
    "A seat at “%(title)s” has become free, and you are next in line.",
    "Somebody, most likely you, has just tried to register this address for “%(title)s” once more. You are registered "
    "already; here is the link to your place.",
}


def is_masculine(text: str) -> bool:
    return any(pattern.search(text) for pattern in PATTERNS)


@pytest.mark.parametrize(
    "text",
    [
        "Jūs esat pieteicies.", "Jūs neesat norādījis, kur strādājat.", "Jūs šo semināru esat novērtējis.",
        "Jūs esat pierakstīts; rīkotājs to izskatīs.", "tikai tad, ja esat tam piekritis", "kamēr esat pieslēdzies",
        "pirms būsiet redzējis, kas nolasīts", "ka pieteicāties Jūs pats",
        "Pieteikties pašam", "atteicās pats dalībnieks",
        "Jūs varat kādu pievienot arī pats.", "un Jūs esat nākamais rindā", "ko esat darījis portālā",
        "mainīt pašam var līdz", "ka esat saņēmis vēstuli", "Esat uzaicināts piedalīties.",
    ],
)  # fmt: skip
def test_what_fits_a_man_alone_is_seen(text: str) -> None:
    assert is_masculine(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jūsu pieteikums ir saņemts.", "Jums ir vieta.", "Tas pats ar kļūdām", "portāls skaitļus savāc pats",
        "Ja esat šeit pirmo reizi, izveidojiet kontu.", "dalībnieks ir atteicies", "Jums ir atbrīvojusies vieta",
    ],
)  # fmt: skip
def test_what_fits_everybody_is_left_alone(text: str) -> None:
    assert not is_masculine(text)


def test_no_text_addresses_men_alone() -> None:
    catalogues = [settings.BASE_DIR / "locale/lv/LC_MESSAGES/django.po"]
    catalogues += (settings.BASE_DIR / "locale/packages").rglob("lv/LC_MESSAGES/*.po")
    entries = [entry for path in catalogues for entry in polib.pofile(str(path)) if entry.msgid not in ALLOWED]
    texts = {text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())}
    assert {text for text in texts if is_masculine(text)} == set()
