"""A form pressed twice counts once: each carries its key, or says here why the second press does no harm.

Two presses on a slow line come in parallel, or the second finds its row gone: both lead where the first one led.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.messages import ERROR, get_messages
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from darbigas_kopienas.pages import page_cache
from tests.databases import FURNISHED
from tests.house.access_table import TABLE
from tests.house.test_architecture import ROOT
from tests.house.world import OWN, World

FORM = re.compile(r"<form\b(?=[^>]*method=\"post\")[^>]*>.*?</form>", re.DOTALL)
ACTION = re.compile(r'action="([^"]*)"')
SAME_AGAIN = "it says how it is to be, so the same again changes nothing"
NOTHING_YET = "it writes nothing: it looks up, or shows what would be written"
ONE_JOB = "the same work is asked for once, by its own key"
ALLAUTH = "the form of the package that signs people in, which makes no rows of ours"
WITHOUT_KEY = {
    "503.html": "it sends again what was sent, with the key that it had",
    "account/_confirm_form.html": ALLAUTH,
    "account/email.html": ALLAUTH,
    "account/login.html": ALLAUTH,
    "account/reauthenticate_code.html": ALLAUTH,
    "account/request_login_code.html": ALLAUTH,
    "account/signed_in.html": "who is signed out here is signed out; the other buttons carry their key",
    "account/signup.html": ALLAUTH,
    "administration/roles/invitation_foreign.html": "it signs out",
    "administration/roles/invitation_sign_in.html": "codes are counted; the newest is the one that fits",
    "base.html": SAME_AGAIN,
    "components/personal_menu.html": SAME_AGAIN,
    "evidence/photo_consent.html": SAME_AGAIN,
    "jobs/_progress.html": "a job that is tried again is no longer a failed one",
    "mfa/authenticate.html": ALLAUTH,
    "mfa/totp/deactivate_form.html": ALLAUTH,
    "mfa/webauthn/add_form.html": "the device answers each question once, and so does the server",
    "mfa/webauthn/authenticator_confirm_delete.html": "a passkey that is gone leads to the same page",
    "mfa/webauthn/edit_form.html": SAME_AGAIN,
    "mfa/webauthn/reauthenticate.html": ALLAUTH,
    "participation/attendance/_check_in_form.html": SAME_AGAIN,
    "participation/attendance/_check_in_here.html": SAME_AGAIN,
    "participation/attendance/attendance_session.html": SAME_AGAIN,
    "participation/attendance/check_in.html": SAME_AGAIN,
    "participation/attendance/check_in_form.html": NOTHING_YET,
    "participation/attendance/check_in_scan.html": NOTHING_YET,
    "participation/attendance/wall_code.html": "the newest code is the one that is shown and counts",
    "participation/calendar_feed/calendar_own.html": "the newest address is the one that is shown and counts",
    "participation/registration/_find_form.html": "each place's link is sent once an hour",
    "participation/registration/invitations/invitation_answer.html": SAME_AGAIN,
    "reports/report_detail.html": ONE_JOB,
    "seminars/certificates/_certificate.html": SAME_AGAIN,
    "seminars/certificates/certificate_list.html": ONE_JOB,
    "seminars/evaluation/evaluation_give.html": "a key would keep who sent it and when; the ticket is used once",
    "seminars/hours/own_list.html": SAME_AGAIN,
    "seminars/hours/school_detail.html": "nothing of the file is kept",
    "seminars/trainers/engagement_answer.html": SAME_AGAIN,
    "submissions/draft_left.html": SAME_AGAIN,
    "submissions/table_import.html": NOTHING_YET,
}


def _forms() -> list[tuple[str, str]]:
    """(template, the form as it is written) of each that is posted."""
    home = Path(ROOT, "templates")
    return [
        (str(path.relative_to(home)), form)
        for path in sorted(home.rglob("*.html"))
        for form in FORM.findall(path.read_text())
    ]


def test_every_form_carries_its_key_or_says_why_not() -> None:
    forms = _forms()
    assert len(forms) > 90
    assert {template for template, form in forms if "{% submission_key" not in form} == set(WITHOUT_KEY)


# -- buttons whose row is gone, or stands otherwise, when the second press comes -----------------------------
PRESSES: list[tuple[str, str, str, dict[str, str]]] = [
    ("ilze", "seminars:running_list", "seminars:engagement_act", {"deed": "end"}),
    ("ilze", "seminars:running_list", "seminars:engagement_act", {"deed": "confirmed"}),
    ("ilze", "seminars:running_list", "seminars:material_remove", {}),
    ("ilze", "seminars:template_use", "seminars:template_drop", {}),
    ("ilze", "participation:attendance_session", "participation:oddity_settle", {"counts": "0"}),
    ("ilze", "participation:sheet_file", "participation:sheet_assign", {"drop": "1"}),
    ("ilze", "programme:school_contact_list", "programme:school_contact_end", {}),
    ("marta", "guidelines:guideline_detail", "guidelines:guideline_publish", {}),
    ("marta", "community_events:event_detail", "community_events:event_publish", {"is_public": "yes"}),
    ("marta", "reports:report_submit", "", {}),
    ("marta", "programme:closing_list", "programme:closing_list", {
        "kind": "money", "starts_on": "01.01.2026", "ends_on": "02.01.2026", "confirm": "on"}),
]  # fmt: skip
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def _address(name: str, verb: str) -> str:
    with translation.override("lv"):
        return reverse(name, kwargs=World.load().kwargs(TABLE[name, verb][0], OWN))


@pytest.mark.django_db
@pytest.mark.database(FURNISHED)
@pytest.mark.parametrize(("person", "page", "form", "typed"), PRESSES)
def test_second_press_leads_where_the_first_one_led(
    person: str, page: str, form: str, typed: dict[str, str], settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    browser, here = Client(), _address(page, "GET")
    browser.cookies[django_settings.SESSION_COOKIE_NAME] = World.load().sessions[person]
    page_cache.forget()
    to = _address(form, "POST") if form else here
    drawn = FORM.findall(browser.get(here).content.decode())
    wanted = next(text for text in drawn if (ACTION.search(text) or ["", here])[1] == to)
    sent = {**dict(HIDDEN.findall(wanted)), **typed}
    first, second = browser.post(to, sent), browser.post(to, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert [str(said) for said in _refusals(second)] == []


def _refusals(answer: Any) -> list[Any]:
    return [message for message in get_messages(answer.wsgi_request) if message.level >= ERROR]
