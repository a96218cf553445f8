"""Markdown that people write, as HTML that cannot do harm.

Two gates: the parser takes no raw HTML, and what it makes is cleaned again against a short list of elements,
so a fault in one of them is not yet a hole.
"""

from functools import lru_cache

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .library import register

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
_SCHEMES = {"https", "http", "mailto"}
_LOWEST_HEADING = 4
LONGEST = 100_000  # letters, some thirty pages; the worst text of that length takes a second and a half to draw


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Pictures come as documents with their consent, never by a foreign address.
    return (
        MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"]).disable("image")
    )


def _fit_page(tokens: list[Token]) -> list[Token]:
    """The page's title is its only h1: a text's headings begin at h2 and skip no level, whatever its author typed.

    Table heads say what they are heads of.
    """
    level, typed = 1, [0]
    for token in tokens:
        if token.type == "heading_open":
            wanted = int(token.tag[1])
            while typed[-1] >= wanted:
                typed.pop()
            typed.append(wanted)
            level = min(len(typed), _LOWEST_HEADING)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
    return tokens


@lru_cache(maxsize=256)
def html_of(markdown: str) -> SafeString:
    """Headings, lists, tables, links and emphasis; everything else is shown as the letters it was typed with.

    So is a text longer than any form takes.
    """
    if len(markdown) > LONGEST:
        return mark_safe(linebreaks(markdown, autoescape=True))
    parser = _parser()
    html = parser.renderer.render(_fit_page(parser.parse(markdown)), parser.options, {})
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)


@register.filter
def markdown(text: str) -> SafeString:
    """`{{ seminar.agenda|markdown }}`."""
    return html_of(text or "")
