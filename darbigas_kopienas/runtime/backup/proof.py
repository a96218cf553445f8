"""What a database holds, as numbers that can be compared: before and after, here and there."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction

from darbigas_kopienas.evidence.models import Document, Kind, State
from darbigas_kopienas.evidence.pictures import SIZES
from darbigas_kopienas.evidence.services import variant_name
from darbigas_kopienas.reports.models import Rendering, Report
from darbigas_kopienas.values import figures

from . import server

Proof = dict[str, Any]
CHUNK = 1 << 20  # bytes

# While pg_dump works, this transaction only waits. Asked of the server, since an older one lacks one of them.
_WITHOUT_LIMITS = """
    SELECT set_config(name, '0', true) FROM pg_settings
    WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
"""
# Of all rows, in whatever order they lie: 64 bits of each row's MD5, summed. Not against forgery; the seals are.
_COUNT = "SELECT count(*), coalesce(sum(('x' || left(md5(row::text), 16))::bit(64)::bigint), 0)::text FROM {} AS row"


@contextmanager
def view_of_database() -> Iterator[str]:
    """One moment of the database for all that is read inside, also by other programs; its name for these."""
    tables = ", ".join(connection.ops.quote_name(name) for name in server.tables())
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"LOCK TABLE {tables} IN ACCESS SHARE MODE")  # a table that was written anew since looks empty
        cursor.execute(_WITHOUT_LIMITS)
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def of_database() -> Proof:
    """Rows and checksum of each table, what was migrated, each report's seal, length and newest entry of the trail.

    Plain values, as JSON has them.
    """
    return {
        "migrations": sorted(f"{app}.{name}" for app, name in _rows("SELECT app, name FROM django_migrations")),
        "tables": {table: _rows_of(table) for table in server.tables() if table not in server.LEFT_OUT},
        "reports": dict(_rows("SELECT code, snapshot_sha256 FROM reports_report")),
        "trail": list(_rows("SELECT count(*), max(id) FROM audit_entry")[0]),
    }


def differences(before: Proof, after: Proof) -> list[str]:
    """In words, what is not as it was; empty where all is."""
    said = [f"{part} differ" for part in ("migrations", "trail") if before[part] != after[part]]
    for part in ("tables", "reports"):
        names = sorted(before[part].keys() | after[part].keys())
        said += [f"{part}: {name} differs" for name in names if before[part].get(name) != after[part].get(name)]
    return said


def stored_documents() -> list[tuple[str, str]]:
    """Where the bytes of each document lie, and their sha256."""
    return list(Document.objects.exclude(state=State.ERASED).order_by("pk").values_list("file", "sha256"))


def smaller_pictures() -> dict[str, str]:
    """Of photos and logos: where each smaller one lies, and of which file it is."""
    redrawn = Document.objects.exclude(state=State.ERASED).filter(kind__in=[Kind.PHOTO, Kind.LOGO])
    return {variant_name(row, side): str(row.file.name) for row in redrawn.iterator() for side in SIZES}


def faults_of_portal() -> list[str]:
    """In words: documents whose stored bytes are not those that their row tells of, reports whose seal is broken."""
    said = [f"file {name}: {fault}" for name, digest in stored_documents() if (fault := _fault(name, digest))]
    said += [
        f"report {report.code}: its figures are not those that were sealed"
        for report in Report.objects.order_by("code").iterator(1)
        if figures.sha256_of(report.snapshot) != report.snapshot_sha256
    ]
    renderings = Rendering.objects.select_related("document", "report").exclude(document__state=State.ERASED)
    said += [
        f"report {row.report.code}: its file is another" for row in renderings if row.sha256 != row.document.sha256
    ]
    return said


def _fault(name: str, digest: str) -> str:
    try:
        with default_storage.open(name) as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == digest else "not what its row tells of"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"it cannot be read ({type(error).__name__})"


def _rows_of(table: str) -> list[object]:
    return list(_rows(_COUNT.format(connection.ops.quote_name(table)))[0])


def _rows(statement: str) -> list[tuple[Any, ...]]:
    """Not by models: a database of an older portal lacks what these ask for."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
