"""What a proof-reader would mark in the Latvian, where a rule can see it."""

import re

import polib
import pytest
from django.conf import settings
from django.utils.translation import override

from darbigas_kopienas.activities.models import Cost, Session
from darbigas_kopienas.mailing.letters import label_of

OURS = settings.BASE_DIR / "locale" / "lv" / "LC_MESSAGES" / "django.po"
OF_PACKAGES = settings.BASE_DIR / "locale" / "packages" / "lv" / "LC_MESSAGES" / "django.po"
_ADDRESS = re.compile(r"^[a-z0-9<>:_/.-]*(?:/|\.ics)$")
_UNSEEN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]*>|https?://[^\s)]*")
# The number is named twice in English, once in Latvian.
SAID_ONCE = {
    "The long numbers are SHA-256: a file whose SHA-256 is the same is the very file that the portal made.",
}
# A text about Latvian quotation marks has them in English too, and Markdown has a hyphen for a list.
ABOUT_MARKS = {
    "Markdown: # heading, **bold**, - list, [link](https://…).",
    "Text is set in Inter, one file with every Latvian letter. Quotation marks look „like this”, dashes – like this, "
    "sums are 115 029,00 EUR.",
}
_CONJUNCTION = r"(?:ka|lai|jo|tiklīdz|kamēr|kur[šaiu]|kuras|kuram|kurai|kuriem|kurām|kurā|kuros|kurās|kurus)"
_PREPOSITION = r"(?:(?:ar|uz|par|pēc|no|pie|līdz|pirms|bez|pa) )?"
# „Norādiet ka…”: nothing before the clause but a word. After „un”, „vai”, „arī” or „tikai” a second clause may go on.
CLAUSE_WITHOUT_COMMA = re.compile(
    rf"\b(?!(?:un|vai|arī|tikai|bet|ar|uz|par|pēc|no|pie|līdz|pirms|bez|pa) )\w+ {_PREPOSITION}{_CONJUNCTION}\b",
    re.IGNORECASE,
)
# „10 cilvēki”: after 0, 10 to 20, 30… the genitive stands, „10 cilvēku”.
NOMINATIVE_AFTER_TENS = re.compile(r"(?<!visus )%\(\w+\)[sd]\u00a0\w+(?:i|us)\b")
# „Parakstījis” over the name of a woman; „Parakstīja” fits everybody.
MASCULINE_LABEL = re.compile(r"^[A-ZĀČĒĢĪĶĻŅŠŪŽ]\w*(?:āj|ēj|īj|oj|uj)(?:is|ies)$")


def numbers(text: str) -> list[str]:
    """The numbers of a text, `10:00` and `1000,50` as Latvian writes them."""
    plain = re.sub(r"(?<=\d)[\u00a0 ](?=\d{3}\b)", "", _UNSEEN.sub("", text))
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"(\d):(\d\d)", r"\1.\2", plain)))


def mark_faults(text: str) -> list[str]:
    """Quotation marks and dashes that are not Latvian, and spaces that are twice."""
    plain = _UNSEEN.sub("", text)
    found = re.findall(r"[\"“«»—]|\.\.\.", plain) + re.findall(r" - |  ", text)
    return found if plain.count("„") == plain.count("”") else [*found, "„”"]


def _entries() -> list[polib.POEntry]:
    return [
        entry for path in (OURS, OF_PACKAGES) for entry in polib.pofile(str(path)) if not _ADDRESS.match(entry.msgid)
    ]


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_number_is_the_same_in_both_languages() -> None:
    ours = [entry for entry in polib.pofile(str(OURS)) if not entry.msgid_plural and not _ADDRESS.match(entry.msgid)]
    other = {entry.msgid for entry in ours if numbers(entry.msgid) != numbers(entry.msgstr)}
    assert other == SAID_ONCE


def test_marks_are_latvian() -> None:
    found = {entry.msgid: faults for entry in _entries() for text in _texts(entry) if (faults := mark_faults(text))}
    assert {msgid: faults for msgid, faults in found.items() if msgid not in ABOUT_MARKS} == {}


def test_a_clause_has_its_comma() -> None:
    texts = {text for entry in _entries() for text in _texts(entry)}
    assert {text for text in texts if CLAUSE_WITHOUT_COMMA.search(text.replace("\n", " "))} == set()


def test_tens_are_followed_by_the_genitive() -> None:
    first = [entry.msgstr_plural[0] for entry in _entries() if entry.msgid_plural]
    assert [text for text in first if NOMINATIVE_AFTER_TENS.search(text)] == []


def test_no_label_is_a_masculine_participle() -> None:
    assert [text for entry in _entries() for text in _texts(entry) if MASCULINE_LABEL.match(text)] == []


def test_a_state_agrees_with_its_thing() -> None:
    """Nodarbība is feminine, izmaksas are feminine and many; a photo is refused otherwise than a registration."""
    states, stages = ("planned", "held", "postponed", "cancelled"), ("asked", "ordered")
    with override("lv"):
        of_sessions = [Session(state=state).get_state_display() for state in states]
        of_costs = [Cost(stage=stage).get_stage_display() for stage in stages]
        of_letters = label_of("registration_refused")
    assert of_sessions == ["plānota", "notikusi", "pārcelta", "atcelta"]
    assert of_costs == ["pieprasītas", "pasūtītas"]
    assert of_letters == "noraidīts"


@pytest.mark.parametrize(
    "text",
    ["Norādiet ka esat šeit.", "Saite ar kuru atbildēt", "Rakstiet lai uzzinātu.", "Iestāde kuras pedagogi piesakās"],
)
def test_a_missing_comma_is_seen(text: str) -> None:
    assert CLAUSE_WITHOUT_COMMA.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lai pieteiktos, konts nav vajadzīgs.", "Saite, ar kuru atbildēt", "ka adrese ir Jūsu un ka pieteicāties Jūs",
        "tikai tad, ja piekrītat", "Uz kuru dienu?", "Norādiet, kura summa ir spēkā un pie kuras pozīcijas tā pieder.",
    ],
)  # fmt: skip
def test_a_comma_that_need_not_be_is_not_asked_for(text: str) -> None:
    assert not CLAUSE_WITHOUT_COMMA.search(text)


@pytest.mark.parametrize("text", ["„Atpakaļ“", '"Atpakaļ"', "„Atpakaļ", "viens - divi", "viens — divi", "drīz..."])
def test_a_foreign_mark_is_seen(text: str) -> None:
    assert mark_faults(text) != []


def test_other_kinds_are_seen() -> None:
    assert numbers("up to 25 MB, 40 at once") != numbers("līdz 25\u00a0MB, vienlaikus 20")
    assert numbers("at 10:00, 1000,50") == numbers("10.00, 1\u00a0000,50")
    assert NOMINATIVE_AFTER_TENS.search("%(n)s\u00a0cilvēki")
    assert not NOMINATIVE_AFTER_TENS.search("%(n)s\u00a0cilvēku")
    assert MASCULINE_LABEL.match("Parakstījis")
    assert not MASCULINE_LABEL.match("Parakstīja")
