"""What stands in an address is kept by histories, proxies and logs: each word that may stand there has its reason.

A new argument of an address, a new word behind its question mark or a new form that sends by GET fails here until it
is said what it carries.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RegexPattern

from darbigas_kopienas.pages.list_filter import ListFilter
from tests.house.test_architecture import ROOT, sources_of_ours

KEYS = "the link is itself the right: mailed to its holder, logs and proxies mask it"
ARGUMENTS = {
    "token": KEYS,
    "key": KEYS,  # allauth's, of a letter
    "uidb36": "the account's number, in a letter",
    "code": "printed for everybody to check, shown on a wall, or the name of a programme or report",
    "figure_code": "the name of a figure",
    "format": "pdf or xlsx",
    "language": "lv or en",
    "template": "the kind of an e-mail",
    "size": "of a picture",
    "action": "of a public page: register, cancel",
    "url": "the admin's own: what it does not find",
    "app_label": "of the admin",
    "object_id": "a row's number, in the admin",
    "content_type_id": "of the admin",
}
FREE_TEXT = {
    ("RegistrationFilter", "q"): "a name that an organiser looks for; said in docs/security.md",
    ("CertificateFilter", "q"): "a certificate's number or, for whoever sees names, one of these; said there too",
    ("ExpenseFilter", "q"): "a supplier, a document's number",
    ("EventFilter", "q"): "words of a public title",
    ("OrganisationFilter", "q"): "an institution's name or registration number",
    ("OpeningFilter", "q"): "a file's title, or a colleague's name",
    ("MailFilter", "q"): "words of an e-mail address; as in the register of people",
    ("PersonFilter", "q"): "somebody's name, address or school; as in the organiser's list",
    ("SeminarFilter", "topic"): "words of a public topic",
    ("SeminarFilter", "month"): "a month",
    ("SampleFilter", "text"): "invented words of the style page",
    ("CertificateCodeForm", "code"): "printed on the certificate",
    ("CodeForm", "code"): "printed on the report",
}
READ_BY_HAND = {
    *("category", "columns", "expense", "format", "line", "page", "part", "seen", "seminar", "sheet", "sort", "source"),
    *("state", "view"),
    *("kind", "municipality", "year"),  # a kind of data and a group of documents: keys and numbers
    "supplier_name",  # as a supplier's last document had it, while an expense is typed
    *("invitation", "place"),  # KEYS, on a link that leads from the place to its seminar
}
GET_FORMS = {
    "administration/programme/period_propose.html",  # months and days, to look at what they make
    "components/filter_form.html",
    "home/style.html",
    "participation/participants/registration_list.html",  # the filter once more, for its table
    "reports/_code_form.html",
    "seminars/certificates/_code_form.html",
}
SENT_ALONG = {"#id_supplier_name", "#line-and-source", "#id_total", "#id_line", "#id_source", "#id_document_on"}


def _arguments(resolver: URLResolver) -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        yield from pattern.pattern.converters.items()
        if isinstance(pattern.pattern, RegexPattern):
            yield from ((name, str) for name in pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _arguments(pattern)
        else:
            assert isinstance(pattern, URLPattern)


def test_every_argument_of_an_address_has_its_reason() -> None:
    numbers = (IntConverter, UUIDConverter)
    words = {name for name, kind in _arguments(get_resolver()) if not isinstance(kind, numbers)}
    assert words - set(ARGUMENTS) == set()
    assert set(ARGUMENTS) - words == set()


def _calls(tree: ast.AST) -> Iterator[str]:
    """The classes that read `request.GET`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id[0].isupper():
            first = ast.unparse(node.args[0]) if node.args else ""
            if first.startswith("request.GET"):
                yield node.func.id


def _read_from_addresses() -> dict[str, type]:
    """Filters of lists, and forms that are given the words of an address."""
    found = {kind.__name__: kind for kind in ListFilter.__subclasses__()}
    for path in sources_of_ours():
        for name in _calls(ast.parse(path.read_text())):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            found[name] = getattr(module, name)
    return found


def _is_free(field: object) -> bool:
    kind = getattr(field, "field_class", type(field))
    return issubclass(kind, forms.CharField) and not issubclass(kind, forms.UUIDField)


def test_every_text_that_is_typed_into_an_address_has_its_reason() -> None:
    found = _read_from_addresses()
    assert "RegistrationFilter" in found
    fields = {
        (name, field)
        for name, kind in found.items()
        for field, made in getattr(kind, "base_filters", getattr(kind, "base_fields", {})).items()
        if _is_free(made)
    }
    assert fields == set(FREE_TEXT)


def _words(tree: ast.AST) -> Iterator[str]:
    """Read from `request.GET` by their names: `.get("x")`, `.getlist("x")`, `["x"]`, `"x" in …`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Subscript | ast.Compare) and "request.GET" in ast.unparse(node):
            parts = [
                *(node.args[:1] if isinstance(node, ast.Call) else []),
                *([node.slice] if isinstance(node, ast.Subscript) else []),
                *([node.left] if isinstance(node, ast.Compare) else []),
            ]
            yield from (str(part.value) for part in parts if isinstance(part, ast.Constant) and part.value)


def test_every_word_that_is_read_by_its_name_is_listed() -> None:
    read = {word for path in sources_of_ours() for word in _words(ast.parse(path.read_text()))}
    assert read - READ_BY_HAND == set()


def test_forms_that_send_by_get_are_known() -> None:
    sent = {
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"<form[^>]*\bmethod=[\"']?get", path.read_text(), re.IGNORECASE)
    }
    assert sent == GET_FORMS
    texts = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    including = {
        part for text in texts for said in re.findall(r'data-hx-include="(.+?)"', text) for part in said.split(", ")
    }
    assert including == SENT_ALONG
    without = [path.name for path in (ROOT / "templates").rglob("*.html") if _says_no_method(path)]
    assert without == []


def _says_no_method(path: Path) -> bool:
    """A form without a method sends by GET."""
    forms_here = re.findall(r"<form\b[^>]*>", re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text()), re.IGNORECASE)
    return any("method=" not in form for form in forms_here)


@pytest.mark.parametrize("word", ["password", "otp", "email"])
def test_the_check_would_see_a_secret(word: str) -> None:
    tree = ast.parse(f"a = request.GET.get({word!r}) or request.GET[{word!r}]")
    assert {*_words(tree)} - READ_BY_HAND == {word}
