import pytest
from django.db import ProgrammingError, connection, transaction

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_deed_is_kept_with_plain_ids(daugavpils: Municipality, ilze: User) -> None:
    entry = record(by=ilze, verb="thing.done", obj=daugavpils, changes={"fields": ["iso"]})
    assert (entry.actor_id, entry.verb, entry.object_label, entry.object_id, entry.changes) == (
        ilze.pk, "thing.done", "people.municipality", str(daugavpils.pk), {"fields": ["iso"]},
    )  # fmt: skip
    assert str(entry) == f"thing.done people.municipality {daugavpils.pk}"


def test_the_portal_itself_may_be_the_doer(daugavpils: Municipality) -> None:
    assert record(by=SYSTEM, verb="thing.done", obj=daugavpils).actor_id is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET verb='x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_nobody_rewrites_the_trail(statement: str, daugavpils: Municipality) -> None:
    record(by=SYSTEM, verb="thing.done", obj=daugavpils)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get().verb == "thing.done"
