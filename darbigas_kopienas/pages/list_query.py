"""What the address of a list may say. Whatever else it says is said back, and no row is shown.

A filter that is dropped in silence shows everything as if it had been asked for: in the list, its sums, its export and
the letter to "those in this list". So every list names its words, and an unknown one ends the request
(`UnknownWordsMiddleware`). Only what other sites hang on an address to count their visitors is passed over.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

REFUSED = 422
MOST_SHOWN = 60  # characters of what the address said
# Hung on by search engines, social networks and programs that send newsletters.
FOREIGN_PREFIXES = ("utm_", "mtm_", "pk_", "_hs", "mc_")
FOREIGN = frozenset(
    {"fbclid", "gclid", "gbraid", "wbraid", "dclid", "gad_source", "msclkid", "yclid", "twclid", "ttclid", "igshid",
     "igsh", "li_fat_id", "srsltid", "_ga", "_gl"}
)  # fmt: skip
EVERY_LIST = frozenset({"page", "sort"})

Offered = Collection[str] | None
"""The values that a word of the address may have; None where it may have any."""


class UnknownWords(Exception):
    """The address says what this list does not know: a sentence for each of its words."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = sentences


class UnknownWordsMiddleware:
    """Answers UnknownWords: what is unknown, the way on without it, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, UnknownWords):
            return None
        rest = request.GET.copy()
        for word in exception.sentences:
            rest.pop(word, None)
        context = {"sentences": exception.sentences.values(), "path": request.path, "rest": rest.urlencode()}
        answer = render(request, "unknown_words.html", context, status=REFUSED)
        answer["Cache-Control"] = "private, no-store"
        return answer


def is_foreign(word: str) -> bool:
    """Not ours: it counts visitors of another site, and narrows nothing."""
    return word in FOREIGN or word.startswith(FOREIGN_PREFIXES)


def require_known(query: QueryDict, words: Mapping[str, Offered], *, several: Collection[str] = ()) -> None:
    """Raise UnknownWords unless the list knows every word of the address, and its value. `several` may be repeated."""
    refuse(dict(_unknown(query, words, several)))


def require_form(
    query: QueryDict, form: forms.BaseForm, *, also: Mapping[str, Offered], several: Collection[str] = ()
) -> None:
    """Raise UnknownWords unless each word is a field of this bound form, which takes its value, or one of `also`."""
    words: dict[str, Offered] = {form.add_prefix(name): None for name in form.fields}
    sentences = dict(_unknown(query, {**words, **also}, several))
    for name, field in form.fields.items():
        word, label = form.add_prefix(name), field.label or name
        value = query.get(word, "")
        if isinstance(field, forms.BooleanField) and value not in {"", "on"}:
            sentences.setdefault(word, not_offered(label, value))
        elif errors := form.errors.as_data().get(name):
            is_choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            said = " ".join(message for error in errors for message in error.messages)
            sentences.setdefault(word, not_offered(label, value) if is_choice else f"{label}: {said}")
    refuse(sentences)


def refuse(sentences: Mapping[str, str]) -> None:
    """Raise UnknownWords where there is a sentence."""
    if sentences:
        raise UnknownWords(sentences)


def _unknown(query: QueryDict, words: Mapping[str, Offered], several: Collection[str]) -> Iterator[tuple[str, str]]:
    for word, values in query.lists():
        if is_foreign(word):
            continue
        if word not in words:
            yield word, _("This list has no filter “%(word)s”.") % {"word": word[:MOST_SHOWN]}
        elif len(values) > 1 and word not in several:
            yield word, _("The address says “%(word)s” more than once.") % {"word": word}
        elif wrong := [value for value in values if not _is_offered(value, words[word])]:
            yield word, not_offered(word, wrong[0])


def _is_offered(value: str, offered: Offered) -> bool:
    return not value or offered is None or value in offered


def not_offered(label: str | Promise, value: str) -> str:
    """The sentence for a value that a filter does not have."""
    return _("The filter “%(label)s” has no value “%(value)s”.") % {"label": label, "value": value[:MOST_SHOWN]}


def page_of(
    request: HttpRequest, rows: Any, per_page: int, *, name: str = "page", number: int | None = None
) -> Page[Any]:
    """The page that the address asks for; behind the last one the last. `number` of the rows, where it is known.

    Raises UnknownWords for what is no number.
    """
    value = request.GET.get(name) or "1"
    if not (value.isascii() and value.isdecimal() and value.strip("0")):
        raise UnknownWords({name: _("There is no page “%(value)s”.") % {"value": value[:MOST_SHOWN]}})
    paginator = Paginator(rows, per_page)
    if number is not None:
        paginator.__dict__["count"] = number
    return paginator.get_page(min(int(value.lstrip("0")[:9]), paginator.num_pages))


def list_page(request: HttpRequest, rows: Any, per_page: int, **words: Offered) -> Page[Any]:
    """A page of a list that is not filtered, or by no more than these words. Raises UnknownWords."""
    require_known(request.GET, {"page": None, **words})
    return page_of(request, rows, per_page)
