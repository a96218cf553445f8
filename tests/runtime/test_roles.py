"""The portal's role: everything to rows, nothing to tables, and append-only means it."""

import base64
import hashlib
import hmac

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from darbigas_kopienas.runtime.database_roles import append_only_tables, ensure_portal_role


@pytest.mark.django_db
def test_portal_role_reads_and_writes_ordinary_rows() -> None:
    row = ContentType.objects.create(app_label="x", model="y")
    ContentType.objects.filter(pk=row.pk).update(model="z")
    assert ContentType.objects.filter(pk=row.pk).delete()[0] == 1


@pytest.mark.django_db
def test_portal_role_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal",)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'portal'::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_audit_trail_is_append_only() -> None:
    assert "audit_entry" in append_only_tables()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'forged'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE django_content_type CASCADE",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "ALTER TABLE audit_entry DROP COLUMN verb",
        "DROP TABLE audit_entry",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
        "GRANT portal_owner TO portal",
        "SET ROLE portal_owner",
        "SET session_replication_role = replica",
    ],
)
def test_portal_role_is_refused(statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_row_of_one_transactional_test_is_gone_in_the_next_first() -> None:
    _leave_a_row_or_find_none()


@pytest.mark.django_db(transaction=True)
def test_row_of_one_transactional_test_is_gone_in_the_next_second() -> None:
    _leave_a_row_or_find_none()


def _leave_a_row_or_find_none() -> None:
    from django.contrib.sessions.models import Session

    from darbigas_kopienas.values import clock

    assert Session.objects.count() == 0
    Session.objects.create(session_key="left", session_data="", expire_date=clock.now())


@pytest.mark.django_db(transaction=True)
def test_role_of_an_own_database_server_is_made_and_gets_a_later_password(settings: Settings) -> None:
    settings.DATABASE_PORTAL_ROLE = "portal_made_here"
    login = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict["USER"] = "postgres"  # a server of one's own has an owner that may make roles
    try:
        passwords = {_made_with_password(password) for password in ("it's a password", "it's a password", "another")}
        with connection.cursor() as cursor:
            cursor.execute("DROP ROLE portal_made_here")
        assert len(passwords) == 3  # salted anew each time
    finally:
        connection.close()
        connection.settings_dict.update(login)


def _made_with_password(password: str) -> str:
    """What the server keeps of it; it is the password of DATABASE_URL, also where that was changed later."""
    settings.DATABASE_PORTAL_PASSWORD = password
    ensure_portal_role(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolsuper, rolpassword FROM pg_authid WHERE rolname = 'portal_made_here'")
        may_log_in, is_superuser, kept = cursor.fetchone()
    assert (may_log_in, is_superuser) == (True, False)
    method, iterations_and_salt, keys = kept.split("$")
    iterations, salt = iterations_and_salt.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(iterations))
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    assert (method, keys.split(":")[0]) == ("SCRAM-SHA-256", base64.b64encode(stored).decode())
    return str(kept)


@pytest.mark.django_db(transaction=True)
def test_owner_that_may_make_no_roles_leaves_the_password_alone(settings: Settings) -> None:
    settings.DATABASE_PORTAL_PASSWORD = "never applied"
    ensure_portal_role(connection)
