"""What people write in markdown cannot run in another person's browser."""

import re

import pytest

from darbigas_kopienas.web.components.markdown import LONGEST, html_of
from guidelines.forms import GuidelineForm

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    '[x](https://a.lv "onmouseover=alert(1)")',
    '[x](https://a.lv" onmouseover="alert(1))',
    "![x](https://a.lv/y.png)",
    '![x](x" onerror="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.lv></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "`<script>alert(1)</script>`",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "|<img src=x onerror=alert(1)>|\n|-|\n|[a](javascript:alert(1))|",
    "<style>*{display:none}</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "# <b onclick=alert(1)>x</b>",
    "<!--><img src=x onerror=alert(1)>-->",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_stays_text(attack: str) -> None:
    html = html_of(attack)
    tags = re.findall(r"<[^>]*>", html)
    allowed = re.compile(
        r"</?(a|blockquote|br|code|em|h2|h3|h4|hr|li|ol|p|pre|s|strong|table|tbody|td|th|thead|tr|ul)\b"
    )
    for tag in tags:
        assert allowed.match(tag), tag
        assert not re.search(r"\son\w+\s*=|\sstyle\s*=|\ssrc\s*=", re.sub(r'title="[^"]*"', "", tag)), tag
        for address in re.findall(r'href="([^"]*)"', tag):
            assert re.match(r"(https?:|mailto:|/|#)", address), address


def test_text_is_set_under_the_pages_title() -> None:
    html = html_of("# Viens\n\n###### Seši\n\n- a\n- b\n\n1. c\n\n**d** *e* ~~f~~\n\n> g")
    assert "<h2>Viens</h2>" in html
    assert "<h3>Seši</h3>" in html
    assert "<h1>" not in html
    for part in ("<ul>", "<ol>", "<strong>d</strong>", "<em>e</em>", "<s>f</s>", "<blockquote>"):
        assert part in html


def test_table_says_what_its_heads_are_heads_of() -> None:
    assert html_of("|a|b|\n|-|-:|\n|1|2|").count('<th scope="col">') == 2


def test_link_leads_away_without_telling_from_where() -> None:
    assert html_of("[x](https://a.lv)").strip() == (
        '<p><a href="https://a.lv" rel="noopener noreferrer nofollow">x</a></p>'
    )


def test_deep_nesting_ends() -> None:
    assert html_of(">" * 5000 + "x")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [([2, 3, 2], [2, 3, 2]), ([1, 3, 6, 1], [2, 3, 4, 2]), ([3, 1, 2], [2, 2, 3]), ([1, 2, 3, 4, 5], [2, 3, 4, 4, 4])],
)
def test_headings_skip_no_level(typed: list[int], shown: list[int]) -> None:
    html = html_of("\n\n".join(f"{'#' * level} x" for level in typed))
    assert [int(level) for level in re.findall(r"<h(\d)>", html)] == shown


def test_text_longer_than_any_form_takes_is_shown_as_it_was_typed() -> None:
    typed = "# <b>x</b>\n\n" + "a" * LONGEST
    html = html_of(typed)
    assert html.startswith("<p># &lt;b&gt;x&lt;/b&gt;</p>")
    assert html_of("# x") == "<h2>x</h2>\n"
    form = GuidelineForm({"body_lv": typed, "body_en": typed})
    assert {"body_lv", "body_en"} <= set(form.errors)
