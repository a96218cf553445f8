"""A passkey from its making to signing in by it alone, with a device that Chromium plays.

Vija’s account is used by no other test: a factor that changes ends all other sessions. Each run leaves it as it was.
"""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import CDPSession, Page, expect

from darbigas_kopienas.demo.people import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.hand import follow
from tests.browser.page_checks import wrongs

pytestmark = [pytest.mark.browser]
LOGIN, LOGOUT, FACTORS = "/lv/konts/login/", "/lv/konts/logout/", "/lv/konts/2fa/"
ADD, CODES = f"{FACTORS}webauthn/add/", f"{FACTORS}recovery-codes/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


TRIES = 4
HALF_MINUTE = 30  # seconds; the server reads the machine's clock


def give_code(page: Page) -> None:
    """Of the app that is being added; once more where the half minute was over before the portal read it."""
    for _try in range(TRIES):
        secret = page.input_value("#authenticator_secret")
        code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // HALF_MINUTE))
        page.fill("input[name=code]", code)
        follow(page.locator("main form button[type=submit]"))
        if not page.url.endswith("/totp/activate/"):
            return


def by_password(page: Page) -> None:
    page.goto(LOGIN)
    page.fill("input[name=login]", "vija@example.lv")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def confirm(page: Page, address: str) -> None:
    """Where one is asked once more who one is."""
    page.goto(address)
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")


@pytest.fixture
def page(open_as: OpenPage) -> Iterator[Page]:
    page = open_as(None, phone=True)
    yield page
    while True:  # the codes go with the last factor
        confirm(page, FACTORS)
        removable = page.locator("main a.button.danger")
        if not removable.count():
            break
        address = str(removable.first.get_attribute("href"))
        confirm(page, address)
        follow(page.locator("main form button.danger"))


@pytest.fixture
def device(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def test_an_app_then_a_passkey_which_alone_signs_in(page: Page, device: tuple[CDPSession, str]) -> None:
    session, number = device
    by_password(page)
    confirm(page, f"{FACTORS}totp/activate/")
    give_code(page)
    expect(page.locator("main code")).to_have_count(10)
    assert wrongs(page) == []

    page.goto(ADD)
    make = page.locator("form[data-passkey] button[type=submit]")
    expect(page.locator("[data-passkey-missing]")).to_be_hidden()
    assert page.input_value("input[name=name]").startswith("Chrome, ")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    make.click()
    expect(page.locator("[data-passkey-said] .alert")).to_be_visible()
    assert wrongs(page) == []
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": True})
    page.fill("input[name=name]", "Mans tālrunis")
    follow(make)
    expect(page.locator("main .row-title")).to_have_text("Mans tālrunis")
    assert wrongs(page) == []

    page.goto(ADD)
    make.click()
    expect(page.locator("[data-passkey-said]")).to_have_text(
        str(page.locator("[data-passkey-said]").get_attribute("data-known"))
    )

    page.goto(LOGOUT)
    follow(page.locator("main form button"))
    page.goto(f"{LOGIN}?next={FACTORS}")
    assert wrongs(page) == []
    follow(page.locator("form[data-passkey] button"))
    assert page.url.endswith(FACTORS)
    expect(page.locator("main .row-title")).to_have_text("Mans tālrunis")


def test_the_passkey_is_the_second_step_and_says_anew_who_one_is(page: Page, device: tuple[CDPSession, str]) -> None:
    by_password(page)
    confirm(page, ADD)
    follow(page.locator("form[data-passkey] button[type=submit]"))
    page.goto(LOGOUT)
    follow(page.locator("main form button"))
    by_password(page)
    assert page.url.endswith("/2fa/authenticate/")
    assert wrongs(page) == []
    follow(page.locator("form[data-passkey] button"))
    page.goto(f"{FACTORS}webauthn/reauthenticate/?next={CODES}")
    assert wrongs(page) == []
    follow(page.locator("form[data-passkey] button"))
    expect(page.locator("main code")).to_have_count(10)


def test_without_scripts_the_sign_in_page_offers_what_works(open_as: OpenPage) -> None:
    page = open_as(None, scripts=False)
    page.goto(LOGIN)
    expect(page.locator("form[data-passkey]")).to_be_hidden()
