from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from darbigas_kopienas.submissions.forms import take_up
from darbigas_kopienas.submissions.models import Draft


class EventForm(forms.Form):
    form_key = "event"
    title = forms.CharField()
    held_on = forms.DateField()
    is_public = forms.BooleanField(required=False, initial=True)
    groups = forms.MultipleChoiceField(choices=[("1", "one"), ("2", "two")])
    kind = forms.ChoiceField(choices=[("a", "a"), ("b", "b")], initial="b")
    at = forms.SplitDateTimeField()
    photo = forms.FileField(required=False)


def drafted(typed: dict[str, list[str]], **more: Any) -> EventForm:
    form = EventForm(**more)
    take_up(Draft(form_key="event", data=typed), [form])
    return form


def test_what_was_typed_comes_back_as_typed() -> None:
    form = drafted({"title": ["Puķes"], "held_on": ["4.6."], "groups": ["1", "2"], "at_0": ["x"], "at_1": ["y"]})
    assert form["title"].value() == "Puķes"
    assert form["held_on"].value() == "4.6."  # no date yet, still what was typed
    assert form["groups"].value() == ["1", "2"]
    assert form["at"].value() == ["x", "y"]
    assert 'value="4.6."' in str(form["held_on"])
    assert 'value="x"' in str(form["at"])


def test_box_that_was_taken_off_stays_off_and_the_untouched_keeps_its_default() -> None:
    form = drafted({"title": ["a"]})
    assert form["is_public"].value() is False
    assert form["kind"].value() == "b"
    assert drafted({"is_public": ["on"]})["is_public"].value() is True


def test_prefixed_form_finds_its_fields() -> None:
    assert drafted({"e-title": ["Puķes"], "title": ["other"]}, prefix="e")["title"].value() == "Puķes"


def test_sent_form_ignores_the_draft() -> None:
    assert drafted({"title": ["old"]}, data=QueryDict("title=new"))["title"].value() == "new"


def test_rows_of_a_form_find_their_fields_too() -> None:
    rows = forms.formset_factory(EventForm, extra=2)(prefix="rows")
    take_up(Draft(form_key="event", data={"rows-1-title": ["Puķes"]}), rows.forms)
    assert [row["title"].value() for row in rows] == [None, "Puķes"]


@pytest.mark.parametrize("values", [[], ["1"]])
def test_choices_taken_back_stay_back(values: list[str]) -> None:
    assert drafted({"groups": values, "title": ["a"]})["groups"].value() == values
