import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from darbigas_kopienas.values import figures
from darbigas_kopienas.values.figures import Chapter, Column, Figure, Photo, Record, Row, Table, TextPair

NAME = TextPair("Nauda", "Money")
RECORD = Record("budget.expense", 7, TextPair("Sēklas", "Seeds"))
COLUMNS = (Column(NAME), Column(NAME, "money"), Column(NAME, "date"), Column(NAME, "count"), Column(NAME, "percent"))
CHAPTER = Chapter(
    code="B",
    title=NAME,
    component_label="3",
    figures=(
        Figure("B1", NAME, Decimal("115029.00"), "money", (RECORD,), TextPair("Piezīme", "Note")),
        Figure("B2", NAME, 4, "count"),
        Figure("B3", NAME, None, "percent"),
    ),
    tables=(
        Table(
            "B4",
            NAME,
            COLUMNS,
            (
                Row(("2021-02-08", Decimal("1.50"), date(2021, 2, 8), 3, Decimal("20.0")), RECORD, ("B1",)),
                Row((NAME, None, None, Decimal("1.5"), None)),
            ),
            Row((TextPair("Kopā", "Total"), Decimal("1.50"), None, 3, None)),
        ),
        Table("B5", NAME, (Column(NAME),), ()),
    ),
    paragraphs=(NAME,),
    photos=(Photo(5, "ab" * 32, NAME, NAME),),
    deviations=(NAME,),
)


def test_a_chapter_comes_back_equal_to_the_cent_and_the_day() -> None:
    stored = json.loads(json.dumps(figures.to_json(CHAPTER)))
    assert figures.from_json(stored) == CHAPTER
    assert stored["figures"][0]["value"] == "115029.00"
    assert stored["tables"][0]["rows"][0]["cells"] == ["2021-02-08", "1.50", "2021-02-08", 3, "20.0"]


def test_the_seal_is_the_same_however_it_was_stored() -> None:
    stored = figures.to_json(CHAPTER)
    shuffled = dict(reversed(stored.items()))
    assert figures.sha256_of(CHAPTER) == figures.sha256_of(shuffled) == figures.sha256_of(figures.from_json(stored))


def test_the_seal_breaks_with_a_cent() -> None:
    changed = replace(CHAPTER, figures=(replace(CHAPTER.figures[0], value=Decimal("115029.01")),))
    assert figures.sha256_of(changed) != figures.sha256_of(CHAPTER)


def test_a_figure_and_a_table_are_found_by_their_code() -> None:
    assert CHAPTER.figure("B2").value == 4
    assert CHAPTER.table("B4").total is not None
    with pytest.raises(KeyError):
        CHAPTER.figure("B4")
    with pytest.raises(KeyError):
        CHAPTER.table("B1")


def test_a_cell_that_does_not_fit_its_column_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table("B6", NAME, (Column(NAME),), (Row(("a", "b")),))
    with pytest.raises(TypeError, match="kind money"):
        Table("B6", NAME, (Column(NAME, "money"),), (Row((5,)),))
    with pytest.raises(TypeError, match="kind date"):
        Table("B6", NAME, (Column(NAME, "date"),), (), Row(("kopā",)))


def test_a_pair_shows_the_active_language_and_never_nothing() -> None:
    with override("lv"):
        assert (str(NAME), str(TextPair("", "Money"))) == ("Nauda", "Money")
    with override("en"):
        assert (str(NAME), str(TextPair("Nauda", ""))) == ("Money", "Nauda")
    with override(None):
        assert str(NAME) == "Nauda"


def test_a_pair_is_made_of_a_row_or_of_a_name() -> None:
    assert TextPair.of(SimpleNamespace(title_lv="Nauda", title_en=None), "title") == TextPair("Nauda", "")
    assert TextPair.same("2020") == TextPair("2020", "2020")
