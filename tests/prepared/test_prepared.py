"""Statements that Django puts together once: they say what the queryset says, each time with other values."""

import sys
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Cast, Length
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.submissions.models import Submission
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import (
    Asked,
    _compiled,
    names_of,
    rewrite,
    row_of,
    together,
    write,
    write_new,
)
from tests.house.test_types import OURS

pytestmark = pytest.mark.django_db
Rows = QuerySet[Any, tuple[Any, ...]]


def entry(verb: str, **fields: Any) -> Entry:
    return Entry(verb=verb, object_label="x", object_id="1", **fields)


def school(name: str, **fields: Any) -> Organisation:
    return Organisation.objects.create(kind="school", name_lv=name, **fields)


def test_every_prepared_statement_can_be_put_together() -> None:
    """A process does it once, in whichever test comes first: that each was tried must not hang on the order."""
    assert get_resolver().url_patterns  # reads every view, and with it what views ask
    modules = [module for name, module in sorted(sys.modules.items()) if name.split(".")[0] in OURS]
    prepared = {id(value): value for module in modules for value in vars(module).values() if isinstance(value, Asked)}
    assert len(prepared) > 20
    with connection.cursor() as cursor:
        for asked in prepared.values():
            assert all(_compiled(build, cursor).text for build in asked._builds)


# -- asking ----------------------------------------------------------------------------------------
def test_question_is_built_once_and_answers_anew_each_time() -> None:
    built = []

    @Asked
    def of_verb(verb: str, at: datetime) -> Rows:
        built.append(verb)
        return Entry.objects.filter(verb=verb, at__lte=at).order_by("pk").values_list("pk", "changes")

    now = clock.now()
    row = entry("thing.done", changes={"a": ["ā", 1]})
    write(row)
    write(entry("thing.undone"))
    assert of_verb.rows("thing.done", clock.now()) == [(row.pk, {"a": ["ā", 1]})]
    assert of_verb.row("thing.undone", clock.now()) is not None
    assert of_verb.row("thing.done", now) is None
    assert of_verb.rows("'; DROP TABLE audit_entry; --", now) == []
    assert len(built) == 1


@pytest.mark.parametrize("number", [10**30, -(10**30)])
def test_a_number_that_no_column_holds_finds_nothing(number: int) -> None:
    """It comes out of an address; PostgreSQL would refuse the whole statement."""

    @Asked
    def numbered(key: int) -> QuerySet[Entry]:
        return Entry.objects.filter(pk=key)

    write(entry("thing.done"))
    assert (numbered.objects(number), numbered.rows(number), numbered.row(number)) == ([], [], None)


def test_values_may_come_in_another_order_and_twice() -> None:
    @Asked
    def valid(day: date, name: str) -> Rows:
        return Organisation.objects.filter(name_lv=name, valid_from__lte=day, valid_to__gte=day).values_list("pk")

    made = school("A", valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31))
    assert valid.rows(date(2019, 6, 1), "A") == [(made.pk,)]
    assert valid.rows(date(2020, 6, 1), "A") == []


def test_models_come_as_from_the_queryset(daugavpils: Municipality) -> None:
    @Asked
    def named(name: str) -> QuerySet[Organisation]:
        rows = Organisation.objects.filter(name_lv=name).select_related("municipality").defer("name_en")
        return rows.annotate(long=Length("name_lv")).prefetch_related("municipality__organisations")

    made = school("Skola", municipality=daugavpils)
    with CaptureQueriesContext(connection) as first:
        (given,) = named.objects("Skola")
        assert (given, given.long, given.municipality) == (made, 5, daugavpils)
        assert [*given.municipality.organisations.all()] == [made]
    assert len(first) == 2
    assert given.get_deferred_fields() == {"name_en"}
    assert named.objects("Cita skola") == []
    made.name_lv = "Cita skola"
    made.save()
    assert (named.objects("Skola"), named.objects("Cita skola")) == ([], [made])


def test_converters_of_columns_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    @Asked
    def of_verb(verb: str) -> QuerySet[Entry]:
        return Entry.objects.filter(verb=verb).only("pk", "changes")

    write(entry("thing.done", changes={"a": ["ā", 1]}))
    found: list[object] = []
    original = SQLCompiler.get_converters

    def counted(*given: Any) -> dict[int, Any]:
        found.append(given)
        return original(*given)

    monkeypatch.setattr(SQLCompiler, "get_converters", counted)
    assert [row.changes for _time in range(3) for row in of_verb.objects("thing.done")] == [{"a": ["ā", 1]}] * 3
    assert len(found) == 1


def test_question_without_values() -> None:
    @Asked
    def verbs() -> Rows:
        return Entry.objects.order_by("pk").values_list("verb")

    assert verbs.rows() == []
    write(entry("100 % done"))
    assert verbs.rows() == [("100 % done",)]


def test_question_is_prepared_once_in_each_connection() -> None:
    @Asked
    def like(verb: str) -> Rows:
        return Entry.objects.filter(verb=verb).exclude(object_label="50 %s").values_list("pk")

    def sent(verb: str) -> str:
        with CaptureQueriesContext(connection) as seen:
            like.rows(verb)
        assert len(seen) == 1
        return str(seen[0]["sql"])

    assert "PREPARE" in sent("a")
    assert "PREPARE" not in sent("b")
    like._names.clear()  # as for another connection
    assert "PREPARE" in sent("c")


def test_question_that_failed_is_prepared_anew() -> None:
    @Asked
    def numbered(number: str) -> Rows:
        return Entry.objects.filter(pk=Cast(Value(number), BigIntegerField())).values_list("pk")

    with pytest.raises(DataError), transaction.atomic():
        numbered.rows("no number")
    assert numbered.rows("1") == []


def test_value_that_does_not_reach_the_sql_is_a_mistake_of_ours() -> None:
    @Asked
    def wrapped(name: str) -> Rows:
        return Organisation.objects.filter(name_lv__contains=name).values_list("pk")

    with pytest.raises(TypeError, match="name"):
        wrapped.rows("A")


def test_what_is_run_first_goes_in_the_same_trip() -> None:
    def lock(pk: int) -> Rows:
        return Organisation.objects.select_for_update().filter(pk=pk).values_list("pk")

    def read(pk: int, day: date) -> Rows:
        return Organisation.objects.filter(pk=pk, valid_from__lte=day).values_list("name_lv")

    asked = Asked(read, first=lock)
    made = school("A", valid_from=date(2019, 1, 1))
    with CaptureQueriesContext(connection) as seen:
        assert asked.row(made.pk, date(2019, 1, 2)) == ("A",)
    assert len(seen) == 1
    assert "FOR UPDATE" in seen[0]["sql"]


def test_row_is_the_model_s_instance() -> None:
    @Asked
    def of(pk: int) -> Rows:
        return Organisation.objects.filter(pk=pk).values_list(*names_of(Organisation))

    made = school("Ķekavas skola")
    organisation = row_of(Organisation, of.rows(made.pk)[0])
    assert (organisation, organisation.name_lv, organisation.folded, organisation._state.adding) == (
        made,
        "Ķekavas skola",
        made.folded,
        False,
    )


# -- writing ---------------------------------------------------------------------------------------
def test_written_row_has_its_number_and_its_default_values() -> None:
    written = entry("thing.done", changes={"a": 1})
    write(written)
    stored = Entry.objects.get(pk=written.pk)
    assert (stored.verb, stored.changes, stored.at, written._state.adding) == (
        "thing.done",
        {"a": 1},
        written.at,
        False,
    )


def test_row_whose_key_is_taken_is_not_written() -> None:
    first = Submission(form="a")
    assert write_new(first)
    second = Submission(key=first.key, form="b")
    assert not write_new(second)
    assert second._state.adding
    assert Submission.objects.get().form == "a"


def test_named_columns_are_rewritten_and_no_others() -> None:
    sent = Submission(form="a")
    write(sent)
    sent.results, sent.form = {"content": "/x/"}, "b"
    rewrite(sent, "results")
    assert Submission.objects.values_list("results", "form").get() == ({"content": "/x/"}, "a")


def test_together_goes_in_one_trip_in_the_order_given() -> None:
    with CaptureQueriesContext(connection) as seen, together():
        write(entry("thing.first", changes={"percent": "100 %s"}))
        write(entry("thing.second"))
        assert len(seen) == 0
    assert len(seen) == 1
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["thing.first", "thing.second"]
    assert Entry.objects.order_by("pk")[0].changes == {"percent": "100 %s"}


def test_nothing_is_written_where_the_block_raises() -> None:
    def begin() -> None:
        with together():
            write(entry("thing.first"))
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        begin()
    write(entry("thing.second"))
    assert [entry.verb for entry in Entry.objects.all()] == ["thing.second"]


def test_an_empty_block_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as seen, together():
        pass
    assert len(seen) == 0


def test_together_is_all_or_nothing() -> None:
    sent = Submission(form="a")
    write(sent)

    def both() -> None:
        with transaction.atomic(), together():
            write(entry("thing.first"))
            write(Submission(key=sent.key, form="b"))

    with pytest.raises(IntegrityError):
        both()
    assert Entry.objects.count() == 0


def test_blocks_do_not_stand_in_one_another() -> None:
    with pytest.raises(RuntimeError), together(), together():
        pass  # the second one refuses to begin
    write(entry("thing.first"))
    assert Entry.objects.count() == 1
