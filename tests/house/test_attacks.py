"""What an outsider, a colleague of another municipality and a hostile insider tried, and what they must not get."""

import io
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Closing, Programme
from darbigas_kopienas.submissions.models import Draft
from darbigas_kopienas.wsgi import application

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
    answer = calm(client).post("/lv/konts/login/", {}, headers={"content-length": too_many})
    assert answer.status_code == 413
    assert f"līdz {settings.REQUEST_MAX_MB}\N{NO-BREAK SPACE}MB" in answer.content.decode()


def test_text_or_values_beyond_the_limit_are_answered_with_that_limit(client: Client) -> None:
    text = "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = calm(client).post("/lv/konts/login/", {"login": text})
    assert answer.status_code == 413
    assert "Vienas veidlapas teksts drīkst būt līdz 5\N{NO-BREAK SPACE}MB" in answer.content.decode()
    values = [str(number) for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)]
    answer = client.post("/lv/konts/login/", urlencode({"login": values}, doseq=True), content_type=FORM)
    assert answer.status_code == 400
    assert "ne vairāk kā 1000\N{NO-BREAK SPACE}vērtību" in answer.content.decode()


FORM = "application/x-www-form-urlencoded"
UNREADABLE = {
    **{
        f"form in {name}": (f"{FORM}; charset={name}", b"a=1") for name in ("utf-16", "utf-7", "hex", "idna", "latin-1")
    },
    "text in rot13": ("text/plain; charset=rot13", b"a=1"),
    "parts in utf-32": ("multipart/form-data; boundary=x; charset=utf-32", b"--x--"),
    "parts without an end": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    "parts without a boundary": ("multipart/form-data", b"a=1"),
    "a parameter in no letters": ("x/y; a*=nosuch''x", b""),
    "a parameter that ends in a wrong letter": ("x/y; a*=idna''x%ff", b""),
    "a parameter in two halves": ("x/y; a*0*=q; a*=b", b""),
    "a parameter with a number beyond all": (f"x/y; a*{'9' * 4400}=x", b""),
    "letters hidden in quotes": (r'multipart/form-data; boundary="a\"; charset=\"hex"; charset=utf-16', b"--a--"),
    "a part with half a parameter": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; a*0*=q; a*=b\r\n\r\nb\r\n--x--\r\n',
    ),
    "more fields than any form has": (FORM, b"a=1&" * 20_000),
    "more text than any form has": (FORM, b"a=" + b"x" * 3_000_000),
}


def at_the_door(address: str, *, content_type: str, method: str = "GET", body: bytes = b"") -> tuple[int, str]:
    """Status and page as the web server gets them: Django makes the request from what was sent."""
    path, _mark, query = address.partition("?")
    answer: list[str] = []
    sent: dict[str, Any] = {
        "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method, "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)), "HTTP_HOST": "localhost", "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    setup_testing_defaults(sent)

    def start(status: str, *_headers: object) -> Callable[[bytes], object]:
        answer.append(status)
        return page_sent.append

    page_sent: list[bytes] = []
    page = b"".join(application(sent, start))
    return int(answer[0].split()[0]), page.decode()


@pytest.fixture
def _connection_stays() -> Iterator[None]:
    """As the test's client has it: a request does not close the connection that the test's transaction is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_connection_stays")
@pytest.mark.parametrize("address", ["/lv/konts/login/", "/lv/nav-tadas/", "/lv/"])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_refused_with_a_page(programme: Programme, kind: str, address: str) -> None:
    content_type, body = UNREADABLE[kind]
    status, page = at_the_door(address, method="POST", content_type=content_type, body=body)
    assert status < 500
    assert status == 405 or "<h1" in page


@pytest.mark.usefixtures("_connection_stays")
@pytest.mark.parametrize(("address", "language"), [("/lv/seminari/", "lv"), ("/en/seminars/", "en"), ("/lv/", "lv")])
def test_what_is_refused_at_the_door_is_said_in_the_language_of_the_address(
    programme: Programme, address: str, language: str
) -> None:
    assert f'<html lang="{language}"' in at_the_door(address, content_type="x/y; charset=hex")[1]


@pytest.mark.usefixtures("_connection_stays")
def test_more_words_in_the_address_than_any_link_has_are_refused(programme: Programme) -> None:
    assert at_the_door(f"/lv/seminari/?{'a&' * 1001}", content_type="x/y; charset=utf-8")[0] == 400


@pytest.mark.usefixtures("_connection_stays")
@pytest.mark.parametrize("charset", ["hex", "utf-16", "no-such-letters"])
def test_letters_claimed_for_an_address_break_nothing(programme: Programme, charset: str) -> None:
    status, page = at_the_door("/lv/seminari/?q=%FF", content_type=f"x/y; charset={charset}")
    assert (status, "<h1" in page) == (400, True)


@pytest.mark.usefixtures("_connection_stays")
@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"'])
def test_utf_8_is_taken_in_every_spelling(programme: Programme, charset: str) -> None:
    status, page = at_the_door("/lv/seminari/?topic=%C4%81", content_type=f"x/y; charset={charset}")
    assert (status, 'value="ā"' in page) == (200, True)


def test_upload_names_a_partner_municipality(as_: SignedIn, marta: User, programme: Programme) -> None:
    for scope in (f"{programme.pk}:999999", f"{programme.pk}:{_stranger().pk}"):
        fields = {"upload_kind": "receipt", "upload_scope": scope, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
        assert calm(as_(marta)).post(reverse("evidence:document_stage"), fields).status_code == 422


def _stranger() -> Municipality:
    return Municipality.objects.get_or_create(code="riga", name_lv="Rīga", name_en="Riga", locative_lv="Rīgā")[0]


def test_nul_in_a_reason_is_refused(as_: SignedIn, ilze: User, programme: Programme, daugavpils: Municipality) -> None:
    day = programme.starts_on
    closing = Closing.objects.create(
        programme=programme, municipality=daugavpils, kind="money", starts_on=day, ends_on=day
    )
    address = reverse("programme:closing_ask", args=[closing.pk])
    assert calm(as_(ilze)).post(address, {"reason": f"Kļūda{NUL}"}).status_code == 422
    assert not closing.reopenings.exists()


def test_an_address_for_forms_opened_by_hand_says_so(as_: SignedIn, ilze: User, programme: Programme) -> None:
    """A page read anew after a form was refused asks for the form's own address."""
    address = reverse("home:programme_choose")
    bare = as_(ilze).get(address)
    assert (bare.status_code, bare.content) == (405, b"")
    page = as_(ilze).get(address, headers={"accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "Šī adrese pieņem tikai ar veidlapu nosūtītus datus" in page.content.decode()


# -- what stays behind -------------------------------------------------------------------------------
def test_page_of_a_signed_in_person_is_kept_nowhere(as_: SignedIn, ilze: User, programme: Programme) -> None:
    client = as_(ilze)
    for address in ("/lv/", "/lv/mani-darbi/", "/lv/pasakumi/", "/lv/nav-tadas/"):
        assert client.get(address)["Cache-Control"] == "private, no-store", address


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
@pytest.mark.parametrize("address", ["people/user/", "people/municipality/", ""])
def test_admin_waits_for_the_second_factor(as_: SignedIn, admin: User, settings: Any, address: str) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    answer = as_(admin).get(f"/lv/admin/{address}")
    assert answer.status_code == 302
    assert "/2fa/" in answer["Location"]


def test_admin_reads_and_changes_nobodys_way_in(as_: SignedIn, admin: User, ilze: User) -> None:
    """Roles, no content: whoever reads the secret, or moves the address, becomes that person."""
    client = as_(admin)
    factor = Authenticator.objects.create(user=ilze, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    assert client.get("/lv/admin/account/emailaddress/").status_code == 404
    page = client.get(f"/lv/admin/mfa/authenticator/{factor.pk}/change/").content.decode()
    assert ilze.name in page
    assert "JBSWY3DPEHPK3PXP" not in page
    assert client.post(f"/lv/admin/mfa/authenticator/{factor.pk}/change/", {"user": admin.pk}).status_code == 403
    assert client.get("/lv/admin/mfa/authenticator/add/").status_code == 403
    client.post(
        f"/lv/admin/people/user/{ilze.pk}/change/", {"email": "mine@evil.example", "name": "X", "language": "lv"}
    )
    ilze.refresh_from_db()
    assert (ilze.email, ilze.name) == ("ilze@example.lv", "X")
    client.post(f"/lv/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})  # a lost telephone
    assert not Authenticator.objects.exists()
