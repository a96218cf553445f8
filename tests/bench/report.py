"""CPU of the whole report from its frozen figures, beside raw WeasyPrint making a PDF of the very same HTML."""

import time
from collections.abc import Callable
from typing import Any
from unittest import mock

from tests.bench.portal import say

ROUNDS = 3


def _cpu(*actions: Callable[[], object]) -> list[float]:
    """The least CPU seconds of each deed, in turns: what else the machine does only ever adds."""
    best = [float("inf")] * len(actions)
    for _round in range(ROUNDS):
        for number, action in enumerate(actions):
            before = time.process_time()
            action()
            best[number] = min(best[number], time.process_time() - before)
    return best


def run() -> None:
    from darbigas_kopienas.programme.models import Programme
    from darbigas_kopienas.programme.scoping import Scope
    from darbigas_kopienas.reports import gather, render
    from darbigas_kopienas.values import pdf

    programme = Programme.objects.get(code="dk-2019")
    figures = gather.gather(Scope(programme.pk), programme.starts_on, programme.ends_on, code="BENCHBENCH22")
    caught: dict[str, Any] = {}

    def catch(html: str, **more: Any) -> bytes:
        caught.update(more, html=html)
        return b""

    with mock.patch.object(pdf, "render", catch):
        render.render_pdf(figures, seal="0" * 64, language="lv", photos={})
    pages = len(_page(caught).render(font_config=pdf._fonts(), stylesheets=_styles(caught)).pages)
    ours, raw = _cpu(
        lambda: render.render_pdf(figures, seal="0" * 64, language="lv", photos={}),
        lambda: _raw(caught),
    )
    say(
        "The report beside raw WeasyPrint of the same HTML (aim: at most 1.1)",
        [("figure", "value"), ("pages", str(pages)), ("ours, CPU s", f"{ours:.2f}"),
         ("raw, CPU s", f"{raw:.2f}"), ("ratio", f"{ours / raw:.2f}")],
    )  # fmt: skip


def _page(caught: dict[str, Any]) -> Any:
    from weasyprint import HTML

    from darbigas_kopienas.values import pdf

    return HTML(string=caught["html"], base_url=pdf._base_url(), url_fetcher=pdf._fetcher(caught["media"] or {}, []))


def _styles(caught: dict[str, Any]) -> list[Any]:
    from darbigas_kopienas.values import pdf

    return [pdf._styles(path) for path in caught["stylesheets"]]


def _raw(caught: dict[str, Any]) -> object:
    """What WeasyPrint alone needs, with fonts and styles as warm as ours."""
    from darbigas_kopienas.values import pdf

    options = {"pdf_variant": "pdf/ua-1", "dpi": pdf.PHOTO_DPI}
    return _page(caught).write_pdf(font_config=pdf._fonts(), stylesheets=_styles(caught), **options)
