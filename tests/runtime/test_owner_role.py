"""The owner of deploy/postgres is no superuser, and does all that is asked of it; on a server of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import psycopg2
import pytest
from django.db.utils import ConnectionHandler
from pytest_django import Settings

from darbigas_kopienas.runtime.database_roles import ensure_portal_role
from tests.runtime.own_server import DEPLOY, OwnServer, tables
from tests.runtime.test_upgrade import ROOT

OWNER, PORTAL = "the owner's \\ word", "portal-word"
OWNED_BY_OTHERS = """
    SELECT 'relation', relname::text FROM pg_class
    WHERE oid >= 16384 AND relnamespace = 'public'::regnamespace AND relowner <> 'portal_owner'::regrole
    UNION ALL SELECT 'routine', proname::text FROM pg_proc WHERE oid >= 16384 AND proowner <> 'portal_owner'::regrole
    UNION ALL SELECT 'type', typname::text FROM pg_type WHERE oid >= 16384 AND typowner <> 'portal_owner'::regrole
"""


def _new() -> OwnServer:
    """As the image makes it: the superuser with a password, then what lies in docker-entrypoint-initdb.d."""
    server = OwnServer("postgres")
    server.psql("postgres", "ALTER ROLE postgres PASSWORD 'portal-word'")
    server.psql("postgres", (DEPLOY / "owner.sql").read_text(), OWNER_PASSWORD=OWNER)
    server.psql("portal_owner", tables())
    return server


def _of_before() -> OwnServer:
    """Where portal_owner was the superuser, with tables and the portal's role of its making; then parted."""
    server = OwnServer("portal_owner")
    server.psql("portal_owner", tables())
    server.psql("portal_owner", "CREATE ROLE portal LOGIN PASSWORD 'of before'; GRANT SELECT ON audit_entry TO portal")
    server.psql("portal_owner", (DEPLOY / "split_owner.sql").read_text(), OWNER_PASSWORD=OWNER)
    server.superuser = "postgres"
    return server


@pytest.fixture(params=[_new, _of_before], ids=["new", "of before"])
def server(request: pytest.FixtureRequest) -> Iterator[OwnServer]:
    made: OwnServer = request.param()
    yield made
    made.end()


def _prepare(server: OwnServer) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "darbigas_kopienas.settings",
        "DATABASE_ROLE": "owner",
        "DATABASE_URL": server.address("portal", PORTAL),
        "DATABASE_OWNER_URL": server.address("portal_owner", "the%20owner%27s%20%5C%20word"),
    }
    command = [sys.executable, "-m", "darbigas_kopienas.runtime.prepare", "database"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)


@pytest.mark.django_db
def test_owner_that_is_no_superuser_prepares_the_database(server: OwnServer, settings: Settings) -> None:
    powers = "SELECT rolsuper, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    as_owner = {"host": "127.0.0.1", "port": server.port, "user": "portal_owner", "password": OWNER, "dbname": "portal"}
    with psycopg2.connect(**as_owner) as connection, connection.cursor() as cursor:
        cursor.execute(powers)
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT datdba::regrole::text FROM pg_database WHERE datname = 'portal'")
        assert cursor.fetchone() == ("portal_owner",)
        cursor.execute(OWNED_BY_OTHERS)
        assert cursor.fetchall() == []
    connection.close()
    for superuser in ("postgres", "superuser_before"):  # neither comes in over the network
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            server.ask(superuser, PORTAL, "SELECT 1")
    _prepare(server)
    may_more = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert server.ask("portal", PORTAL, may_more) == [(False,)]
    assert server.ask("portal", PORTAL, "SELECT count(*) > 100 FROM django_migrations") == [(True,)]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        server.ask("portal", PORTAL, "DELETE FROM audit_entry RETURNING 1")
    _change_password(server, settings)
    assert server.ask("portal", "another", "SELECT 1") == [(1,)]
    server.psql("postgres", f"CREATE ROLE made_elsewhere LOGIN PASSWORD '{PORTAL}'")  # by whoever runs the server
    _change_password(server, settings, role="made_elsewhere")
    assert server.ask("made_elsewhere", PORTAL, "SELECT 1") == [(1,)]
    _put_aside(server)


def _put_aside(server: OwnServer) -> None:
    """As docs/restore.md says it: the database goes aside, an empty one comes, and later the first is dropped."""
    page = (ROOT / "docs" / "restore.md").read_text()
    aside, anew, dropped = re.findall(r'psql --username postgres --command "(.+)"', page)
    for statement in (aside, anew):
        server.psql("postgres", statement, database="postgres")
    server.psql("portal_owner", "CREATE TABLE restored (id int)")
    server.psql("postgres", dropped, database="postgres")
    assert server.ask("portal", "another", "SELECT datname::text FROM pg_database WHERE datname LIKE 'portal%'") == [
        ("portal",)
    ]


def _change_password(server: OwnServer, settings: Settings, role: str = "portal") -> None:
    """What the next `prepare database` does with a PORTAL_PASSWORD that is another."""
    settings.DATABASE_PORTAL_ROLE, settings.DATABASE_PORTAL_PASSWORD = role, "another"
    login = {"HOST": "127.0.0.1", "PORT": server.port, "USER": "portal_owner", "PASSWORD": OWNER, "NAME": "portal"}
    connections = ConnectionHandler({"default": {**settings.DATABASES["default"], **login}})
    ensure_portal_role(connections["default"])
    connections["default"].close()
