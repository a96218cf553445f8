"""The components' own rules: what they draw, what they refuse, what they ask of the database."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from darbigas_kopienas.home.context import portal
from darbigas_kopienas.participation.questions.models import Question
from darbigas_kopienas.participation.registration.forms import QuestionsForm
from darbigas_kopienas.values import form_fields
from darbigas_kopienas.web.components import Column, Row
from darbigas_kopienas.web.components.charts import ceiling
from tests.page_text import tight

NBSP = "\u00a0"


def _drawn(source: str, address: str = "/", **words: object) -> str:
    with override("lv"):
        return Template(source).render(Context({"request": RequestFactory().get(address), **words}))


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 1), (1, 1), (3, 5), (12, 20), (61210, 100000), (Decimal("0.3"), Decimal("0.5"))]
)
def test_a_chart_ends_at_a_round_number(value: Decimal, expected: Decimal) -> None:
    assert ceiling(value) == expected


def test_a_bar_says_what_is_left_and_what_is_too_much() -> None:
    left = _drawn("{% bar spent total draft=draft %}", spent=Decimal(250), total=Decimal(1000), draft=Decimal(900))
    assert f"Atlikums: 750,00{NBSP}EUR" in left
    assert 'width="150.0"' in left
    assert 'x="150.0" width="450.0"' in left  # drafts never run out of the bar
    over = _drawn("{% bar spent total %}", spent=Decimal(1120), total=Decimal(1000))
    assert f"Pārtēriņš: −120,00{NBSP}EUR" in over
    assert 'class="c-over" width="600.0"' in over


def test_a_table_has_headings_labels_and_a_silent_total() -> None:
    drawn = _drawn(
        "{% table columns rows caption='C' total=total %}",
        columns=[Column("Kas"), Column("Cik", "money"), Column("Kad", "date")],
        rows=[Row(["<b>", Decimal("1234.5"), None], url="/a/")],
        total=Row(["Kopā", Decimal("1234.5"), None]),
    )
    html = tight(drawn)
    assert '<th scope="row"><a href="/a/">&lt;b&gt;</a></th>' in html
    assert html.count(f'<td class="num" data-label="Cik">1{NBSP}234,50{NBSP}EUR</td>') == 2
    assert '<td data-label="Kad">—</td>' in html
    assert '<td data-label="Kad"></td>' in html


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        _drawn("{% table columns rows %}", columns=[Column("A")], rows=[Row(["a", "b"])])


def test_a_heading_sorts_up_then_down_and_keeps_the_filter() -> None:
    source = "{% sort_th 'Diena' 'on' %}"
    assert 'href="?kind=a&amp;sort=on"' in _drawn(source, "/?kind=a&page=3")
    rising = _drawn(source, "/?sort=on")
    assert 'aria-sort="ascending"' in rising
    assert 'href="?sort=-on"' in rising
    assert 'aria-sort="descending"' in _drawn(source, "/?sort=-on")


def test_pages_keep_the_rest_of_the_address() -> None:
    page = Paginator(range(90), 30).page(2)
    html = _drawn("{% pagination page %}", "/?q=a&page=2", page=page)
    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html
    assert _drawn("{% pagination page %}", page=Paginator(range(3), 30).page(1)).strip() == ""


class _Form(forms.Form):
    name = forms.CharField(label="Vārds")
    kinds = forms.MultipleChoiceField(
        label="Veidi", choices=[("a", "A")], required=True, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="Piezīme", required=False, help_text="Īsi.")


def test_errors_stand_in_the_summary_and_at_the_field() -> None:
    form = _Form({})
    html = _drawn("{% error_summary form %}{{ form }}", form=form)
    assert '<a href="#id_name">' in html
    assert '<a href="#id_kinds_0">' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_note_helptext"' in html
    assert html.count("nav obligāti") == 1
    assert "data-error-summary" not in _drawn("{% error_summary form %}", form=_Form())


def test_a_card_escapes_its_title_and_keeps_its_content() -> None:
    html = _drawn('{% card title=title url="/x/" level=3 %}<p>{{ text }}</p>{% endcard %}', title="<i>", text="<u>")
    assert '<h3><a href="/x/">&lt;i&gt;</a></h3>' in html
    assert "<p>&lt;u&gt;</p>" in html


def test_a_state_nobody_knows_still_has_a_word_and_a_shape() -> None:
    html = _drawn("{% badge 'new' word='Jauns' tone='good' %}")
    assert "Jauns" in html
    assert 'class="badge good"' in html
    assert "<path" in html


def test_crumbs_refuse_a_label_without_an_address() -> None:
    with pytest.raises(ValueError, match="pairs"):
        _drawn("{% crumbs 'A' %}")


@pytest.mark.django_db
def test_the_frame_asks_the_database_at_most_twice(ilze: object, programme: object) -> None:
    request = RequestFactory().get("/lv/")
    request.user = ilze  # type: ignore[assignment]  # as the middleware sets it
    request.session = {}  # type: ignore[assignment]  # as the middleware sets it
    with CaptureQueriesContext(connection) as asked:
        frame = portal(request)["portal"]
        parts = (frame.nav, frame.programme, frame.personal, frame.foot)
    assert all(parts)
    assert len(asked) <= 2


def test_error_summary_names_the_field_that_was_left_empty() -> None:
    class Asked(forms.Form):
        title = forms.CharField(label="Nosaukums")

    html = Template("{% error_summary form %}").render(Context({"form": Asked({})}))
    assert '<a href="#id_title">Nosaukums: Aizpildiet šo lauku.</a>' in html


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("Vietas", "Vietas: Vērtībai jābūt vismaz 1."),
        ("Vietas:", "Vietas: Vērtībai jābūt vismaz 1."),
        ("Cik Jūsu būs?", "Cik Jūsu būs? Vērtībai jābūt vismaz 1."),
    ],
)
def test_error_summary_names_every_wrong_field_with_one_mark(label: str, line: str) -> None:
    class Asked(forms.Form):
        seats = form_fields.CountField(label=label, min_value=1)

    assert f'<a href="#id_seats">{line}</a>' in _drawn("{% error_summary form %}", form=Asked({"seats": "0"}))


def test_a_question_left_open_says_what_to_do() -> None:
    lunch = Question(pk=7, text_lv="Vai pusdienosiet kopā ar mums?", kind=Question.Kind.YES_NO, is_required=True)
    line = '<a href="#id_question_7_0">Vai pusdienosiet kopā ar mums? Izvēlieties atbildi.</a>'
    with override("lv"):
        assert line in _drawn("{% error_summary form %}", form=QuestionsForm({}, questions=[lunch]))


def test_what_is_wrong_with_no_field_is_said_once() -> None:
    form = _Form({"name": "A", "kinds": ["a"]})
    form.add_error(None, "Grupa ir pilna.")
    assert _drawn("{% error_summary form %}{{ form }}", form=form).count("Grupa ir pilna.") == 1


def test_every_form_that_is_drawn_whole_has_its_summary() -> None:
    pages = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    drawn = [
        path for path, text in pages.items() if re.search(r'(?<!="){{\s*(?!\w+\.management_)[\w.]*form\s*}}', text)
    ]
    assert len(drawn) >= 10
    assert [path for path in drawn if "error_summary" not in pages[path]] == []


def test_a_moment_is_said_to_machines_in_whole_seconds() -> None:
    moment = datetime(2026, 11, 28, 15, 46, 43, 882447, tzinfo=UTC)
    assert _drawn('<time datetime="{{ at|machine_time }}">', at=moment) == '<time datetime="2026-11-28T17:46:43+02:00">'
    assert _drawn("{{ on|machine_time }}", on=date(2026, 11, 28)) == "2026-11-28"
    assert 'datetime="2026-11-28T17:46:43+02:00"' in _drawn("{% event_date at %}", at=moment)


def test_no_template_says_a_moment_to_machines_in_another_way() -> None:
    said = [
        (path.name, value)
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for value in re.findall(r'datetime="([^"]*)"', path.read_text())
    ]
    assert len(said) >= 7
    assert [pair for pair in said if not pair[1].endswith("|machine_time }}")] == []


@pytest.mark.parametrize(
    ("value", "lv", "en"),
    [
        (Decimal("6.00"), "6 akadēmiskās stundas", "6 academic hours"),
        (Decimal("1.0"), "1 akadēmiskā stunda", "1 academic hour"),
        (Decimal("1.5"), "1,5 akadēmiskās stundas", "1.5 academic hours"),
        (21, "21 akadēmiskā stunda", "21 academic hours"),
    ],
)
def test_academic_hours_are_counted_as_they_are_spoken(value: Decimal | int, lv: str, en: str) -> None:
    for language, words in {"lv": lv, "en": en}.items():
        with override(language):
            drawn = Template("{{ hours|academic_hours }}").render(Context({"hours": value}))
        assert drawn.replace(NBSP, " ") == words
