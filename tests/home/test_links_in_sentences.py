"""A refusal that names a page of the portal can be pressed where it is read, and nothing else becomes a link."""

import pytest
from django import forms
from django.template import Context, Template

from darbigas_kopienas.web.components.text import with_links

CLOSED = "Periods ir slēgts. Lūgt to atvērt: /lv/programma/slegumi/"
LINK = '<a href="/lv/programma/slegumi/">/lv/programma/slegumi/</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (CLOSED, f"Periods ir slēgts. Lūgt to atvērt: {LINK}"),
        ("<b>1/2 & 3</b>", "&lt;b&gt;1/2 &amp; 3&lt;/b&gt;"),
        ("https://example.lv/lv/programma/", "https://example.lv/lv/programma/"),
        ("//example.lv/lv/x/ un javascript:/lv/x/", "//example.lv/lv/x/ un javascript:/lv/x/"),
        ('/lv/"onclick=x/', "/lv/&quot;onclick=x/"),
    ],
)
def test_only_the_portals_own_addresses_become_links(text: str, html: str) -> None:
    assert with_links(text) == html


def test_the_summary_of_errors_leads_to_the_page_and_never_links_twice() -> None:
    class Receipt(forms.Form):
        day = forms.CharField()

    form = Receipt({"day": "x"})
    form.add_error("day", CLOSED)
    page = Template("{% error_summary form %}{{ form.day.errors }}").render(Context({"form": form}))
    assert page.count(LINK) == 2
    assert 'href="#id_day"' not in page
