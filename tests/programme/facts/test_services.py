"""Facts of a grant by their services: who may, what the trail keeps, what cannot go. The component is the example."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.administration.programme.components import COMPONENTS
from darbigas_kopienas.audit.changes import Changed
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts import services
from darbigas_kopienas.programme.facts.kinds import FactKind
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.builders import taking

pytestmark = pytest.mark.django_db
NEW = {"label": "7", "name_lv": "Cits", "name_en": "Other"}


def add(by: User, programme: Programme, **fields: str) -> Component:
    row: Component = services.add_fact(by=by, kind=COMPONENTS, programme=programme, fields={**NEW, **fields})
    return row


def labels(programme: Programme) -> list[str]:
    return list(programme.components.values_list("label", flat=True))


def last_entry() -> Entry:
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    return entry


@pytest.mark.parametrize("name", ["ilze", "anna", "karlis", "emma", "olga", "janis", "admin"])
def test_only_the_programme_coordinator_writes(
    name: str, programme: Programme, components: dict[str, Component], request: pytest.FixtureRequest
) -> None:
    somebody = request.getfixturevalue(name)
    deeds: list[Any] = [
        lambda: add(somebody, programme),
        lambda: services.edit_fact(by=somebody, kind=COMPONENTS, row=components["1"], fields=NEW),
        lambda: services.move_fact(by=somebody, kind=COMPONENTS, row=components["1"], step=1),
        lambda: services.remove_fact(by=somebody, kind=COMPONENTS, row=components["1"]),
    ]
    for action in deeds:
        with pytest.raises(PermissionDenied):
            action()
    assert labels(programme) == ["1", "2", "3", "4", "6"]


def test_a_fact_is_added_last_and_its_english_is_of_today(marta: User, programme: Programme) -> None:
    row = add(marta, programme)
    assert labels(programme)[-1] == "7"
    assert row.name_en_source
    entry = last_entry()
    assert (entry.verb, entry.programme_id, entry.actor_id) == ("component.added", programme.pk, marta.pk)
    assert entry.changes["values"] == {"label": [None, "7"], "name_lv": [None, "Cits"], "name_en": [None, "Other"]}


def test_the_trail_keeps_what_was_written_before(
    marta: User, programme: Programme, components: dict[str, Component]
) -> None:
    services.edit_fact(by=marta, kind=COMPONENTS, row=components["1"], fields={"name_lv": "Semināri"})
    assert last_entry().changes["values"] == {"name_lv": ["Apmācību programmas un semināri", "Semināri"]}
    number = Entry.objects.count()
    services.edit_fact(by=marta, kind=COMPONENTS, row=components["1"], fields={"name_lv": "Semināri"})
    assert Entry.objects.count() == number


def test_a_label_that_is_taken_is_refused_at_its_field(marta: User, programme: Programme) -> None:
    with pytest.raises(ValidationError) as refused:
        add(marta, programme, label="1")
    assert list(refused.value.message_dict) == ["label"]


def test_rows_change_places_and_stop_at_the_ends(
    marta: User, programme: Programme, components: dict[str, Component]
) -> None:
    services.move_fact(by=marta, kind=COMPONENTS, row=components["6"], step=-1)
    assert labels(programme) == ["1", "2", "3", "6", "4"]
    assert last_entry().changes == {"fields": ["order"], "values": {"order": [5, 4]}}
    number = Entry.objects.count()
    services.move_fact(by=marta, kind=COMPONENTS, row=components["1"], step=-1)
    services.move_fact(by=marta, kind=COMPONENTS, row=components["4"], step=1)
    assert labels(programme) == ["1", "2", "3", "6", "4"]
    assert Entry.objects.count() == number


def test_what_goes_stays_in_the_trail(marta: User, programme: Programme) -> None:
    row = add(marta, programme)
    services.remove_fact(by=marta, kind=COMPONENTS, row=row)
    assert "7" not in labels(programme)
    assert last_entry().verb == "component.removed"
    assert last_entry().changes["values"]["label"] == ["7", None]
    gone: list[Any] = [
        lambda: services.remove_fact(by=marta, kind=COMPONENTS, row=Component(pk=row.pk or 10**6, programme=programme)),
        lambda: services.edit_fact(by=marta, kind=COMPONENTS, row=Component(pk=10**6, programme=programme), fields=NEW),
    ]
    for action in gone:
        with pytest.raises(services.FactGone):
            action()


def test_what_is_used_stays_and_the_sentence_says_by_what(
    marta: User, ilze: User, programme: Programme, components: dict[str, Component]
) -> None:
    daugavpils = programme.partnerships.get(municipality__code="daugavpils").municipality_id
    used = taking(ilze, Scope(programme.pk, daugavpils), components["3"]).component
    assert services.relying_on(COMPONENTS, components["6"]) == ""
    assert "1" in services.relying_on(COMPONENTS, used)
    with pytest.raises(services.FactInUse) as refused:
        services.remove_fact(by=marta, kind=COMPONENTS, row=used)
    assert refused.value.messages == [services.relying_on(COMPONENTS, used)]
    assert labels(programme) == ["1", "2", "3", "4", "6"]


def test_what_hangs_on_a_row_is_written_with_it(marta: User, programme: Programme) -> None:
    """A kind without an order, whose form has more than its columns."""
    seen: list[object] = []

    def rest(by: object, row: object, fields: object) -> Changed:
        seen.extend([by, row, fields])
        return Changed(["budget_lines"])

    kind = FactKind(**{**{name: getattr(COMPONENTS, name) for name in COMPONENTS.__dataclass_fields__}, "rest": rest})
    row = services.add_fact(by=marta, kind=kind, programme=programme, fields={**NEW, "more": "yes"})
    assert seen == [marta, row, {"more": "yes"}]
    services.edit_fact(by=marta, kind=kind, row=row, fields={"more": "no"})
    assert last_entry().changes["fields"] == ["budget_lines"]
