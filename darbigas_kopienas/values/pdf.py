"""HTML in, accessible PDF (PDF/UA-1) out: the only file that knows WeasyPrint.

It reads nothing but the portal's static files and the media handed to it; any other address stops the
rendering. The same HTML, media and `created_at` give the same bytes, so a sha256 says something.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import gettext as _

from darbigas_kopienas.values import formats

MAX_HTML_BYTES = 4_000_000
MAX_ELEMENTS = 40_000  # about 40 seconds of work
MAX_DEPTH = 120  # nesting of some 400 ends in a RecursionError
PHOTO_DPI = 150

_TYPES = {
    ".css": "text/css",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
# WeasyPrint corrupts memory when threads share fonts, and threads only make it slower: one at a time,
# and each thread with fonts and styles of its own (a worker process has one thread and one set).
_drawing_lock = threading.Lock()
_workshop = threading.local()


class PdfError(Exception):
    """The document cannot be made; `str()` says why in the active language."""


class TooLargeToRender(PdfError):
    """More text or deeper nesting than the worker can lay out in its time."""


class SourceRefused(PdfError):
    """The HTML asks for something that is neither a static file nor among the given media."""


def render(
    html: str,
    *,
    title: str,
    language: str,
    created_at: datetime,
    media: Mapping[str, bytes] | None = None,
    stylesheets: Sequence[str] = (),
    dpi: int = PHOTO_DPI,
) -> bytes:
    """Make a PDF from a whole HTML page.

    `stylesheets` are static files ("css/pdf-report.css"), read once for each worker with the fonts that
    they name; a stylesheet that the page links itself is read anew each time, so fonts belong in these.
    `media` maps an address as it stands in the HTML to the bytes of a checked photo or logo; with more dots to the
    inch than `dpi` it is made smaller. `created_at` is the moment of the snapshot, never of the rendering. Raises
    TooLargeToRender and SourceRefused.
    """
    if len(html.encode()) > MAX_HTML_BYTES:
        raise TooLargeToRender(_too_large())
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    refused: list[str] = []
    with _drawing_lock, _fonts_without_a_clock():
        try:
            page = HTML(string=html, base_url=_base_url(), url_fetcher=_fetcher(media or {}, refused))
            _check_size(page.etree_element)
            _keep_numbers_with_nouns(page.etree_element)
            _describe(page.etree_element, title=title, language=language, created_at=created_at)
            styles = [_styles(path) for path in stylesheets]
            made = page.write_pdf(font_config=_fonts(), stylesheets=styles, pdf_variant="pdf/ua-1", dpi=dpi)
        except RecursionError as error:
            raise TooLargeToRender(_too_large()) from error
        except FatalURLFetchingError as error:  # a BaseException: nothing further up would catch it
            raise SourceRefused(_refused(refused or [str(error)])) from error
    if refused:  # inside an SVG, WeasyPrint swallows even this error and would leave a hole
        raise SourceRefused(_refused(refused))
    return bytes(made)


def _too_large() -> str:
    return _("The document is too large to be made into a PDF. Choose a shorter period.")


def _refused(addresses: list[str]) -> str:
    return _("The document refers to a file that may not be used: %s") % ", ".join(addresses)


@contextmanager
def _fonts_without_a_clock() -> Iterator[None]:
    """fontTools writes the present second into each font that it saves, unless this variable stands."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _base_url() -> str:
    """Links without a host lead to the portal's public address; nothing is fetched from there."""
    return f"{settings.PUBLIC_URL}/"


def _check_size(root: Element) -> None:
    """Walk without recursion: this is what finds out that recursion would fail."""
    level, count, depth = [root], 0, 0
    while level:
        count, depth = count + len(level), depth + 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise TooLargeToRender(_too_large())
        level = [child for element in level for child in element]


def _describe(root: Element, *, title: str, language: str, created_at: datetime) -> None:
    """Language, title and dates, which PDF/UA and equal bytes both need, whatever the template says."""
    root.set("lang", language)
    head = root.find("head")
    if head is None:  # the parser always makes one
        head = SubElement(root, "head")
    for old in [element for element in head if element.tag == "title" or _is_date(element)]:
        head.remove(old)
    SubElement(head, "title").text = title
    moment = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("dcterms.created", "dcterms.modified"):
        SubElement(head, "meta", name=name, content=moment)


def _keep_numbers_with_nouns(root: Element) -> None:
    """In texts that people typed too: a line of a PDF ends where nobody can mend it."""
    for element in root.iter():
        if element.tag not in {"style", "script"}:
            element.text, element.tail = (text and formats.unbroken(text) for text in (element.text, element.tail))


def _is_date(element: Element) -> bool:
    return element.get("name", "").lower() in {"dcterms.created", "dcterms.modified"}


def _fonts() -> object:
    if not hasattr(_workshop, "fonts"):
        from weasyprint.text.fonts import FontConfiguration

        _workshop.fonts = FontConfiguration()
        _workshop.styles = {}
    return _workshop.fonts


def _styles(path: str) -> object:
    fonts = _fonts()
    if path not in _workshop.styles:
        from weasyprint import CSS

        address = urljoin(_base_url(), f"{settings.STATIC_URL}{path}")
        _workshop.styles[path] = CSS(url=address, font_config=fonts, url_fetcher=_fetcher({}, []))
    return _workshop.styles[path]


def _fetcher(media: Mapping[str, bytes], refused: list[str]) -> object:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = {urljoin(_base_url(), address): content for address, content in media.items()}

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
        """Never opens an address; whatever it does not hold ends the rendering."""

        def fetch(self, url: str, headers: object = None) -> object:
            content = allowed.get(url)
            try:
                content = _static_file(url) if content is None else content
            except Exception:
                refused.append(url)
                raise
            suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
            kind = {"Content-Type": _TYPES[suffix]} if suffix in _TYPES else {}
            return URLFetcherResponse(url, content, kind)

    return ClosedFetcher(fail_on_errors=True)


def _static_file(url: str) -> bytes:
    """A file under STATIC_URL, from the sources or, with a hashed name, from where they were collected."""
    prefix = urljoin(_base_url(), settings.STATIC_URL)
    if not url.startswith(prefix):
        raise PermissionError(url)
    path = unquote(urlsplit(url.removeprefix(prefix)).path)
    if PurePosixPath(path).suffix.lower() not in _TYPES:
        raise PermissionError(url)
    return read_static(path)


def read_static(path: str) -> bytes:
    """A static file by its path, or by its hashed name where it was collected."""
    path_on_disk = finders.find(path)
    if isinstance(path_on_disk, str):
        return Path(path_on_disk).read_bytes()
    with staticfiles_storage.open(path) as collected:
        content: bytes = collected.read()
    return content
