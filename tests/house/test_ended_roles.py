"""A role that ends, ends at every file, at the next click of the same session; another role elsewhere opens none."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from darbigas_kopienas.administration.roles import services
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.services import stage, store_bytes
from darbigas_kopienas.pages import page_cache
from darbigas_kopienas.people.models import Municipality, SchoolContact, User
from darbigas_kopienas.programme.access import Permission, Role, may
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.cast import make_user
from tests.databases import FURNISHED
from tests.evidence.files import picture, upload
from tests.house.access_table import TABLE
from tests.house.world import OWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database(FURNISHED), pytest.mark.usefixtures("papers_undrawn")]
STAFF = {
    "ilze": Role.COORDINATOR,
    "anna": Role.STAFF,
    "marta": Role.PROGRAMME,
    "olga": Role.AUDITOR,
    "emma": Role.FUNDER,
}
CLOSED = {302, 403, 404}
# Whatever answers with a file and has a row of its own in its address; documents are added in each kind.
FILES = [
    "administration:destruction_file",
    "evidence:document_download",
    "evidence:document_show",
    "evidence:photo",
    "participation:attendance_ticks",
    "participation:badge_print",
    "participation:registration_export",
    "participation:registration_import_template",
    "participation:sheet_print",
    "reports:rendering_download",
    "seminars:attendance_export",
    "seminars:attendance_import_template",
    "seminars:certificate_download",
    "seminars:seminar_calendar",
]
TABLES = [
    "administration:mail_export",
    "administration:opening_export",
    "administration:organisation_export",
    "administration:person_export",
    "budget:expense_export",
    "community_events:event_export",
    "seminars:certificate_export",
    "seminars:seminar_export",
]
# about oneself, or empty; of a whole programme, so none of Daugavpils
OF_NO_ROW = {
    "home:my_data_file", "seminars:seminar_import_template", "budget:budget_line_import_template",
    "administration:organisation_template", "administration:person_template",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_is_sent_to_enrol(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def scope() -> Scope:
    return Scope(Programme.objects.get(code="dk-demo").pk, Municipality.objects.get(code=OWN).pk)


def _address(name: str) -> str:
    return reverse(name, kwargs=World.load().kwargs(TABLE[name, "GET"][0], OWN))


def _addresses(user: User, scope: Scope) -> Iterator[str]:
    """Every address of a file of Daugavpils, and of every kind of document that this person may have had made."""
    yield from map(_address, FILES)
    for document in _documents(user, scope):
        yield reverse("evidence:document_download", args=[document.pk])
        if document.is_photo:
            yield from (reverse("evidence:photo", args=[document.pk, size]) for size in ("320", "1600"))


def _documents(user: User, scope: Scope) -> Iterator[Document]:
    content: dict[str, Any] = {"content": b"%PDF-1.7", "content_type": "application/pdf", "scope": scope}
    for kind in ("receipt", "agreement", "minutes", "other", "attendance_sheet", "report"):
        yield store_bytes(by=user, name=f"{kind}.pdf", kind=kind, **content)
        yield store_bytes(by=user, name=f"{kind}.pdf", kind=kind, sensitivity="sensitive", **content)
    for permission in (Permission.ISSUE_CERTIFICATE, Permission.MAKE_REPORT, Permission.EXPORT):
        yield store_bytes(
            by=user, name="p.zip", kind="other", sensitivity="sensitive", asked_with=permission, **content
        )
    if may(user, Permission.ADD_DOCUMENT, scope):
        yield stage(by=user, upload=upload(picture(), "a.jpg"), scope=scope, kind="photo")
        yield stage(by=user, upload=upload(picture(), "b.jpg"), scope=scope, kind="receipt")


def _files(client: Client, addresses: list[str]) -> list[str]:
    """Those that answer with a file."""
    page_cache.forget()
    return [address for address in addresses if _is_file(client.get(address))]


def _end_roles(user: User) -> None:
    Membership.objects.filter(user=user).update(ends_on=clock.today() - timedelta(days=1))


def _end_at_once(user: User) -> None:
    for role in user.memberships.filter(ended_at__isnull=True):
        services.end_role(by=_other_coordinator(), membership=role)


def _change(user: User) -> None:
    """Each role to one that opens no file of the municipality."""
    for role in user.memberships.filter(ended_at__isnull=True):
        services.change_role(by=_other_coordinator(), membership=role, role=Role.TEACHER)


def _close_account(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _other_coordinator() -> User:
    """In every programme, so that marta is not the last."""
    other, is_new = User.objects.get_or_create(email="cita@example.lv", defaults={"name": "Cita"})
    if is_new:
        EmailAddress.objects.create(user=other, email=other.email, verified=True)
        for programme in Programme.objects.all():
            Membership.objects.create(
                user=other, programme=programme, role=Role.PROGRAMME, starts_on=clock.today() - timedelta(days=1)
            )
    return other


def _join_preili(user: User, scope: Scope) -> None:
    preili = Municipality.objects.get(code="preilu-novads")
    Membership.objects.create(
        user=user, programme_id=scope.programme_id, municipality=preili, role=Role.COORDINATOR,
        starts_on=clock.today() - timedelta(days=1),
    )  # fmt: skip


def _is_file(answer: Any) -> bool:
    is_file = answer.status_code == 200 and not answer["Content-Type"].startswith("text/html")
    if is_file and answer.streaming:
        list(answer.streaming_content)
    return is_file


@pytest.mark.parametrize("has_another", [False, True])
@pytest.mark.parametrize("name", STAFF)
def test_no_file_opens_the_day_after_a_role(name: str, has_another: bool, scope: Scope, client: Client) -> None:
    user = User.objects.get(email=f"{name}@example.lv")
    client.force_login(user)
    addresses = list(_addresses(user, scope))
    for_anybody = _files(Client(), addresses)
    files = [address for address in _files(client, addresses) if address not in for_anybody]
    assert len(files) >= {"emma": 0, "olga": 5}.get(name, 12), files
    _end_roles(user)
    if has_another:
        _join_preili(user, scope)
    answers = {address: client.get(address).status_code for address in [*files, *addresses]}
    open_still = {address for address, status in answers.items() if status not in CLOSED and address not in for_anybody}
    assert open_still == set()


@pytest.mark.parametrize("end", [_end_at_once, _change, _close_account])
@pytest.mark.parametrize("name", ["ilze", "anna", "marta"])
def test_no_file_opens_at_the_next_request(
    name: str, end: Callable[[User], None], scope: Scope, client: Client
) -> None:
    """Also those that were made for this person under the role: job results, exports, renderings."""
    user = User.objects.get(email=f"{name}@example.lv")
    client.force_login(user)
    addresses = list(_addresses(user, scope))
    for_anybody = _files(Client(), addresses)
    files = [address for address in _files(client, addresses) if address not in for_anybody]
    assert len(files) >= 12, files
    end(user)
    answers = {address: client.get(address).status_code for address in files}
    assert set(answers.values()) <= CLOSED, answers
    assert {client.get(_address(table), {"format": "csv"}).status_code for table in TABLES} <= CLOSED


@pytest.mark.parametrize("name", ["ilze", "anna", "marta"])
def test_a_table_holds_what_the_other_role_shows(name: str, scope: Scope, client: Client) -> None:
    former, other = User.objects.get(email=f"{name}@example.lv"), make_user("preili@example.lv", "Preiļu koordinators")
    client.force_login(former)
    before = [_text(client, table) for table in TABLES]
    assert any(before)
    _end_roles(former)
    assert [client.get(_address(table), {"format": "csv"}).status_code for table in TABLES] == [403] * len(TABLES)
    for user in (former, other):
        _join_preili(user, scope)
    beside = Client()
    beside.force_login(other)
    assert [_text(client, table) for table in TABLES] == [_text(beside, table) for table in TABLES] != before


def _text(client: Client, table: str) -> bytes:
    answer: Any = client.get(_address(table), {"format": "csv"})
    return b"".join(answer.streaming_content) if answer.status_code == 200 else b""


def test_every_address_of_a_file_is_in_the_lists(client: Client) -> None:
    client.force_login(User.objects.get(email="marta@example.lv"))
    visitor, names = Client(), [name for name, verb in TABLE if verb == "GET" and name not in OF_NO_ROW]
    files = {
        name for name in names if _is_file(client.get(_address(name))) and not _is_file(visitor.get(_address(name)))
    }
    assert sorted(files) == sorted([*FILES, *TABLES])


def test_a_school_s_contact_of_yesterday_opens_no_file_of_the_school(client: Client) -> None:
    janis = User.objects.get(email="janis@example.lv")
    client.force_login(janis)
    names = [name for (name, verb), (filled, *_rest) in TABLE.items() if verb == "GET" and "pk=school" in str(filled)]
    opened = [address for address in map(_address, names) if client.get(address).status_code == 200]
    assert opened
    SchoolContact.objects.filter(user=janis).update(ends_on=clock.today() - timedelta(days=1))
    assert [client.get(address).status_code for address in opened] == [404] * len(opened)


def test_the_walk_would_see_a_file_that_stays_open(scope: Scope, client: Client) -> None:
    """The control: a public document is a file before and after."""
    user = User.objects.get(email="ilze@example.lv")
    client.force_login(user)
    public = store_bytes(
        by=user, content=b"1", name="a.csv", content_type="text/csv", scope=scope, kind="other", sensitivity="public"
    )
    address = reverse("evidence:document_download", args=[public.pk])
    _end_roles(user)
    assert _files(client, [address]) == [address]
