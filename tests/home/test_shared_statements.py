"""What is put together once for everybody with the same roles asks the same as if it were put together for each."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from darbigas_kopienas.home import my_tasks, own
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme import shared_statements
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Membership, Programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.texts import column_in_language
from tests.builders import TODAY

pytestmark = pytest.mark.django_db


def colleague_of(user: User, pk: int | None = None) -> User:
    """Somebody with the same roles."""
    colleague = User.objects.create(pk=pk, email=f"colleague{pk}@example.lv", name="Kolēģe")
    for row in user.memberships.all():
        Membership.objects.create(
            user=colleague,
            programme=row.programme,
            municipality=row.municipality,
            role=row.role,
            starts_on=row.starts_on,
        )
    return colleague


def asked_by(user: User, programme: Programme) -> list[str]:
    """The statements of a person's tasks and sessions, without what names a savepoint."""
    person = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        my_tasks.due_of(person, programme)
        own.ahead_of(person, programme)
    return [row["sql"] for row in captured]


@pytest.mark.parametrize("name", ["ilze", "janis", "anna", "marta", "emma"])
def test_the_statements_of_a_colleague_are_ones_own_with_ones_own_number(
    name: str, programme: Programme, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(name)
    colleague = colleague_of(user)
    with clock.frozen(TODAY):
        asked_by(colleague, programme)
        after_a_colleague = asked_by(user, programme)
        shared_statements.forget()
        assert asked_by(user, programme) == after_a_colleague
    assert not any(str(shared_statements.ANYBODY) in sql for sql in after_a_colleague)


def test_nobody_gets_the_number_of_the_one_before(programme: Programme, ilze: User) -> None:
    """Whose drafts, expenses and places: the statements of two differ in nothing but their numbers."""
    numbers = (900_001, 900_002)
    with clock.frozen(TODAY):
        first, second = (asked_by(colleague_of(ilze, pk=number), programme) for number in numbers)
    assert any("900001" in sql for sql in first)
    assert [sql.replace("900001", "900002") for sql in first] == second


def test_another_role_is_asked_otherwise(programme: Programme, ilze: User) -> None:
    """Also within the minute: what somebody lost is not asked for any more."""
    with clock.frozen(TODAY):
        before = asked_by(ilze, programme)
        ilze.memberships.update(role=Role.TEACHER)
        assert len(asked_by(ilze, programme)) < len(before)


def test_memory_is_bounded(programme: Programme, ilze: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_statements, "MOST", 3)
    for number in range(5):
        shared_statements.shared(f"{number}", ilze, programme.pk, lambda _anybody: Programme.objects.all())
    assert len(shared_statements._compiled) <= 3


def test_a_statement_that_reads_a_text_is_of_the_readers_language(programme: Programme, ilze: User) -> None:
    def named(_anybody: User) -> QuerySet[Programme, object]:
        return Programme.objects.filter(pk=programme.pk).values(told=column_in_language("name"))

    for language, name in (("lv", programme.name_lv), ("en", programme.name_en)):
        with override(language):
            (row,) = shared_statements.shared("named", ilze, programme.pk, named).dicts(ilze.pk)
        assert row == {"told": name}
    assert programme.name_lv != programme.name_en
