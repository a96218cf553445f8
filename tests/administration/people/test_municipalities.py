"""Municipalities that somebody enters while setting up a grant."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from darbigas_kopienas.administration.people.municipalities import services
from darbigas_kopienas.administration.people.valid_names import valid_in
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.models import Partnership, Programme

pytestmark = pytest.mark.django_db
KRASLAVA: dict[str, Any] = {
    "name_lv": "Krāslavas novads", "name_en": "Krāslava Municipality", "locative_lv": "Krāslavas novadā",
}  # fmt: skip


def entry(obj: Any) -> Entry:
    return Entry.objects.of(obj)[0]


def test_a_municipality_is_added_with_a_code_of_its_own(marta: User, programme: Programme) -> None:
    first = services.add_municipality(by=marta, programme=programme, **KRASLAVA, valid_to=date(2021, 6, 30))
    second = services.add_municipality(by=marta, programme=programme, **KRASLAVA, valid_from=date(2021, 7, 1))
    assert [first.code, second.code] == ["kraslavas-novads", "kraslavas-novads-2"]
    values = entry(first).changes["values"]
    assert (entry(first).verb, values["valid_to"]) == ("municipality.added", [None, "2021-06-30"])
    assert services.add_municipality(by=marta, programme=programme, **{**KRASLAVA, "name_lv": "Даугава"}).code


def test_a_municipality_is_corrected_and_its_code_stays(
    marta: User, programme: Programme, aglona: Municipality, preili: Municipality
) -> None:
    fields: Any = {
        "name_lv": "Aglona",
        "name_en": aglona.name_en,
        "locative_lv": "Aglonā",
        "valid_to": date(2021, 6, 30),
    }
    for _twice in range(2):
        services.edit_municipality(by=marta, programme=programme, municipality=aglona, **fields, successors=[preili])
    aglona.refresh_from_db()
    assert (aglona.code, list(aglona.successors.all())) == ("aglonas-novads", [preili])
    assert [row.verb for row in Entry.objects.of(aglona)] == ["municipality.edited"]
    assert entry(aglona).changes["values"]["name_lv"] == ["Aglonas novads", "Aglona"]
    assert "successors" in entry(aglona).changes["fields"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": date(2021, 7, 1), "valid_to": date(2021, 6, 30)}, "valid_to"),
        ({"valid_to": date(2019, 2, 28)}, "valid_to"),
        ({"valid_from": date(2021, 3, 1)}, "valid_from"),
        ({"name_lv": "daugavpils"}, "name_lv"),
    ],
)
def test_a_municipality_cannot_be_so(
    changes: dict[str, Any], field: str, marta: User, programme: Programme, aglona: Municipality
) -> None:
    fields: Any = {"name_lv": aglona.name_lv, "name_en": aglona.name_en, "locative_lv": aglona.locative_lv, **changes}
    with pytest.raises(ValidationError) as refused:
        services.edit_municipality(by=marta, programme=programme, municipality=aglona, **fields)
    assert list(refused.value.message_dict) == [field]


def test_only_what_has_ended_is_followed_and_never_by_itself(
    marta: User, programme: Programme, aglona: Municipality
) -> None:
    fields: Any = {"name_lv": aglona.name_lv, "name_en": aglona.name_en, "locative_lv": aglona.locative_lv}
    for ends, field in ((None, "valid_to"), (date(2021, 6, 30), "successors")):
        with pytest.raises(ValidationError) as refused:
            services.edit_municipality(
                by=marta, programme=programme, municipality=aglona, **fields, valid_to=ends, successors=[aglona]
            )
        assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma"])
def test_nobody_else_enters_or_corrects(
    name: str, request: pytest.FixtureRequest, programme: Programme, aglona: Municipality
) -> None:
    by: User = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.add_municipality(by=by, programme=programme, **KRASLAVA)
    with pytest.raises(PermissionDenied):
        services.edit_municipality(by=by, programme=programme, municipality=aglona, **KRASLAVA)


def test_only_those_of_the_grant_s_days_are_offered(programme: Programme, aglona: Municipality) -> None:
    rows = Municipality.objects.filter(pk=aglona.pk)
    for begins, ends, is_offered in (
        (None, None, True),
        (programme.ends_on, None, True),
        (None, programme.starts_on, True),
        (date(2021, 3, 1), None, False),
        (None, date(2019, 2, 28), False),
    ):
        rows.update(valid_from=begins, valid_to=ends)
        assert valid_in(rows, programme).exists() == is_offered
    assert Partnership.objects.filter(municipality=aglona).exists()


# -- the register is shared by all grants --------------------------------------------------------------------
def _another(programme: Programme) -> Programme:
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2028, 12, 31)}
    return Programme.objects.create(code="another", name_lv="Cita", name_en="Another", goal_lv="Cits", **days)


def test_a_partner_of_other_grants_alone_is_theirs_to_correct(
    marta: User, programme: Programme, daugavpils: Municipality
) -> None:
    another = _another(programme)
    with_it = Municipality.objects.create(code="kraslava", **KRASLAVA)
    Partnership.objects.create(programme=another, municipality=with_it)
    with pytest.raises(PermissionDenied):
        services.edit_municipality(by=marta, programme=programme, municipality=with_it, **{**KRASLAVA, "iso": "LV-047"})
    Partnership.objects.create(programme=another, municipality=daugavpils)
    fields = {name: getattr(daugavpils, name) for name in ("name_lv", "name_en", "locative_lv")}
    services.edit_municipality(by=marta, programme=programme, municipality=daugavpils, **fields, iso="LV-DGV")
    entries = Entry.objects.of(daugavpils).filter(verb="municipality.edited")
    assert set(entries.values_list("programme_id", flat=True)) == {programme.pk, another.pk}


def test_the_list_says_whose_they_are(programme: Programme, daugavpils: Municipality) -> None:
    free = Municipality.objects.create(code="kraslava", **KRASLAVA)
    taken = Municipality.objects.create(code="cita", **{**KRASLAVA, "name_lv": "Cita"})
    Partnership.objects.create(programme=_another(programme), municipality=taken)
    listed: list[Any] = list(services.with_whose(programme))
    ours = {municipality.pk for municipality in listed if municipality.is_ours}
    assert {daugavpils.pk, free.pk} <= ours
    assert taken.pk not in ours
