"""What an outsider, a colleague of another municipality and a hostile insider tried, and what they must not get."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Closing, Programme
from darbigas_kopienas.runtime.logs import WithoutValues
from darbigas_kopienas.submissions.models import Draft

pytestmark = pytest.mark.django_db
NUL = "\x00"
SignedIn = Callable[[Any], Client]


def calm(client: Client) -> Client:
    """An error is an answer to look at, not the end of the test."""
    client.raise_request_exception = False
    return client


# -- odd input ---------------------------------------------------------------------------------------
def test_nul_in_an_address_is_not_found(as_: SignedIn, marta: User, programme: Programme) -> None:
    for address in ("/lv/parskati/%00/", "/lv/parskati/AAAABBBBCCCC/datnes/%00.pdf/", "/lv/parbaude/%00/"):
        assert calm(as_(marta)).get(address).status_code == 404


def test_nul_in_the_session_cookie_is_a_visitor(client: Client, programme: Programme) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = NUL * 9
    assert calm(client).get("/lv/").status_code == 200


def test_nul_in_a_draft_is_left_out(as_: SignedIn, ilze: User) -> None:
    address = reverse("submissions:draft_save")
    answer = calm(as_(ilze)).post(address, {"form_key": "event", f"tit{NUL}le": f"Pa{NUL}sākums"})
    assert answer.status_code == 200
    assert Draft.objects.get(user=ilze).data == {"title": ["Pasākums"]}
    assert calm(as_(ilze)).post(reverse("submissions:draft_drop"), {"form_key": NUL}).status_code == 200


def test_foreign_host_is_refused_with_a_page(client: Client, programme: Programme) -> None:
    answer = calm(client).get("/lv/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_too_large_request_is_refused_before_it_is_read(client: Client) -> None:
    too_many = str(settings.REQUEST_MAX_BYTES + 1)
    assert calm(client).post("/lv/konts/login/", {}, headers={"content-length": too_many}).status_code == 400


def test_upload_names_a_partner_municipality(as_: SignedIn, marta: User, programme: Programme) -> None:
    for scope in (f"{programme.pk}:999999", f"{programme.pk}:{_stranger().pk}"):
        fields = {"upload_kind": "receipt", "upload_scope": scope, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
        assert calm(as_(marta)).post(reverse("evidence:document_stage"), fields).status_code == 422


def _stranger() -> Municipality:
    return Municipality.objects.get_or_create(code="riga", name_lv="Rīga", name_en="Riga", locative_lv="Rīgā")[0]


def test_nul_in_a_reason_is_left_out(as_: SignedIn, ilze: User, programme: Programme, daugavpils: Municipality) -> None:
    day = programme.starts_on
    closing = Closing.objects.create(
        programme=programme, municipality=daugavpils, kind="money", starts_on=day, ends_on=day
    )
    address = reverse("programme:closing_ask", args=[closing.pk])
    assert calm(as_(ilze)).post(address, {"reason": f"Kļūda{NUL}"}).status_code == 302
    closing.refresh_from_db()
    assert closing.reopen_reason == "Kļūda"


# -- what stays behind -------------------------------------------------------------------------------
def test_page_of_a_signed_in_person_is_kept_nowhere(as_: SignedIn, ilze: User, programme: Programme) -> None:
    client = as_(ilze)
    for address in ("/lv/", "/lv/mani-darbi/", "/lv/pasakumi/", "/lv/nav-tadas/"):
        assert client.get(address)["Cache-Control"] == "private, no-store", address


def test_error_is_logged_without_its_words() -> None:
    error = ValueError("Key (email)=(anna@example.lv) already exists")
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "it broke", None, (ValueError, error, None))
    line = WithoutValues("%(message)s").format(record)
    assert "anna@" not in line
    assert line.endswith("ValueError")


# -- mail --------------------------------------------------------------------------------------------
def test_link_in_a_mail_leads_to_the_public_address(client: Client, anna: User, settings: Any) -> None:
    """Whoever asks for another person's new password chooses the Host header of that request."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://portals.example.lv"
    client.post("/lv/konts/password/reset/", {"email": anna.email}, headers={"host": "evil.example"})
    mail = OutgoingMail.objects.get(to_email=anna.email)
    assert "https://portals.example.lv/lv/konts/password/reset/key/" in mail.text_body
    assert "evil.example" not in f"{mail.subject} {mail.text_body} {mail.html_body}"


# -- the second factor -------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["account/emailaddress/", "mfa/authenticator/", "people/user/", ""])
def test_admin_waits_for_the_second_factor(as_: SignedIn, admin: User, settings: Any, address: str) -> None:
    """Allauth's rows have names in the admin that begin like its own open pages."""
    settings.SECOND_FACTOR_REQUIRED = True
    answer = as_(admin).get(f"/lv/admin/{address}")
    assert answer.status_code == 302
    assert "/2fa/" in answer["Location"]
