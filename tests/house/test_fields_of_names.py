"""What people and things are called is read by a field that drops what nobody sees, wherever it is typed."""

from collections.abc import Iterator

import pytest
from django import forms

from darbigas_kopienas.values.form_fields import LineField, NameField, TitleField
from tests.house.test_numbers import forms_of_ours

NAMES = {"name", "name_lv", "name_en", "title", "title_lv", "title_en", "signatory", "supplier_name"}
LINES = {"place", "school", "address", "authors", "supplier", "module", "channel", "position_lv"}

CHOSEN = {"PackForm.school"}  # from a list, not typed
NEVER_REFUSED = {"AddPasskeyForm.name"}  # the device has made the passkey by then; a name without a letter does


def _slips(walked: Iterator[type[forms.BaseForm]]) -> list[str]:
    fields = [(form, name, field) for form in walked for name, field in getattr(form, "base_fields", {}).items()]
    return sorted(
        f"{form.__name__}.{name}: take NameField, TitleField or LineField of values.form_fields."
        for form, name, field in fields
        if isinstance(field, forms.CharField)
        and ((name in NAMES and not isinstance(field, NameField | TitleField))
             or (name in LINES and not isinstance(field, LineField)))
    )  # fmt: skip


def test_names_and_lines_are_read_by_our_fields() -> None:
    assert [slip for slip in _slips(forms_of_ours()) if slip.partition(":")[0] not in CHOSEN | NEVER_REFUSED] == []


@pytest.mark.parametrize("name", ["title_lv", "place"])
def test_the_check_can_fail(name: str) -> None:
    form = type("LooseForm", (forms.Form,), {name: forms.CharField()})
    assert [slip.partition(":")[0] for slip in _slips(iter([form]))] == [f"LooseForm.{name}"]
