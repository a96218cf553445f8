from dataclasses import dataclass
from typing import Any

import pytest
from django.utils.translation import override

from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import texts


@dataclass
class Thing:
    title_lv: str = ""
    title_en: str = ""
    title_en_source: str = ""
    title = texts.Text("title")


@dataclass
class LongerThing(Thing):
    summary_lv: str = ""
    summary_en: str = ""
    summary_en_source: str = ""
    summary = texts.Text("summary")


def test_the_active_language_is_read() -> None:
    thing = Thing("Seminārs", "Seminar")
    with override("lv"):
        assert thing.title == "Seminārs"
    with override("en"):
        assert thing.title == "Seminar"
    with override(None):
        assert thing.title == "Seminārs"


@pytest.mark.django_db
def test_a_column_says_what_the_text_of_its_row_says(programme: Programme) -> None:
    for latvian, english in (("Programma", "Programme"), ("Programma", ""), ("", "Programme"), ("", "")):
        Programme.objects.update(name_lv=latvian, name_en=english)
        for language in ("lv", "en", "en-gb", None):
            with override(language):
                row: Any = Programme.objects.annotate(shown=texts.column_in_language("name")).get()
                assert row.shown == row.name


def test_an_empty_text_falls_back_to_the_other() -> None:
    with override("en"):
        assert Thing("Seminārs", " ").title == "Seminārs"
    with override("lv"):
        assert Thing("", "Seminar").title == "Seminar"


def test_a_text_with_two_languages_cannot_be_set_as_one() -> None:
    with pytest.raises(AttributeError, match="title_lv or title_en"):
        Thing().title = "Seminārs"
    assert Thing.title.name == "title"


def test_a_translation_is_stale_when_the_latvian_changes() -> None:
    thing = Thing("Seminārs", "Seminar")
    assert texts.is_stale(thing, "title")  # nobody said what it was translated from
    texts.stamp_translation(thing, "title")
    assert thing.title_en_source == texts.source_hash("Seminārs")
    assert not texts.is_stale(thing, "title")
    thing.title_lv = " Seminārs "
    assert not texts.is_stale(thing, "title")  # spaces at the ends are no change
    thing.title_lv = "Semināri"
    assert texts.is_stale(thing, "title")


def test_a_missing_translation_is_missing_not_stale() -> None:
    thing = Thing("Seminārs")
    texts.stamp_translation(thing, "title")
    assert (thing.title_en_source, texts.is_stale(thing, "title"), texts.is_missing(thing, "title")) == (
        "",
        False,
        True,
    )
    assert not texts.is_missing(Thing(), "title")


def test_all_texts_of_a_row_are_looked_at() -> None:
    thing = LongerThing("Seminārs", "Seminar", summary_lv="Par ko", summary_en="")
    assert texts.texts_of(LongerThing) == ["title", "summary"]
    assert texts.texts_of(thing) == ["title", "summary"]
    assert texts.stale_texts(thing) == ["title"]
    assert texts.missing_texts(thing) == ["summary"]


def test_the_hash_is_sha256() -> None:
    assert texts.source_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
