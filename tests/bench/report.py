"""CPU of the whole report from its frozen figures, beside raw WeasyPrint making a PDF of the very same HTML."""

import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from tests.bench.portal import say

ROUNDS = 3


def _cpu(deed: Callable[[], object]) -> float:
    """The least CPU seconds of some rounds."""
    times = []
    for _round in range(ROUNDS):
        before = time.process_time()
        deed()
        times.append(time.process_time() - before)
    return min(times)


def run() -> None:
    from darbigas_kopienas import pdf
    from darbigas_kopienas.programme.models import Programme
    from darbigas_kopienas.programme.scoping import Scope
    from darbigas_kopienas.reports import gather, render

    programme = Programme.objects.get(code="dk-2019")
    figures = gather.gather(
        Scope(programme.pk), programme.starts_on, programme.ends_on, code="BENCHBENCH22"
    )
    caught: dict[str, Any] = {}

    def catch(html: str, **more: Any) -> bytes:
        caught.update(more, html=html)
        return b""

    with mock.patch.object(pdf, "render", catch):
        render.render_pdf(figures, seal="0" * 64, language="lv", photos={})
    made = pdf.render(**caught)
    ours = _cpu(lambda: render.render_pdf(figures, seal="0" * 64, language="lv", photos={}))
    raw = _cpu(lambda: _raw(caught))
    pages = made.count(b"/Type /Page\n") + made.count(b"/Type /Page ")
    say(
        "The report beside raw WeasyPrint of the same HTML (aim: at most 1.1)",
        [("figure", "value"), ("pages", str(pages or "?")), ("ours, CPU s", f"{ours:.2f}"),
         ("raw, CPU s", f"{raw:.2f}"), ("ratio", f"{ours / raw:.2f}")],
    )  # fmt: skip


def _raw(caught: dict[str, Any]) -> bytes:
    from weasyprint import HTML

    from darbigas_kopienas import pdf

    styles = [pdf._styles(path) for path in caught["stylesheets"]]
    page = HTML(string=caught["html"], base_url=pdf._base_url(), url_fetcher=pdf._fetcher(caught["media"] or {}, []))
    options = {"pdf_variant": "pdf/ua-1", "dpi": pdf.PHOTO_DPI}
    return bytes(page.write_pdf(font_config=pdf._fonts(), stylesheets=styles, **options) or b"")
