"""What an address in a line of the log may still say."""

import pytest

from darbigas_kopienas.runtime.log_masks import is_secret, masked

TOKEN = "231.Vt0QygN-secret_"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"Not Found: /lv/vieta/{TOKEN}/", "Not Found: /lv/vieta/…/"),
        (f"Not Found: /en/place/{TOKEN}/accept/", "Not Found: /en/place/…/accept/"),
        (f"at /en/place/{TOKEN}/wp-login.php", "at /en/place/…/wp-login.php"),
        (f"GET '/lv/vieta/{TOKEN}/?next=/lv/x&q=Anna'", "GET '/lv/vieta/…/?next=…&q=…'"),
        (f"at /lv/?{TOKEN}", "at /lv/?…"),
        (f"https://portal.example/en/place/{TOKEN}/ sent", "https://portal.example/en/place/…/ sent"),
        (f"/lv/nav/{TOKEN}", "/lv/nav/…"),
        ("/lv/pas%C4%81kumi/7/", "/lv/…/7/"),
        ("/lv/seminari/7/", "/lv/seminari/7/"),
        ("/lv/konts/password/reset/key/1a-cx9l2d-0f3e/", "/lv/konts/password/reset/key/1a-…/"),
        ("Invalid request from ip=192.0.2.7: Invalid HTTP Version", "Invalid request from ip=… Invalid HTTP Version"),
        ("no mailbox anna.berzina@example.lv here", "no mailbox … here"),
        ("Connection to redis://redis:6379/0 lost, and/or 1/2 w/o reason", None),
        ("started on http://localhost:8000 (open it)", None),
        ("celery@worker: ready", "…: ready"),
    ],
)
def test_address_says_no_secret(text: str, written: str | None) -> None:
    assert masked(text) == (text if written is None else written)


@pytest.mark.parametrize(
    ("argument", "secret"), [("token", True), ("figure_code", True), ("pk", False), ("codec", False), ("KEY", True)]
)
def test_argument_is_secret_by_its_name(argument: str, secret: bool) -> None:
    assert is_secret(argument) is secret
