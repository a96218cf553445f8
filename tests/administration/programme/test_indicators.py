"""An indicator has a code of its own and is measured by what the reports count."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from darbigas_kopienas.administration.programme.components import COMPONENTS
from darbigas_kopienas.administration.programme.indicators import INDICATORS, IndicatorForm
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.facts.services import add_fact, edit_fact, relying_on, remove_fact
from darbigas_kopienas.programme.measures import measure_words
from darbigas_kopienas.programme.models import Component, Indicator, Programme
from darbigas_kopienas.reports.measures import MEASURES

pytestmark = pytest.mark.django_db
FIELDS = {
    "name_lv": "Iesaistītās iestādes", "name_en": "Institutions involved", "target": 40, "is_more_than": True,
    "measured_by": "participation.institutions", "component": None,
}  # fmt: skip


def _add(marta: User, programme: Programme, **more: Any) -> Indicator:
    row: Indicator = add_fact(by=marta, kind=INDICATORS, programme=programme, fields={**FIELDS, **more})
    return row


def test_every_measure_has_words_and_no_words_are_idle() -> None:
    assert {name for name, _words in measure_words()} == set(MEASURES)
    said = []
    for language in ("lv", "en"):
        with translation.override(language):
            said.append([str(words) for _name, words in measure_words()])
    assert all(len(set(words)) == len(MEASURES) and "" not in words for words in said)


def test_codes_are_made_of_names_and_stay(marta: User, programme: Programme, next_one: Programme) -> None:
    first, second = _add(marta, programme), _add(marta, programme)
    assert [first.code, second.code] == ["iesaistitas-iestades", "iesaistitas-iestades-2"]
    assert _add(marta, programme, name_lv="学校").code == "raditajs"
    assert _add(marta, next_one).code == "iesaistitas-iestades"
    assert edit_fact(by=marta, kind=INDICATORS, row=first, fields={**FIELDS, "name_lv": "Iestādes"}).code == first.code


def test_a_component_goes_when_no_indicator_points_to_it(
    marta: User, programme: Programme, components: dict[str, Component]
) -> None:
    row = _add(marta, programme, component=components["6"])
    with pytest.raises(ValidationError) as caught:
        remove_fact(by=marta, kind=COMPONENTS, row=components["6"])
    assert caught.value.messages == [relying_on(COMPONENTS, components["6"])]
    edit_fact(by=marta, kind=INDICATORS, row=row, fields={**FIELDS, "component": None})
    remove_fact(by=marta, kind=COMPONENTS, row=components["6"])
    assert not Component.objects.filter(pk=components["6"].pk).exists()


def test_an_unknown_measure_is_refused(marta: User, programme: Programme) -> None:
    with pytest.raises(ValidationError) as caught:
        _add(marta, programme, measured_by="seminars.nothing")
    assert list(caught.value.message_dict) == ["measured_by"]
    assert not Indicator.objects.exists()


def test_a_line_says_target_measure_and_component(
    marta: User, programme: Programme, components: dict[str, Component]
) -> None:
    with translation.override("en"):
        line = INDICATORS.line(_add(marta, programme))
        assert (line.title, list(line.notes)) == (
            "Institutions involved", [">\u00a040", "institutions that took part"],
        )  # fmt: skip
        other = _add(marta, programme, is_more_than=False, target=1400, component=components["3"])
        assert list(INDICATORS.line(other).notes)[::2] == ["1,400", "3. Mobilisation events"]
    entry = Entry.objects.filter(verb="indicator.added").last()
    assert entry is not None
    assert entry.changes["values"]["component"] == [None, components["3"].pk]


def test_the_form_offers_components_of_its_own_programme(next_one: Programme, components: dict[str, Component]) -> None:
    sent = {**FIELDS, "component": components["3"].pk}
    assert list(IndicatorForm(sent, programme=next_one).errors) == ["component"]
    assert IndicatorForm(sent, programme=components["3"].programme).is_valid()


@pytest.mark.parametrize("who", ["ilze", "karlis", "emma"])
def test_who_does_not_coordinate_the_programme_is_refused(who: str, programme: Programme, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        _add(request.getfixturevalue(who), programme)
