"""What a page is asked to be: accessible in every way people see it, as wide as the screen, quiet, and by itself."""

import hashlib
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page, Request, ViewportSize
from tinyhtml5.parser import HTMLParser

from tests.machine import RUN

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The deepest of the elements that end furthest right, to be named beside the fault.
WIDEST = """() => [...document.querySelectorAll('body *')]
    .map(element => [Math.round(element.getBoundingClientRect().right), element.outerHTML.slice(0, 90)])
    .reduce((widest, here) => here[0] >= widest[0] ? here : widest, [0, ''])[1]"""
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
NARROWEST = ViewportSize(width=320, height=568)
# Every rule of axe at both widths and in both themes; tests/home/test_look.py computes every pair of colours in both.
LOOKS: tuple[tuple[str, ViewportSize, Literal["light", "dark"] | None], ...] = (
    ("desktop", DESKTOP, "light"),
    ("dark phone", PHONE, "dark"),
    ("320 px", NARROWEST, None),  # only measured
)

# What can be pressed and is lower or narrower than 24 px (WCAG 2.5.8); a link within a sentence may be. What a label or
# the whole card stands for is as large as that: there, points around the middle are asked.
SMALL = """() => {
  const least = 24;
  const inline = (element) => getComputedStyle(element).display === "inline";
  const isInSentence = (element) => {
    if (!inline(element)) return false;
    let block = element.parentElement;
    while (inline(block)) block = block.parentElement;
    const rest = block.cloneNode(true);
    for (const other of rest.querySelectorAll("a, button, svg, .visually-hidden")) other.remove();
    return /\\p{L}{2}/u.test(rest.textContent);
  };
  const isLarge = (element) => {
    const { width, height } = (element.closest("label") || element).getBoundingClientRect();
    if (Math.min(width, height) > least - 0.5) return true;
    element.scrollIntoView({ block: "center" });
    const box = element.getBoundingClientRect();
    const [x, y, reach] = [box.x + box.width / 2, box.y + box.height / 2, least / 2 - 1];
    return [[x, y - reach], [x, y + reach], [x - reach, y], [x + reach, y]].every(
      (point) => element.contains(document.elementFromPoint(...point)));
  };
  return [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length)
    .filter((element) => !element.closest(".visually-hidden, .skip, [tabindex='-1']:not(main)"))
    .filter((element) => !isInSentence(element) && !isLarge(element))
    .map((element) => `smaller than ${least} px: ${element.outerHTML.slice(0, 120)}`);
}"""


# While one page turns into the next, their pictures lie above everything, and nothing is found where it is looked for.
SETTLED = """() => !document.getAnimations().some(
    animation => animation.effect?.pseudoElement?.startsWith("::view-transition"))"""


# What a page is made of: tags, classes and roles; equal neighbours count once, words and addresses not at all.
# `node.children` would be a field of that name, where a form has one.
SKELETON = """selector => {
  const bone = (node) => {
    const bones = [...node.querySelectorAll(":scope > *")].map(bone);
    const inner = bones.filter((one, at) => one !== bones[at - 1]).join("");
    const marks = [...node.attributes].filter(({name}) => /^(class|role|type|aria-|scope|lang|hidden)/.test(name))
      .filter(({name}) => name !== "aria-current" && name !== "aria-describedby" && name !== "aria-labelledby")
      .map(({name, value}) => name + (name === "aria-label" ? "" : value));
    return `<${node.localName} ${marks}>${inner}`;
  };
  const root = document.querySelector(selector);
  return root ? bone(root) : "";
}"""
PARTS = (".site-head", "main", ".site-foot")
SEEN = RUN / "looked-at"


def _is_first_to_see(part: str) -> bool:
    """Whether no worker of this run has looked at such a part before; from now on one has."""
    SEEN.mkdir(exist_ok=True)
    try:
        (SEEN / hashlib.sha256(part.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def markup_faults(html: bytes) -> list[str]:
    """Where a browser would have to guess what was meant: a list in a paragraph, a doubled attribute.

    >>> markup_faults(b"<!doctype html><html><head><title>-</title></head><body><p><ul></ul></p></body></html>")
    ["unexpected-end-tag {'name': 'p'}"]
    """
    parser = HTMLParser()  # of WeasyPrint's own reader, which notes what it had to mend
    parser.parse(html)
    return [f"{code} {facts or ''}".rstrip() for _place, code, facts in parser.errors]


def wrongs(page: Page) -> list[str]:
    """Axe's violations and what sticks out, at the desk, on a phone, in the dark, and at 320 px.

    Axe takes a second: a page all of whose parts were looked at before, on another page or as somebody else, is only
    measured.
    """
    page.wait_for_function(SETTLED)
    parts = {page.evaluate(SKELETON, part) for part in PARTS}
    new = [part for part in parts if _is_first_to_see(part)]
    if new:
        page.evaluate(AXE)
    faults: dict[str, str] = {}
    for name, size, scheme in LOOKS:
        page.set_viewport_size(size)
        violations = []
        if new and scheme is not None:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = _violations(page)
        if size is PHONE:
            violations += page.evaluate(SMALL)
        for wrong in [*violations, *_sticks_out(page)]:
            faults.setdefault(wrong, name)
    for wrong in _sticks_out_with_large_letters(page):
        faults.setdefault(wrong, "letters twice as large")
    return [f"{name}: {wrong}" for wrong, name in faults.items()]


def _sticks_out_with_large_letters(page: Page) -> list[str]:
    """On a phone and at the desk, with the letters of whoever reads at 200 %."""
    wrong = []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        wrong += [f"{size['width']} px: {fault}" for fault in _sticks_out(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def _violations(page: Page) -> list[str]:
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]} {node['failureSummary'][:160]}"
        for violation in page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        for node in violation["nodes"]
    ]


def _sticks_out(page: Page) -> list[str]:
    wide = page.evaluate(TOO_WIDE)
    return [f"{wide} px wider than the screen: {page.evaluate(WIDEST)}"] if wide > 0 else []


class Overheard:
    """What a page says while it is used: complaints in the console, answers of 400 and above, requests to others."""

    def __init__(self, page: Page, portal: str) -> None:
        self.portal = portal
        self.heard: list[str] = []
        page.on("request", self._request)
        page.on("console", lambda said: self.heard.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("response", lambda got: self.heard.append(f"{got.status} {got.url}") if got.status >= 400 else None)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.portal, "data:", "blob:")):
            self.heard.append(f"asked of another host: {request.url}")
