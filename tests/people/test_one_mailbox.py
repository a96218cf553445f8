"""An account is found by its address however it is written, and the database holds one spelling of it."""

from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.test import Client

from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.people.services import verified_person
from tests.databases import EMPTY, as_owner
from tests.people.identity import confirm

PASSWORD = "gara-parole-1918"
SPELLINGS = ["{}\u200b", "\ufeff{}", " {} ", "{}.", "\u202a{}\u202c"]
VERIFIED = "2020-01-01T00:00:00Z"


@pytest.fixture
def teacher(janis: User) -> User:
    janis.password = make_password(PASSWORD)
    janis.save()
    EmailAddress.objects.create(user=janis, email=janis.email, verified=True, primary=True)
    return janis


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_signing_in_with_another_spelling(teacher: User, client: Client, spelling: str) -> None:
    written = spelling.format(teacher.email.upper())
    client.post("/lv/konts/login/", {"login": written, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(teacher.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("page", ["login/code/", "password/reset/"])
def test_a_code_or_link_goes_to_the_account(teacher: User, client: Client, spelling: str, page: str) -> None:
    client.post(f"/lv/konts/{page}", {"email": spelling.format(teacher.email)})
    assert list(OutgoingMail.objects.values_list("to_email", flat=True)) == [teacher.email]


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_signing_up_makes_no_second_account(teacher: User, client: Client, spelling: str) -> None:
    before = User.objects.count()
    assert client.post("/lv/konts/signup/", {"email": spelling.format(teacher.email)}).status_code == 302
    assert User.objects.count() == before


@pytest.mark.django_db
def test_a_new_account_has_the_one_form(client: Client, db: None) -> None:
    client.post("/lv/konts/signup/", {"email": "Jauna@Ābols.lv\u200b"})
    assert User.objects.get(email__startswith="jauna").email == "jauna@xn--bols-psa.lv"
    assert OutgoingMail.objects.get().to_email == "jauna@xn--bols-psa.lv"


@pytest.mark.django_db
def test_an_address_that_cannot_receive_mail_opens_no_account(client: Client, db: None) -> None:
    page = client.post("/lv/konts/signup/", {"email": "\u0430nna@example.lv"})
    assert "Uz šo adresi vēstuli nosūtīt nevar" in page.content.decode()
    assert not User.objects.filter(email__endswith="nna@example.lv").exclude(email="anna@example.lv").exists()


@pytest.mark.django_db
def test_an_address_is_changed_to_its_one_form(teacher: User, client: Client) -> None:
    client.force_login(teacher)
    confirm(client, teacher)
    client.post("/lv/konts/email/", {"email": " Janis.Jauns@Example.lv\u200b", "action_add": "1"})
    new = EmailAddress.objects.filter(user=teacher).exclude(email=teacher.email)
    sent = OutgoingMail.objects.values_list("to_email", flat=True)
    assert {*new.values_list("email", flat=True), *sent} - {teacher.email} == {"janis.jauns@example.lv"}


@pytest.mark.django_db
def test_people_are_found_by_any_spelling(db: None) -> None:
    person = Person.objects.create(name="A", email="A.B@Example.lv\u200b", email_verified_at=VERIFIED)
    assert person.email == "a.b@example.lv"  # the row in hand too
    for spelling in SPELLINGS:
        assert verified_person(spelling.format("a.B@example.lv")) == person
        assert list(at_address(Person.objects.all(), spelling.format("a.b@example.lv"))) == [person]
    assert verified_person("\u200b") is None
    assert list(at_address(Person.objects.all(), "\u200b")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spelling", ["A@example.lv", "a@example.lv\u200b", "ā@example.lv", "a @example.lv", "a@ābols.lv"]
)
def test_the_database_holds_no_second_spelling(db: None, spelling: str) -> None:
    user = User.objects.create_user("a@example.lv", None)
    person = Person.objects.create(name="A", email="a@example.lv")
    for rows in (User.objects.filter(pk=user.pk), Person.objects.filter(pk=person.pk)):
        with pytest.raises(IntegrityError, match="one_form"), transaction.atomic():
            rows.update(email=spelling)


# -- an upgrade from a database with rows --------------------------------------------------------
CONSTRAINTS = {
    "people_user": "people_user_email_one_form",
    "people_person": "people_person_email_one_form",
}


@pytest.fixture
def before_the_upgrade() -> Any:
    with as_owner():
        with connection.cursor() as cursor:
            for table, constraint in CONSTRAINTS.items():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        yield


def _account(email: str, *, is_verified: bool = True) -> int:
    user = User.objects.create_user(f"{User.objects.count()}@example.lv", None)
    User.objects.filter(pk=user.pk).update(email=email)
    EmailAddress.objects.bulk_create([EmailAddress(user=user, email=email, verified=is_verified, primary=True)])
    return user.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.database(EMPTY)
def test_an_upgrade_brings_accounts_to_the_one_form(before_the_upgrade: Any, capsys: Any) -> None:
    migration = import_module("darbigas_kopienas.people.migrations.0004_addresses_in_one_form")
    fine, alone, second = _account("a@example.lv"), _account("b@example.lv\u200b"), _account("a@example.lv\u200b")
    people = [Person.objects.create(name=name, email_verified_at=VERIFIED, email=f"{name}@x.lv") for name in "abc"]
    for person, email in zip(people, ("a@example.lv", "a@example.lv\u200b", "c@ābols.lv"), strict=True):
        Person.objects.filter(pk=person.pk).update(email=email)
    migration.mend(apps, None)
    assert dict(User.objects.values_list("pk", "email")) == {
        fine: "a@example.lv", alone: "b@example.lv", second: f"account-{second}@duplicate.invalid",
    }  # fmt: skip
    assert list(User.objects.filter(is_active=False).values_list("pk", flat=True)) == [second]
    assert list(EmailAddress.objects.order_by("pk").values_list("user", "email")) == [
        (fine, "a@example.lv"), (alone, "b@example.lv"),
    ]  # fmt: skip
    assert str(second) in capsys.readouterr().out
    assert [(person.email, person.has_verified_email) for person in Person.objects.order_by("name")] == [
        ("a@example.lv", True), ("a@example.lv", False), ("c@xn--bols-psa.lv", True),
    ]  # fmt: skip
