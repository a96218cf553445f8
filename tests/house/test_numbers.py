"""A number that somebody types is read in one way; Django's own fields take "1.000" as 1 and "1_000" as 1000."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django import forms

from tests.house.test_architecture import ROOT, sources_of_ours

HOME = ROOT / "darbigas_kopienas" / "values" / "form_fields.py"
LOOSE = {"IntegerField", "DecimalField", "FloatField", "NumberInput"}
SAY = "{where}: {name} reads numbers loosely; take CountField, HoursField or MoneyField of values.form_fields."


def _loose_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in LOOSE and ast.unparse(node.value) in {"forms", "fields"}:
            yield SAY.format(where=f"{path.name}:{node.lineno}", name=node.attr)


def test_no_form_reads_numbers_by_a_field_of_django() -> None:
    assert [slip for path in sources_of_ours() if path != HOME for slip in _loose_in(path)] == []


def test_the_check_of_loose_fields_can_fail(tmp_path: Path) -> None:
    source = tmp_path / "forms.py"
    source.write_text("from django import forms\nseats = forms.IntegerField()\nbox = forms.NumberInput()\n")
    assert [slip.partition(" reads")[0] for slip in _loose_in(source)] == [
        "forms.py:2: IntegerField", "forms.py:3: NumberInput",
    ]  # fmt: skip


def forms_of_ours() -> Iterator[type[forms.BaseForm]]:
    for path in sources_of_ours():
        if "django import forms" in path.read_text():
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for _name, thing in inspect.getmembers(module, inspect.isclass):
                if issubclass(thing, forms.BaseForm) and thing.__module__ == module.__name__:
                    yield thing


def test_no_form_made_of_a_model_brings_one_in() -> None:
    loose = (forms.IntegerField, forms.DecimalField, forms.FloatField)
    walked = list(forms_of_ours())
    assert len(walked) > 40
    fields = [(form, name, field) for form in walked for name, field in getattr(form, "base_fields", {}).items()]
    assert [f"{form.__name__}.{name}" for form, name, field in fields if isinstance(field, loose)] == []
