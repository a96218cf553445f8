"""No secret of an address is written into the proxy's log: each that holds one is masked, the next room's too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

NGINX = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text()
# Whoever knows what such an argument holds may open something by it.
SECRET = re.compile(r"token|key|code|secret|hash|uid|sig")
NO_SECRET = {"programme_detail": "the name of a programme in its own addresses: everybody reads it"}
LOOKS = ("abcdef", "123456", "ABCD-2345", "231.Vt0QygN:1aB", "%61bc", "a_b")


def _masks() -> list[tuple[re.Pattern[str], str]]:
    """The map of the log, in its order; nginx and Python read these expressions alike."""
    rows = re.search(r"map \$request_uri \$logged_path \{(.*?)\n\}", NGINX, re.DOTALL)
    assert rows
    found = re.findall(r'^\s*"~(.+?)"\s+"(.+?)";$', rows[1], re.MULTILINE)
    assert len(found) == len(re.findall(r'^\s*"~', rows[1], re.MULTILINE))
    return [(re.compile(pattern.replace("(?<", "(?P<")), said) for pattern, said in found]


MASKS = _masks()


def _logged(address: str) -> str:
    for pattern, said in MASKS:
        if match := pattern.search(address):
            return re.sub(r"\$(\w+)", lambda name: match[name[1]], said)
    return "/*"


def _walk(resolver: URLResolver, before: str = "/") -> Iterator[tuple[URLPattern, str]]:
    """Each pattern with its whole address as an expression."""
    for pattern in resolver.url_patterns:
        said = before + pattern.pattern.regex.pattern.removeprefix("^").replace(r"\Z", "").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, said)
        else:
            yield pattern, said


def _before_its_secret(expression: str) -> str | None:
    """The address up to its first secret, other arguments filled in; None where it holds none."""
    while first := re.search(r"\(\?P<([^>]+)>", expression):
        if SECRET.search(first[1]):
            return expression[: first.start()].replace("\\", "")
        expression = expression[: first.start()] + re.sub(r".*?\)", "7", expression[first.start() :], count=1)
    return None


def _addresses() -> Iterator[tuple[str, str, str]]:
    """(name, the address up to its first secret, its language)."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for pattern, expression in _walk(get_resolver()):
                before, name = _before_its_secret(expression), pattern.name or ""
                if before is not None and name not in NO_SECRET:
                    yield name, before, language


def test_every_address_with_a_secret_is_masked_from_it_on() -> None:
    addresses = list(_addresses())
    assert {"place_detail", "certificate_check", "evaluation_give", "account_reset_password_from_key"} <= {
        name for name, _before, _language in addresses
    }
    for name, before, language in addresses:
        assert before.startswith(f"/{language}/"), name
        for secret in LOOKS:
            assert _logged(f"{before}{secret}/accept/?next=x") == f"{before}*", (name, language)


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/", "/"),
        ("/healthz", "/healthz"),
        ("/lv/seminari/37/", "/lv/seminari/37/"),
        ("/lv/meklet/?q=Anna+Ozola", "/lv/meklet/"),
        ("/lv/vieta/", "/lv/vieta/"),
        ("/static/css/portal.0a1b2c.css", "/static/css/portal.0a1b2c.css"),
        ("/en/jobs/0b9d2c1e-0000-4000-8000-000000000000/", "/en/jobs/*"),
        ("/en/other-room/Zx9.secret/7/", "/en/other-room/*"),
        ("http://elsewhere/lv/vieta/x", "/*"),
    ],
)
def test_address_is_logged_by_its_words_and_numbers(address: str, logged: str) -> None:
    assert _logged(address) == logged


def test_log_writes_nothing_else_of_what_was_asked() -> None:
    said = re.search(r"log_format portal (.*?);\n", NGINX, re.DOTALL)
    assert said
    variables = set(re.findall(r"\$(\w+)", said[1]))
    assert (
        variables & {"request", "request_uri", "uri", "args", "http_referer", "http_user_agent", "remote_addr"} == set()
    )
    assert {"logged_path", "request_id", "logged_network"} <= variables
    assert re.findall(r"access_log (.+?);", NGINX) == ["/dev/stdout portal"]
