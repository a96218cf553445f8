"""What of a name is seen."""

import unicodedata

import pytest
from django import forms
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.pages.forms import content_of
from darbigas_kopienas.values import form_fields
from darbigas_kopienas.values.characters import has_letter, has_letter_or_digit, one_line, visible
from darbigas_kopienas.values.email_addresses import mailbox

UNSEEN = [
    "\u200b\u200b",
    "\u00ad",
    "\u2800",
    "\ufeff",
    "\u200e\u200f",
    "\u202e\u202c",
    "\u2060\u2063",
    "\u3164",  # a letter to Unicode, drawn as nothing
    "\u115f\u1160\uffa0",
    "\u034f\ufe0f",
    "\u180e",
    "\U000e0061\U000e007f",
    "\U0001d173",
    "\x00\x07\x1b",
    "\u00a0\u2003\u3000",
    "\u2028\u2029",
    "\u200d\u200c",
]  # fmt: skip


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_no_name(text: str) -> None:
    assert one_line(text) == ""
    assert not has_letter(text)
    with pytest.raises(forms.ValidationError) as slip:
        form_fields.NameField().clean(text)
    assert slip.value.code == "required"
    assert form_fields.NameField(required=False).clean(text) == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Anna \u202ekaln\u0327a\u202c", "Anna kalņa"),  # the direction of writing goes, the letter is put together
        ("  Anna \u00a0 Kalna\n", "Anna Kalna"),
        ("Anna\tKalna", "Anna Kalna"),
        ("An\u00adna\u200b Kal\ufeffna", "Anna Kalna"),
        ("Anna\x00Kalna\x07", "AnnaKalna"),
        ("Anna\u2800Kalna", "Anna Kalna"),
        ("Na\u0304te", "Nāte"),
        ("Zoë Brontë", "Zoë Brontë"),
        ("O’Konors Šons", "O’Konors Šons"),
        ("D'Anđelo Karla", "D'Anđelo Karla"),
        ("Žanna-Marija", "Žanna-Marija"),
        ("Андрей Зайцев", "Андрей Зайцев"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("أنا كالنا", "أنا كالنا"),
        ("山田花子", "山田花子"),
        ("نام\u200cخانوادگی", "نام\u200cخانوادگی"),  # Persian is written wrongly without its non-joiner
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("\u200dAnna\u200d", "Anna"),
        ("A\u200dn\u200cna", "Anna"),
        ("👩\u200d🏫 Diena", "👩\u200d🏫 Diena"),
    ],
)
def test_a_name_is_stored_as_it_is_seen(typed: str, stored: str) -> None:
    assert one_line(typed) == stored
    assert one_line(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)


@given(st.text(max_size=40))
def test_once_is_enough_and_nothing_unseen_stays(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert visible(line).replace("\u200c", "").replace("\u200d", "") == line.replace("\u200c", "").replace("\u200d", "")
    assert "\n" not in line


@pytest.mark.parametrize("text", ["12", "...", "–", "№ 5", "🌻", "½", "\u0301"])
def test_a_person_is_not_called_by_signs(text: str) -> None:
    assert not has_letter(text)
    with pytest.raises(forms.ValidationError) as slip:
        form_fields.NameField().clean(text)
    assert slip.value.code == "no_letter"


def test_a_title_may_be_a_year_but_not_signs_alone() -> None:
    assert form_fields.TitleField().clean("2026/2027") == "2026/2027"
    assert not has_letter_or_digit("***")
    with pytest.raises(forms.ValidationError) as slip:
        form_fields.TitleField().clean("***")
    assert slip.value.code == "no_letter"
    assert form_fields.TitleField(required=False).clean("") == ""


def test_a_line_may_be_a_sign_but_is_seen() -> None:
    """A school field in which people write a dash."""
    assert form_fields.LineField().clean(" –\u200b") == "–"
    with pytest.raises(forms.ValidationError):
        form_fields.LineField().clean("\u200b")


def test_length_is_that_of_what_is_stored() -> None:
    assert form_fields.NameField(max_length=4).clean("A\u200bn\u200bn\u200ba") == "Anna"


def test_a_text_that_fits_no_field_is_not_normalised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its marks are put in order one by one, each past all before it: half a megabyte would take minutes."""

    def slow(_form: str, text: str) -> str:
        assert len(text) <= 10_000, len(text)
        return text

    monkeypatch.setattr(unicodedata, "normalize", slow)
    marks = "a" + "\u0301" * 100_000 + "\u0316" * 100_000
    assert one_line(marks) == marks
    assert mailbox(f"{marks}@b.lv") == f"{marks}@b.lv"
    with pytest.raises(forms.ValidationError):
        form_fields.EmailField().clean(f"{marks}@b.lv")
    with pytest.raises(forms.ValidationError):
        form_fields.NameField(max_length=120).clean(marks)
    request = RequestFactory().post("/", {"text": f"{marks}\n{marks}"})
    assert len(content_of(request)) == 64
