"""What a list does not know of its address is said back; only other sites' marks of visitors are passed over."""

from collections.abc import Iterator

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from darbigas_kopienas.pages.list_query import UnknownWords, page_of, require_form, require_known


@pytest.fixture(autouse=True)
def latvian() -> Iterator[None]:
    with translation.override("lv"):
        yield


def refused(query: str, **words: tuple[str, ...] | None) -> dict[str, str]:
    try:
        require_known(QueryDict(query), words, several=("columns",))
    except UnknownWords as unknown:
        return dict(unknown.sentences)
    return {}


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("", {}),
        ("state=", {}),
        ("state=held", {}),
        ("columns=a&columns=b", {}),
        ("utm_source=zinas&utm_medium=e-pasts&fbclid=IwAR0&gclid=1&mc_cid=2&_ga=3&state=held", {}),
        ("state=nav", {"state": "Filtram „state” nav vērtības „nav”."}),
        ("line=1", {"line": "Šajā sarakstā nav filtra „line”."}),
        ("line=", {"line": "Šajā sarakstā nav filtra „line”."}),
        ("STATE=held", {"STATE": "Šajā sarakstā nav filtra „STATE”."}),
        ("state=held&state=held", {"state": "Adresē „state” norādīts vairākas reizes."}),
        ("amp;state=held", {"amp;state": "Šajā sarakstā nav filtra „amp;state”."}),
        ("columns=a&columns=c", {"columns": "Filtram „columns” nav vērtības „c”."}),
        (f"{'x' * 500}=1", {"x" * 500: f"Šajā sarakstā nav filtra „{'x' * 60}”."}),
    ],
)
def test_unknown_words_are_said(query: str, sentences: dict[str, str]) -> None:
    assert refused(query, state=("held",), columns=("a", "b")) == sentences


@pytest.mark.parametrize("value", ["foo", "0", "-1", "1.5", "²", "１", "1 ", "00", "%00"])
def test_a_page_that_is_no_number_is_said(value: str) -> None:
    with pytest.raises(UnknownWords, match=r"Lapas „.*” nav"):
        page_of(RequestFactory().get("/", {"page": value}), range(90), 30)


@pytest.mark.parametrize(
    ("query", "number"), [("", 1), ("page=", 1), ("page=2", 2), ("page=99", 3), ("page=" + "9" * 50, 3)]
)
def test_behind_the_last_page_is_the_last(query: str, number: int) -> None:
    assert page_of(RequestFactory().get(f"/?{query}"), range(90), 30).number == number


class Search(forms.Form):
    words = forms.CharField(label="Vārdi", required=False, max_length=5)
    kind = forms.ChoiceField(label="Veids", required=False, choices=[("a", "A")])
    free = forms.BooleanField(label="Brīvs", required=False)


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("words=abc&kind=a&free=on&page=2", {}),
        ("kind=b", {"kind": "Filtram „Veids” nav vērtības „b”."}),
        ("free=0", {"free": "Filtram „Brīvs” nav vērtības „0”."}),
        ("free=false", {"free": "Filtram „Brīvs” nav vērtības „false”."}),
        ("kinds=a&kind=b", {"kinds": "Šajā sarakstā nav filtra „kinds”.", "kind": "Filtram „Veids” nav vērtības „b”."}),
    ],
)
def test_a_form_of_filters_is_asked_by_its_fields(query: str, sentences: dict[str, str]) -> None:
    data = QueryDict(query)
    if not sentences:
        require_form(data, Search(data), also={"page": None})
        return
    with pytest.raises(UnknownWords) as unknown:
        require_form(data, Search(data), also={"page": None})
    assert unknown.value.sentences == sentences


def test_what_a_field_refuses_is_said_with_its_name() -> None:
    data = QueryDict("words=abcdef")
    with pytest.raises(UnknownWords) as unknown:
        require_form(data, Search(data), also={})
    assert list(unknown.value.sentences) == ["words"]
    assert unknown.value.sentences["words"].startswith("Vārdi: ")
