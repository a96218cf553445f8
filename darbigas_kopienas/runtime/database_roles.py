"""What the portal's role may do: everything to rows, nothing to tables; to append-only tables only add and read.

The grants are written anew after every migration, by the owner, so a new table or a changed `append_only` needs no
second thought. Without an owner of its own (one role for both) nothing is granted and the triggers alone guard.
"""

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

READ_ONLY = "django_migrations"
# From PostgreSQL 16 on, whoever may make roles changes only those that they made or were given.
MAY_CHANGE_ROLE = """
    SELECT rolsuper OR rolcreaterole AND (
        current_setting('server_version_num')::int < 160000
        OR pg_has_role(current_user, %s, 'MEMBER WITH ADMIN OPTION')
    )
    FROM pg_roles WHERE rolname = current_user
"""


def append_only_tables() -> list[str]:
    """Tables of the models that declare `append_only = True`."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def grant_to_portal(using: str, **_signal: object) -> None:
    """Receiver of `post_migrate`; silent unless the connection is the owner's."""
    connection = connections[using]
    if connection.settings_dict["USER"] == settings.DATABASE_PORTAL_ROLE:
        return
    role = connection.ops.quote_name(settings.DATABASE_PORTAL_ROLE)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE sequenceowner = current_user")
        sequences = {name for (name,) in cursor.fetchall()}
        only_added_to = tables.intersection(append_only_tables())

        def each(names: set[str]) -> str:
            return ", ".join(connection.ops.quote_name(name) for name in sorted(names))

        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"REVOKE ALL ON {each(tables)} FROM {role}")
        cursor.execute(f"GRANT SELECT ON {each(tables)} TO {role}")
        cursor.execute(f"GRANT INSERT ON {each(tables - {READ_ONLY})} TO {role}")
        cursor.execute(f"GRANT UPDATE, DELETE ON {each(tables - {READ_ONLY} - only_added_to)} TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON SEQUENCE {each(sequences)} TO {role}")


def ensure_portal_role(connection: BaseDatabaseWrapper) -> None:
    """Make the role of DATABASE_URL where the owner may (the embedded server has it already), with its password.

    A password that DATABASE_URL has had since is given to the role that exists; an owner that may not do this leaves it
    to whoever made the role.
    """
    role = connection.ops.quote_name(settings.DATABASE_PORTAL_ROLE)
    password = settings.DATABASE_PORTAL_PASSWORD
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_PORTAL_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD %s", [password])
            return
        cursor.execute(MAY_CHANGE_ROLE, [settings.DATABASE_PORTAL_ROLE])
        if password and cursor.fetchone() == (True,):
            cursor.execute(f"ALTER ROLE {role} PASSWORD %s", [password])
