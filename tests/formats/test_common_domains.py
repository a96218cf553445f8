"""A slip in a common domain, and what was meant."""

import pytest

from darbigas_kopienas.values.common_domains import likely_meant


@pytest.mark.parametrize(
    ("typed_domain", "meant"),
    [
        ("gmial.com", "gmail.com"), ("gmail.co", "gmail.com"), ("gmail.con", "gmail.com"), ("gmaill.con", "gmail.com"),
        ("gmail.lv", "gmail.com"), ("imbox.lv", "inbox.lv"), ("inbox.lb", "inbox.lv"), ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"), ("rezekna.lv", "rezekne.lv"),
        ("gmail.com", ""), ("mail.com", ""), ("inbox.lt", ""), ("vidusskola.lv", ""), ("example.lv", ""), ("a.lv", ""),
    ],
)  # fmt: skip
def test_likely_meant(typed_domain: str, meant: str) -> None:
    assert likely_meant(f"anna@{typed_domain}") == (f"anna@{meant}" if meant else "")


def test_likely_meant_of_no_address() -> None:
    assert likely_meant("anna") == ""
