from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from darbigas_kopienas.people.models import Organisation
from darbigas_kopienas.values import form_fields, model_fields


class ExpenseForm(forms.Form):
    amount = form_fields.MoneyField()
    change = form_fields.MoneyField(allow_negative=True, required=False)
    on = form_fields.DateField(required=False, help_text="Diena")


def test_what_people_type_is_read() -> None:
    form = ExpenseForm({"amount": "1 000,50", "change": "-5", "on": "23.11.2026"})
    assert form.is_valid()
    assert form.cleaned_data == {"amount": Decimal("1000.50"), "change": Decimal("-5.00"), "on": date(2026, 11, 23)}


def test_empty_is_none_or_required() -> None:
    form = ExpenseForm({"amount": "", "change": "", "on": ""})
    assert form.errors.get_json_data()["amount"][0]["code"] == "required"
    assert form.cleaned_data == {"change": None, "on": None}


@pytest.mark.parametrize(("text", "code"), [("1.000,50", "both_marks"), ("-1", "negative"), ("1e5", "characters")])
def test_a_wrong_amount_is_explained_and_kept(text: str, code: str) -> None:
    form = ExpenseForm({"amount": text})
    assert form.errors.get_json_data()["amount"][0]["code"] == code
    assert f'value="{text}"' in str(form["amount"])


@pytest.mark.parametrize(("text", "code"), [("23/11/2026", "shape"), ("31.11.2026", "no_such_day")])
def test_a_wrong_day_is_explained_and_kept(text: str, code: str) -> None:
    form = ExpenseForm({"amount": "1", "on": text})
    assert form.errors.get_json_data()["on"][0]["code"] == code
    assert f'value="{text}"' in str(form["on"])


def test_stored_values_are_shown_as_people_write_them() -> None:
    form = ExpenseForm(initial={"amount": Decimal("115029.00"), "change": Decimal(-1), "on": date(2021, 2, 8)})
    assert 'value="115 029,00"' in str(form["amount"])
    assert 'value="-1,00"' in str(form["change"])
    assert 'value="08.02.2021"' in str(form["on"])
    assert 'inputmode="decimal"' in str(form["amount"])
    with override("en"):  # what is shown must be readable when it comes back
        assert 'value="115 029,00"' in str(form["amount"])


def test_the_hint_is_given_unless_the_form_has_its_own() -> None:
    with override("lv"):
        assert str(ExpenseForm().fields["amount"].help_text) == "Piemēram, 1\u00a0000,50."
        assert str(form_fields.DateField().help_text) == "Piemēram, 23.11.2026."
        assert ExpenseForm().fields["on"].help_text == "Diena"


@pytest.mark.parametrize(
    ("typed", "changed"),
    [({"amount": "1 000,00", "on": "2021-02-08"}, []), ({"amount": "x", "on": "y"}, ["amount", "on"])],
)
def test_the_same_value_written_otherwise_is_no_change(typed: dict[str, str], changed: list[str]) -> None:
    form = ExpenseForm(typed, initial={"amount": Decimal(1000), "on": date(2021, 2, 8)})
    assert form.changed_data == changed


def test_values_that_are_already_read_pass() -> None:
    assert form_fields.MoneyField().clean(Decimal(1)) == 1
    assert form_fields.DateField().clean(date(2021, 2, 8)) == date(2021, 2, 8)
    with pytest.raises(ValidationError):
        form_fields.MoneyField().clean(None)


def test_the_column_is_numeric_with_two_places_and_its_form_field_is_ours() -> None:
    column = model_fields.MoneyField("amount", help_text="EUR")
    field: Any = column.formfield()
    assert isinstance(field, form_fields.MoneyField)
    assert field.help_text == "EUR"
    assert column.db_type(connection) == "numeric(12, 2)"
    _name, path, arguments, keywords = column.deconstruct()
    assert path == "darbigas_kopienas.values.model_fields.MoneyField"
    assert model_fields.MoneyField(*arguments, **keywords).deconstruct()[1:] == column.deconstruct()[1:]


class HeadForm(forms.Form):
    people = form_fields.CountField(min_value=1, max_value=2000, required=False)
    hours = form_fields.HoursField(required=False)


def test_a_count_is_read_as_strictly_as_money() -> None:
    form = HeadForm({"people": "1 000", "hours": "4,5"})
    assert form.is_valid()
    assert form.cleaned_data == {"people": 1000, "hours": Decimal("4.50")}
    assert HeadForm({"people": "", "hours": ""}).is_valid()


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.000", "grouping"), ("1_0", "characters"), ("0", "min_value"), ("2001", "max_value"), ("9" * 30, "too_large")],
)
def test_a_wrong_count_is_explained_and_kept(text: str, code: str) -> None:
    form = HeadForm({"people": text})
    assert form.errors.get_json_data()["people"][0]["code"] == code
    assert f'value="{text}"' in str(form["people"])


def test_wrong_hours_are_explained_and_kept() -> None:
    form = HeadForm({"hours": "1e1"})
    assert form.errors.get_json_data()["hours"][0]["code"] == "hours"
    assert 'value="1e1"' in str(form["hours"])


def test_hours_come_back_as_the_language_of_the_page_writes_them() -> None:
    for hours, lv, en in (("4.50", "4,5", "4.5"), ("10.00", "10", "10"), ("2.25", "2,25", "2.25")):
        form = HeadForm(initial={"hours": Decimal(hours)})
        with override("lv"):
            assert f'value="{lv}"' in str(form["hours"])
        with override("en"):
            assert f'value="{en}"' in str(form["hours"])
    assert HeadForm({"hours": "4,5"}, initial={"hours": Decimal("4.50")}).changed_data == []


def test_a_count_has_the_number_keyboard_and_no_wheel() -> None:
    form = HeadForm(initial={"people": 1000})
    assert 'type="text"' in str(form["people"])
    assert 'inputmode="numeric"' in str(form["people"])
    assert 'inputmode="decimal"' in str(form["hours"])
    assert form["people"].value() == 1000
    assert HeadForm({"people": "1 000"}, initial={"people": 1000}).changed_data == []
    assert HeadForm({"people": "x"}, initial={"people": 1000}).changed_data == ["people"]


def test_a_count_that_is_read_already_passes_and_a_fraction_does_not() -> None:
    assert form_fields.CountField().clean(18) == 18
    with pytest.raises(ValidationError):
        form_fields.CountField().clean(18.5)


class SittingForm(forms.Form):
    day = form_fields.DateField()
    starts = form_fields.TimeField()


def test_a_day_and_an_hour_are_typed_on_the_number_keyboard() -> None:
    form = SittingForm({"day": "09122026", "starts": "930"})
    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 12, 9), "starts": time(9, 30)}
    for name in ("day", "starts"):
        assert 'inputmode="numeric"' in str(SittingForm()[name])


def test_a_wrong_hour_is_explained_and_kept() -> None:
    form = SittingForm({"day": "09122026", "starts": "10.5"})
    assert form.errors.get_json_data()["starts"][0]["code"] == "time"
    assert 'value="10.5"' in str(form["starts"])


def test_an_hour_is_shown_as_the_page_s_language_writes_it() -> None:
    form = SittingForm(initial={"starts": time(9, 30)})
    with override("lv"):
        assert 'value="09.30"' in str(form["starts"])
    with override("en"):
        assert 'value="09:30"' in str(form["starts"])
    assert SittingForm({"day": "", "starts": "9.30"}, initial={"starts": time(9, 30)}).changed_data == []


def test_a_day_has_a_button_to_the_calendar_for_those_with_scripts() -> None:
    with override("lv"):
        drawn = str(SittingForm()["day"])
    assert 'class="icon-button js-only"' in drawn
    assert "Izvēlēties kalendārā" in drawn
    assert 'type="date"' not in drawn


@pytest.mark.parametrize(
    ("options", "words"), [({}, "Izvēlieties"), ({"required": False}, "—"), ({"empty_label": "?"}, "?")]
)
def test_choice_that_is_not_made_yet_says_whether_it_must_be(options: dict[str, Any], words: str) -> None:
    field = form_fields.LabelledChoiceField(Organisation.objects.none(), **options)
    assert str(field.empty_label) == words
