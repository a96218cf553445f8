"""What the portal's role may do: everything to rows, nothing to tables; to append-only tables only add and read.

The grants are written anew after every migration, by the owner, so a new table or a changed `append_only` needs no
second thought. Without an owner of its own (one role for both) nothing is granted and the triggers alone guard.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON {read_only} FROM {role};
"""


def append_only_tables() -> list[str]:
    """Tables of the models that declare `append_only = True`."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def grant_to_portal(using: str, **_signal: Any) -> None:
    """Receiver of `post_migrate`; silent unless the connection is the owner's."""
    connection = connections[using]
    if connection.settings_dict["USER"] == settings.DATABASE_PORTAL_ROLE:
        return
    quote = connection.ops.quote_name
    role = quote(settings.DATABASE_PORTAL_ROLE)
    present = set(connection.introspection.table_names())
    only_added_to = [quote(table) for table in append_only_tables() if table in present]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_GRANTS.format(role=role, read_only=quote("django_migrations")))
        if only_added_to:
            cursor.execute(f"REVOKE UPDATE, DELETE ON {', '.join(only_added_to)} FROM {role}")


def ensure_portal_role(connection: BaseDatabaseWrapper) -> None:
    """Make the role of DATABASE_URL where the owner may (the embedded server has it already)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_PORTAL_ROLE])
        if cursor.fetchone() is None:
            role = connection.ops.quote_name(settings.DATABASE_PORTAL_ROLE)
            cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD %s", [settings.DATABASE_PORTAL_PASSWORD])
