"""A letter for those who read no HTML: the same sentences and links, made of the same template."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "div", "ul", "ol", "dl", "dt", "li", "h1", "h2", "br"}
APART = {"p", "div", "ul", "ol", "dl"}  # with an empty line before them
SILENT = {"head", "title", "style", "h1"}  # the heading is the subject


class _Reader(HTMLParser):
    """Gathers lines; an empty one stands between paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.silent = 0
        self.link = ""
        self.label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self._new_line(is_apart=tag in APART)
        if tag == "a":
            self.link, self.label = given.get("href") or "", ""
            if self.lines[-1].rstrip().endswith(":") and not self.link.startswith("mailto:"):
                self._new_line()
        if tag == "li":
            self.lines[-1] = "- "
        if given.get("class") == "foot":
            self.lines[-1] = "--"
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag == "a":
            address = self.link.removeprefix("mailto:")
            if address not in self.label:
                self._new_line()
                self.lines[-1] = address
            self.link = ""
        elif tag == "dt":
            term = self.lines[-1].strip()
            self.lines[-1] = f"{term}: " if term else ""
        elif tag in APART:
            self._new_line(is_apart=True)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        text = re.sub(r"[ \t\r\n]+", " ", data)
        self.label += text
        self.lines[-1] += text if self.lines[-1].strip() else text.lstrip(" ")

    def _new_line(self, *, is_apart: bool = False) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        if is_apart and len(self.lines) > 1 and self.lines[-2]:
            self.lines.append("")


def plain_text(html: str) -> str:
    """The letter's text: paragraphs apart, terms before their facts, each link's address on a line of its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [re.sub(" {2,}", " ", line).strip() for line in reader.lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def single_line(subject: str) -> str:
    """At most 250 characters, without line breaks: nobody adds a header by what was typed."""
    return " ".join(subject.split())[:250]
