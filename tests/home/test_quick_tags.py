"""Tags that remember what they drew draw the same as Django's own, in each language and for each row."""

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.template.loader import get_template
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as django_gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from darbigas_kopienas.home.context import Item
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.model_fields import ChoiceWords
from darbigas_kopienas.web.components import addresses
from tests.house.test_types import OURS


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


@pytest.mark.parametrize("ending", ["%}{}{% endblocktranslate %}", "asvar word %}{}{% endblocktranslate %}{{ word }}"])
def test_a_block_without_values_is_looked_up_once_in_each_language(
    ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(text: str) -> str:
        asked.append(text)
        return django_gettext(text)

    monkeypatch.setattr("django.utils.translation.gettext", counted)
    text = Template(
        "{% blocktranslate trimmed " + ending.replace("{}", "\n Proven practice to read and to download.\n")
    )
    said = []
    for language in ("lv", "en", "lv", "en"):
        with override(language):
            said.append(text.render(Context()))
    assert said[:2] == ["Pārbaudīta pieredze, ko lasīt un lejupielādēt.", "Proven practice to read and to download."]
    assert said[2:] == said[:2]
    assert len(asked) == 2


def test_a_block_with_values_says_each_of_them() -> None:
    text = Template("{% blocktranslate %}planned by the end: {{ target }}{% endblocktranslate %}")
    counted = Template(
        "{% blocktranslate count n=n %}{{ n }} day late{% plural %}{{ n }} days late{% endblocktranslate %}"
    )
    with override("en"):
        assert [text.render(Context({"target": value})) for value in (1, "<2>")] == [
            "planned by the end: 1",
            "planned by the end: &lt;2&gt;",
        ]
        assert [counted.render(Context({"n": n})) for n in (1, 2)] == ["1 day late", "2 days late"]


def test_a_sign_of_percent_in_a_block_stays_one() -> None:
    text = Template("{% blocktranslate %}All 100 % <b>of it</b>{% endblocktranslate %}")
    assert [text.render(Context()) for _time in range(2)] == ["All 100 % <b>of it</b>"] * 2


def test_a_file_that_the_template_names_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def address(_node: type[StaticNode], path: str) -> str:
        asked.append(path)
        return f"/{path}?a&b"

    monkeypatch.setattr(StaticNode, "handle_simple", classmethod(address))
    text = Template('{% static "js/portal.js" %} {% static name %} {% static "img/mark.svg" as mark %}{{ mark }}')
    drawings = [text.render(Context({"name": name})) for name in ("one", "two")]
    assert drawings == [f"/js/portal.js?a&amp;b /{name}?a&amp;b /img/mark.svg?a&amp;b" for name in ("one", "two")]
    assert asked == ["js/portal.js", "one", "img/mark.svg", "two", "img/mark.svg"]


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
        drawn("{% url 'participation:place_detail' token as place %}{{ place }}", token="12.secret")
    assert addresses._address.cache_info().currsize == 0


def test_an_address_with_a_name_stands_where_it_is_named() -> None:
    template = "{% url 'participation:registration_detail' 7 number as page %}[{{ page }}]"
    with override("lv"):
        made = [drawn(template, number=number) for number in (9, 8, 9)]
        assert made == [f"[{reverse('participation:registration_detail', args=[7, number])}]" for number in (9, 8, 9)]


def test_an_address_that_does_not_exist_is_refused_or_empty() -> None:
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'participation:registration_detail' 1 %}")
    assert drawn("{% url 'participation:registration_detail' 1 as nothing %}[{{ nothing }}]") == "[]"


def test_an_address_that_is_given_a_name_is_remembered_too() -> None:
    addresses._address.cache_clear()
    template = "{% url 'participation:registration_detail' pk 9 as here %}<{{ here }}>"
    with override("en"):
        made = [drawn(template, pk=pk) for pk in (7, 8, 7)]
    assert made == [f"</en/participants/{pk}/9/>" for pk in (7, 8, 7)]
    assert addresses._address.cache_info().currsize == 2


def test_words_of_a_choice_are_djangos_own() -> None:
    """Of every model of ours: any may come to stand in a list."""
    ours = [model for model in apps.get_models() if str(model.__module__).split(".")[0] in OURS]
    fields = [(model, field) for model in ours for field in model._meta.concrete_fields if field.choices]
    assert [model for model, _field in fields if not issubclass(model, ChoiceWords)] == []
    assert len(fields) > 30
    for model, field in fields:
        for value in [*dict(field.flatchoices), "unheard of", None]:
            row = model(**{field.attname: value})
            for language in ("lv", "en"):
                with override(language):
                    shown = getattr(row, f"get_{field.name}_display")()
                    assert shown == models.Model._get_FIELD_display(row, field)  # type: ignore[attr-defined]  # its own


def test_a_text_is_escaped_also_after_the_same_one_that_was_not() -> None:
    """A text and a safe one are equal, so one may not be remembered for the other."""
    lines = [Item(label=word, url="/", icon="") for word in (SafeString("<i>x</i>"), "<i>x</i>")]
    for template in ('{% badge "" word=line.label %}', "{% menu_lines lines %}"):
        safe, escaped = (drawn(template, line=line, lines=[line]) for line in lines)
        assert "<i>" in safe
        assert "<i>" not in escaped


def test_a_badge_speaks_the_readers_language() -> None:
    for language, word in (("lv", "apstiprināts"), ("en", "confirmed"), ("lv", "apstiprināts")):
        with override(language):
            assert word in drawn('{% badge "confirmed" %}').lower()


def test_a_leaf_of_the_calendar_is_of_its_days_its_language_and_the_year_it_is_read_in() -> None:
    days = {"one": [date(2026, 11, 10)], "more": [date(2026, 11, 10), date(2026, 11, 11)]}
    said = []
    for today, language, name in [*product((date(2026, 3, 1), date(2027, 3, 1)), ("lv", "en"), days)] * 2:
        with clock.frozen(today), override(language):
            said.append(drawn("{% event_date days %}", days=days[name]))
    assert len(set(said[:8])) == 8
    assert said[8:] == said[:8]
    assert [("<small>2026</small>" in leaf) for leaf in said[:8]] == [False] * 4 + [True] * 4
    assert drawn("{% event_date days %}", days=date(2026, 11, 10)) == drawn("{% event_date days %}", days=days["one"])
    assert drawn("{% event_date days %}", days=None) == drawn("{% event_date days %}", days=[]) == ""


def test_a_line_of_a_menu_is_escaped_and_marked_where_it_is_current() -> None:
    line = Item("Jautā & <atbild>", "/lv/a/?b&c", "user")
    here = replace(line, is_current=True)
    drawn_icon = drawn('{% icon "user" %}')
    plain = '<li><a href="/lv/a/?b&amp;c"{}>{}Jautā &amp; &lt;atbild&gt;</a></li>'
    assert drawn("{% menu_lines lines %}", lines=[line, here]) == (
        plain.format("", drawn_icon) + plain.format(' aria-current="true"', drawn_icon)
    )
    assert drawn("{% menu_lines lines icons=False %}", lines=[line]) == plain.format("", "")


def test_attributes_of_a_widget_are_as_django_draws_them() -> None:
    attrs = {"id": "id_a", "title": '"<&', "data-n": 1000, "required": True, "hidden": False, "aria-x": _("Seminars")}
    theirs = get_template("django/forms/widgets/attrs.html")
    for language in ("lv", "en"):
        with override(language):
            assert drawn("{% attributes attrs %}", attrs=attrs) == theirs.render({"widget": {"attrs": attrs}})


def test_lines_of_a_select_are_as_django_draws_them() -> None:
    choices = [("", "—"), ("1", '<b> & "c"'), (_("Events"), [("2", _("Seminars")), ("3", "Three")])]
    theirs = DjangoTemplates()
    for chosen in ("1", "3", "unheard of"):
        select = forms.Select({"class": "wide", "required": True}, choices)
        lines = drawn("{% options groups %}", groups=select.get_context("a", chosen, {})["widget"]["optgroups"])
        inside = select.render("a", chosen, renderer=theirs).split(">", 1)[1].rsplit("<", 1)[0]
        assert lines == re.sub(r"(?<=>)\s+|\s+(?=<)", "", inside)


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


def test_the_leaf_of_a_day_speaks_the_readers_language_and_says_another_year() -> None:
    days = [date(2020, 12, 10)]
    for today, year in ((date(2020, 6, 1), ""), (date(2021, 6, 1), "<small>2020</small>")):
        for language, number, month in (("lv", "10.", "dec."), ("en", "10", "Dec")):
            with override(language), clock.frozen(today):
                leaf = f'<time class="event-date" datetime="2020-12-10"><b>{number}</b>{month}{year}</time>'
                assert [drawn("{% event_date days %}", days=days) for _time in range(2)] == [leaf, leaf]
