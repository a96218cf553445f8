"""Tags that remember what they drew draw the same as Django's own, in each language and for each row."""

from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from darbigas_kopienas.values.model_fields import ChoiceWords
from darbigas_kopienas.web.components import addresses


def drawn(template: str, **words: object) -> str:
    return Template(template).render(Context(words))


def test_a_text_of_the_template_is_said_in_each_language() -> None:
    said: dict[str, list[str]] = {}
    text = Template('{% translate "Seminars" %} {% translate "Name" context "person" %} {% translate word %}')
    for language in ("lv", "en", "lv"):
        with override(language):
            said.setdefault(language, []).append(text.render(Context({"word": "Events"})))
    assert said == {"lv": ["Semināri Vārds, uzvārds Pasākumi"] * 2, "en": ["Seminars Name Events"]}


def test_a_text_with_a_filter_or_a_name_is_said_as_before() -> None:
    with override("lv"):
        assert drawn('{% translate "Seminars"|upper %}') == "SEMINĀRI"
        assert drawn('{% translate "Seminars" as word %}{{ word }}') == "Semināri"


@pytest.mark.parametrize("language", ["lv", "en"])
def test_an_address_by_numbers_is_remembered_in_its_language(language: str) -> None:
    template = "{% url 'participation:registration_detail' one two %}"
    with override(language):
        made = [drawn(template, one=one, two=9) for one in (7, 8, 7)]
        assert made == [reverse("participation:registration_detail", args=[one, 9]) for one in (7, 8, 7)]


def test_an_address_with_a_token_is_never_remembered() -> None:
    addresses._address.cache_clear()
    with override("lv"):
        drawn("{% url 'participation:place_detail' token %}", token="12.secret")
        drawn("{% url 'home:front' as front %}{{ front }}")
    assert addresses._address.cache_info().currsize == 0


def test_an_address_that_does_not_exist_is_refused_or_empty() -> None:
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'participation:registration_detail' 1 %}")
    assert drawn("{% url 'participation:registration_detail' 1 as nothing %}[{{ nothing }}]") == "[]"


def test_words_of_a_choice_are_djangos_own() -> None:
    quick = [model for model in apps.get_models() if issubclass(model, ChoiceWords)]
    fields = [(model, field) for model in quick for field in model._meta.concrete_fields if field.choices]
    assert len(fields) > 5
    for model, field in fields:
        for value in [*dict(field.flatchoices), "unheard of", None]:
            row = model(**{field.attname: value})
            for language in ("lv", "en"):
                with override(language):
                    shown = getattr(row, f"get_{field.name}_display")()
                    assert shown == models.Model._get_FIELD_display(row, field)  # type: ignore[attr-defined]  # its own


def test_a_badge_speaks_the_readers_language() -> None:
    for language, word in (("lv", "apstiprināts"), ("en", "confirmed"), ("lv", "apstiprināts")):
        with override(language):
            assert word in drawn('{% badge "confirmed" %}').lower()


def test_attributes_of_a_widget_are_djangos_own() -> None:
    attrs = {"id": "id_x", "class": 'a "b"', "hint": SafeString("&amp;"), "n": 3, "required": True, "disabled": False}
    theirs = Path(forms.__file__).with_name("templates") / "django/forms/widgets/attrs.html"
    widget = {"attrs": attrs}
    assert drawn("{% attributes widget.attrs %}", widget=widget) == drawn(theirs.read_text(), widget=widget)


def test_a_box_of_a_row_is_named_ticked_and_escaped() -> None:
    with override("en"):
        box = drawn('{% choose_box "row" 7 "<Anna>" ticked %}', ticked={"7"})
    assert box == (
        '<label for="choose-7"><input type="checkbox" name="row" value="7" id="choose-7"'
        ' aria-label="Choose &lt;Anna&gt;" checked></label>'
    )


def test_captured_stands_where_it_is_named() -> None:
    assert drawn("{% captured as menu %}<b>{{ name }}</b>{% endcaptured %}[{{ menu }}{{ menu }}]", name="<i>") == (
        "[<b>&lt;i&gt;</b><b>&lt;i&gt;</b>]"
    )
