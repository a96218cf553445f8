"""No address of the portal is written to the log with what makes it secret; a new room’s neither, in both languages."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.utils import translation

from darbigas_kopienas.runtime.log_masks import is_secret, masked

SECRET = "231-Vt0QygNw-7x_Zs"
# Texts in an address that open nothing, by the name of the argument. Every other text is a secret and is called so.
OPEN = {
    "action": "what is done to a registration",
    "language": "of a file or of an e-mail’s words",
    "template": "the kind of an e-mail",
    "format": "of a file",
    "size": "of a picture",
    "uidb36": "the number of an account",
    "app_label": "Django's admin",
    "object_id": "Django's admin: a row's number",
    "content_type_id": "Django's admin",
    "url": "Django's admin: an address that it does not have",
}
CALL = "Call it token, code or key, and it is hidden in the log; or say in OPEN why everybody may read it"


def _arguments(pattern: URLPattern | URLResolver) -> dict[str, bool]:
    """Each argument of one part of an address: whether it is a mere number."""
    regex = pattern.pattern.regex.groupindex
    converters = pattern.pattern.converters
    return {name: type(converters.get(name)).__name__.startswith(("Int", "UUID")) for name in regex}


def _addresses(at: URLResolver, *, within: str = "") -> Iterator[tuple[str, dict[str, bool]]]:
    """(name to reverse it by, its arguments)."""
    for pattern in at.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{within}{pattern.namespace}:" if pattern.namespace else within
            yield from ((name, _arguments(pattern) | more) for name, more in _addresses(pattern, within=space))
        elif pattern.name:
            yield f"{within}{pattern.name}", _arguments(pattern)


def _unnamed(addresses: Iterator[tuple[str, dict[str, bool]]]) -> set[str]:
    return {
        f"{name} <{argument}>: {CALL}."
        for name, arguments in addresses
        for argument, is_number in arguments.items()
        if not (is_number or is_secret(argument) or argument in OPEN)
    }


def _printed(language: str) -> list[str]:
    """Addresses of which the log would say more than it may."""
    wrong = []
    with translation.override(language):
        for name, arguments in _addresses(get_resolver()):
            if not any(is_secret(argument) for argument in arguments):
                continue
            values = {argument: _value(argument, is_number) for argument, is_number in arguments.items()}
            address = reverse(name, kwargs=values)
            tries = (address, f"{address}typo/", address.rstrip("/"), f"{settings.PUBLIC_URL}{address}?next={address}")
            wrong += [text for text in tries if "Vt0QygN" in masked(f"Not Found: {text}")]
            assert SECRET in address, name
    return wrong


def _value(argument: str, is_number: bool) -> object:
    if is_secret(argument):
        return SECRET
    return 7 if is_number else {"language": "lv", "format": "xlsx", "uidb36": "1a"}.get(argument, "x")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_no_secret_of_an_address_is_printed(language: str) -> None:
    assert _printed(language) == []


def test_every_text_in_an_address_is_a_secret_or_open_with_a_reason() -> None:
    assert _unnamed(_addresses(get_resolver())) == set()


def nothing(request: HttpRequest, ticket: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("tickets/<str:ticket>/", nothing, name="ticket")]


@pytest.mark.urls(__name__)
def test_the_check_of_arguments_can_fail() -> None:
    assert [re.split(": ", line)[0] for line in _unnamed(_addresses(get_resolver()))] == ["ticket <ticket>"]
